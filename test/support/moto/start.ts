import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type AwsSecurityFinding,
  EnableSecurityHubCommand,
  GetFindingsCommand,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import { freePort } from '../free-port.ts';
import { installPython } from '../python-program.ts';

const MOTO = {
  title: 'moto',
  name: 'moto',
  requirements: join(import.meta.dirname, 'requirements.txt'),
} as const;
const START_LIMIT_MS = 30_000;

export interface Moto {
  readonly url: string;
  /** What a client of the SDK needs for that account's Security Hub. */
  clientOptions(account: string): {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  enableSecurityHub(account: string): Promise<void>;
  /** All that its Security Hub keeps of that account. */
  findings(account: string): Promise<readonly AwsSecurityFinding[]>;
  stop(): Promise<void>;
}

/** Starts moto's Security Hub, where nobody enabled it yet, on a free loopback port. */
export async function startMoto(region = 'eu-central-1'): Promise<Moto> {
  const python = await installPython(MOTO);
  const port = await freePort();
  const env = { PATH: process.env.PATH };
  const child = spawn(python, [join(import.meta.dirname, 'server.py'), String(port)], { env });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log = `${log}${text}`.slice(-4_000);
    });
  const url = `http://127.0.0.1:${port}`;
  const clientOptions: Moto['clientOptions'] = (account) => ({
    endpoint: url,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
  });
  try {
    await answers(url, child, () => log);
  } catch (error) {
    await end(child);
    throw error;
  }
  const withClient = async <T>(
    account: string,
    call: (client: SecurityHubClient) => Promise<T>,
  ): Promise<T> => {
    const client = new SecurityHubClient(clientOptions(account));
    try {
      return await call(client);
    } finally {
      client.destroy();
    }
  };
  return {
    url,
    clientOptions,
    enableSecurityHub: (account) =>
      withClient(account, async (client) => {
        await client.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
      }),
    findings: (account) =>
      withClient(account, async (client) => (await client.send(new GetFindingsCommand({}))).Findings ?? []),
    stop: () => end(child),
  };
}

async function answers(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS;
  while (Date.now() < limit && child.exitCode === null) {
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(50);
  }
  throw new Error(`moto did not start on ${url}: ${log()}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

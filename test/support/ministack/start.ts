import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { installMiniStack } from './install.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

const NODE_24 = join(import.meta.dirname, '../../../node_modules/.bin');
const START_LIMIT_MS = 30_000;
const KEPT_LINES = 400;
/** Ends with whoever started it, even when that is killed. */
const PROGRAM = `
import os, signal, sys, threading
def leave():
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
threading.Thread(target=leave, daemon=True).start()
from ministack.app import main
sys.argv = ["ministack"]
main()
`;

export interface MiniStack {
  readonly url: string;
  /** What a client of the SDK needs. MiniStack takes the account from the access key id. */
  clientOptions(region?: string): {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The end of its log, for the message of a failure. */
  log(): string;
  stop(): Promise<void>;
  /** As `stop`, with no time to put anything in order. */
  kill(): Promise<void>;
}

/** Starts an empty MiniStack of its own on a free loopback port. */
export async function startMiniStack(): Promise<MiniStack> {
  const python = await installMiniStack();
  const home = await mkdtemp(join(tmpdir(), 'podguard-ministack-'));
  const port = await freePort();
  const child = spawn(python, ['-c', PROGRAM], {
    env: {
      PATH: `${NODE_24}${delimiter}${process.env.PATH}`,
      HOME: home,
      TMPDIR: home,
      STATE_DIR: join(home, 'state'),
      S3_DATA_DIR: join(home, 's3'),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: REGION,
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      // Step Functions' waits, and those between its tries, are that part of what they are.
      SFN_WAIT_SCALE: '0.005',
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
    },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.trimEnd().split('\n'));
      lines.splice(0, lines.length - KEPT_LINES);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  const log = () => lines.join('\n');
  const endBy = async (signal: 'SIGTERM' | 'SIGKILL') => {
    await end(child, signal);
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  };
  const stop = () => endBy('SIGTERM');
  try {
    await answers(url, child, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    clientOptions: (region = REGION) => ({
      endpoint: url,
      region,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
    }),
    log,
    stop,
    kill: () => endBy('SIGKILL'),
  };
}

async function answers(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS;
  while (Date.now() < limit && child.exitCode === null) {
    const health = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (health?.ok) return;
    await wait(50);
  }
  throw new Error(`MiniStack did not start on ${url}: ${log()}`);
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const gone = await Promise.race([exited, wait(10_000, undefined, { ref: false })]);
  if (gone !== undefined) return;
  child.kill('SIGKILL');
  await exited;
}

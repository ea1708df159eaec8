import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Remediation } from '@podguard/core';
import { useLocalStore } from 'podguard/local-store';
import type { Random } from '../../../scripts/samples/random.ts';
import { type AwsFake, startAwsFake } from '../../support/aws-fake/aws-fake.ts';
import { changingClients } from '../../support/aws-fake/sdk.ts';
import { type Life, live, until } from './lives.ts';
import { count, fractionOf, type Killed, type Target } from './target.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MAIN = path.join(ROOT, 'packages/cli/src/main.ts');
const CLOCK = path.join(ROOT, 'test/support/moved-clock.ts');
const RULE = 'pod-identity-trust-unscoped';
const HOUR_MS = 3_600_000;
const LATENCY_MS = 3;
/** One that was killed so often is left alone. */
const MOST_LIVES = 4;
const ACCOUNT = '111122223333';
const PODS = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
  ],
};

/** `podguard remediate --apply` and `podguard rollback --apply`, on an account and a directory's store. */
export async function killingCommand(): Promise<Target> {
  const home = mkdtempSync(path.join(tmpdir(), 'podguard-kills-command-'));
  const calm = path.join(home, 'read');
  mkdirSync(calm);
  const first = await account();
  const drift = await podguard(
    first,
    calm,
    ['drift', '--quiet', '--fail-on', 'never', '--format', 'json'],
    0,
  );
  if (drift.status !== 0) throw new Error(`drift ended with ${drift.status}: ${drift.stderr}`);
  await first.close();
  const { findings } = JSON.parse(drift.stdout) as {
    readonly findings: readonly { readonly id: string; readonly rule: string }[];
  };
  const finding = findings.find(({ rule }) => rule === RULE)?.id;
  if (finding === undefined) throw new Error(`${RULE} was not found`);
  const remediate = ['remediate', finding, '--apply'];
  let made = 0;

  const workedMs = await (async () => {
    const fake = await account();
    const directory = await copied();
    const life = await podguard(fake, directory, remediate, 1, true);
    if (life.status !== 0)
      throw new Error(`remediate ended with ${life.status}: ${life.stdout}${life.stderr}`);
    await fake.close();
    return life.workedMs;
  })();

  async function copied(): Promise<string> {
    made += 1;
    const directory = path.join(home, `account-${made}`);
    cpSync(calm, directory, { recursive: true });
    return directory;
  }

  /** So many hours after the account was read; it counts as begun when it asks AWS first. */
  function podguard(
    fake: AwsFake,
    cwd: string,
    args: readonly string[],
    hours: number,
    fromCalls = false,
    killAfterMs?: number,
  ): Promise<Life> {
    const calls = fake.calls.length;
    return live({
      program: '--import',
      args: [CLOCK, MAIN, ...args, '--endpoint-url', fake.url, '--region', 'eu-central-1', '--no-color'],
      options: {
        cwd,
        env: {
          PATH: process.env.PATH,
          AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
          AWS_SECRET_ACCESS_KEY: 'secret',
          AWS_EC2_METADATA_DISABLED: 'true',
          CLOCK_AHEAD_MS: String(hours * HOUR_MS),
        },
      },
      ...(fromCalls ? { begun: until(() => fake.calls.length > calls) } : {}),
      ...(killAfterMs === undefined ? {} : { killAfterMs }),
    });
  }

  async function run(random: Random, atMost: number): Promise<Killed> {
    const fake = await account();
    const directory = await copied();
    const during = new Map<string, number>();
    const faults: string[] = [];
    let hours = 0;
    let missed = 0;
    let kills = 0;
    /** Killed again and again, each time an hour later, until it says that nothing is left to do. */
    const insist = async (args: readonly string[], isDone: (kept: Remediation) => boolean): Promise<void> => {
      for (let lives = 0; lives < MOST_LIVES * 2; lives += 1) {
        hours += 2;
        const moment = lives < Math.min(MOST_LIVES, atMost) ? fractionOf(workedMs * 0.8, random) : undefined;
        const life = await podguard(fake, directory, args, hours, true, moment);
        if (life.isKilled) {
          kills += 1;
          count(during, args[0] ?? '');
          continue;
        }
        missed += 1;
        const [kept] = await remediations(directory);
        if (kept !== undefined && isDone(kept)) return;
        if (life.status === null || life.status > 1 || life.stderr.includes(' at '))
          faults.push(`${args.join(' ')} ended with ${life.status}: ${life.stderr}`);
      }
      faults.push(`${args.join(' ')} came to no end: ${words(await remediations(directory))}`);
    };
    await insist(remediate, ({ status }) => status === 'verified');
    const kept = await remediations(directory);
    const verified = kept.filter(({ status }) => status === 'verified');
    if (verified.length !== 1) faults.push(`${verified.length} verified: ${words(kept)}`);
    if (writes(fake) !== 1) faults.push(`the trust policy was written ${writes(fake)} times: ${words(kept)}`);
    const [done] = verified;
    if (done !== undefined) {
      await insist(['rollback', done.id, '--apply'], ({ status }) => status === 'undone');
      if (writes(fake) !== 2) faults.push(`taken back, it was written ${writes(fake)} times`);
    }
    if ((await trust(fake)) !== JSON.stringify(PODS)) faults.push(`the trust policy is ${await trust(fake)}`);
    await fake.close();
    rmSync(directory, { recursive: true, force: true });
    return { kills, missed, during: Object.fromEntries(during), faults };
  }

  return {
    name: 'remediate --apply, rollback --apply',
    outcome: 'the same command again came to the end: one call to repair and one to take it back',
    run,
    close: async () => rmSync(home, { recursive: true, force: true }),
  };
}

/** A cluster, and a service account whose role any pod gets. */
async function account(): Promise<AwsFake> {
  const fake = await startAwsFake({ account: ACCOUNT, latencyMs: LATENCY_MS });
  const { eks, iam } = changingClients(fake.url);
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/cart`;
  await eks.createCluster({ name: 'prod', roleArn, resourcesVpcConfig: {} });
  await iam.createRole({ RoleName: 'cart', AssumeRolePolicyDocument: JSON.stringify(PODS) });
  await eks.createPodIdentityAssociation({
    ...{ clusterName: 'prod', namespace: 'shop', serviceAccount: 'cart' },
    roleArn,
  });
  return fake;
}

async function trust(fake: AwsFake): Promise<string> {
  const { Role } = await changingClients(fake.url).iam.getRole({ RoleName: 'cart' });
  return JSON.stringify(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '{}')));
}

const writes = ({ calls }: AwsFake) => calls.filter((call) => call === 'iam:UpdateAssumeRolePolicy').length;

/** The newest first. */
async function remediations(directory: string): Promise<readonly Remediation[]> {
  const { state, close } = await useLocalStore(path.join(directory, '.podguard'));
  try {
    return await state.listRemediations(100);
  } finally {
    await close();
  }
}

function words(kept: readonly Remediation[]): string {
  return kept
    .map(({ id, status, history }) => `${id} ${status} (${history.map(({ note }) => note).join(' | ')})`)
    .join('; ');
}

import type { StateChange } from '@podguard/core';
import { ACCOUNT, REGION } from '../../../inventory/account.ts';
import { type AwsFake, startAwsFake } from '../../../support/aws-fake/aws-fake.ts';
import { changingClients, readingClients } from '../../../support/aws-fake/sdk.ts';
import type { Answers, World } from '../world.ts';
import { newWorld } from '../world.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/podguard`;

export interface FakeAccount extends ReturnType<typeof changingClients> {
  readonly fake: AwsFake;
  readonly world: World;
  readonly now: () => Date;
  wait(seconds: number): void;
}

const FAKED = [
  'IAM',
  'EKS',
  'EC2',
  'AutoScaling',
  'CloudTrail',
  'EventBridge',
  'SecretsManager',
  'SSM',
  'STS',
  'ServiceQuotas',
];

/** An account of its own, with a world whose calls it answers. */
export async function newAccount(
  answers: Answers = {},
  urls: World['urls'] = {},
  start?: number,
): Promise<FakeAccount> {
  let time = start ?? Date.parse('2026-03-12T07:00:00Z');
  const now = () => new Date(time);
  const fake = await startAwsFake({ account: ACCOUNT, now });
  const faked = Object.fromEntries(FAKED.map((name) => [name, fake.url]));
  return {
    ...changingClients(fake.url, REGION),
    ...{ fake, now, world: newWorld({ ...urls, ...faked }, answers) },
    wait: (seconds) => {
      time += seconds * 1000;
    },
  };
}

/** As the functions of a deployment read, with two tries; longer, as many runs share a thread. */
export function readingOf({ fake, now }: FakeAccount) {
  return {
    clients: readingClients(fake.url, { maxAttempts: 2 }),
    ...{ account: ACCOUNT, regions: [REGION, 'us-east-1'], ownParts: ['podguard-'], now, timeoutMs: 6_000 },
    by: { principal: ROLE, type: 'role' },
    recorded: async () => undefined,
  } as const;
}

/** What a change says, a line each; not when it was read. */
export function claimsOf(change: StateChange): readonly string[] {
  if (change.op === 'delete') return [`${change.key} is gone`];
  const fields = Object.entries(change.fields ?? {}).flatMap(([name, value]) =>
    name.endsWith('At') ? [] : [`${change.key} ${name} ${JSON.stringify(value)}`],
  );
  const sets = Object.entries(change.sets ?? {}).map(
    ([name, value]) => `${change.key} ${name} ${JSON.stringify(value)}`,
  );
  return [`${change.key} ${change.op}`, ...fields, ...sets];
}

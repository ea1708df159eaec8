import { toChanges, toRecord } from '@podguard/cloudtrail';
import { type Change, type Item, presentViews, type SetState } from '@podguard/core';
import {
  type ClientOptions,
  type Clients,
  createLiveReads,
  type LiveReads,
  READERS,
  type ReadDeps,
} from '@podguard/inventory';
import { createMemoryStore } from '@podguard/store';
import { onTestFinished } from 'vitest';
import { type AwsFake, startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { changingClients, readingClients } from '../support/aws-fake/sdk.ts';
import { createHarness, type Harness } from '../support/harness.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const PODS_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
  ],
});

export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

type Changing = ReturnType<typeof changingClients>;

/** What EKS answers every call for access entries of a cluster whose ConfigMap alone tells who may come in. */
export const ENTRIES_OFF = {
  kind: 'error',
  status: 400,
  code: 'InvalidRequestException',
  message:
    "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
} as const;

/** An account that the test changes and reads, with a clock, and what is recorded of it. */
export interface TestAccount extends Changing {
  readonly fake: AwsFake;
  readonly harness: Harness;
  readonly clients: Clients;
  readonly deps: ReadDeps;
  readonly reads: LiveReads;
  /** Moves the clock on by so many seconds. */
  wait(seconds: number): void;
  /** Delivers the records of all calls up to now that were not delivered. */
  deliverRecords(): Promise<void>;
  /** Reads and applies, as the service does; the outcome, and how many changes there were. */
  readInto(key: string): Promise<string>;
  item(key: string): Promise<Item | undefined>;
}

export async function testAccount(
  options: Partial<ClientOptions> = {},
  timeoutMs = 2000,
): Promise<TestAccount> {
  let time = Date.parse('2026-03-12T07:00:00Z');
  const now = () => new Date(time);
  const fake = await startAwsFake({ account: ACCOUNT, now });
  onTestFinished(() => fake.close());
  const harness = createHarness(createMemoryStore());
  const clients = readingClients(fake.url, options);
  const deps: ReadDeps = {
    readers: READERS,
    clients,
    account: ACCOUNT,
    regions: [REGION, 'us-east-1'],
    ownParts: ['podguard-'],
    by: { principal: roleArn('podguard-evaluate'), type: 'role' },
    now,
    timeoutMs,
    recorded: (key) => harness.store.load(key),
  };
  const reads = createLiveReads(deps);
  let delivered = 0;
  return {
    ...changingClients(fake.url, REGION),
    fake,
    harness,
    clients,
    deps,
    reads,
    wait: (seconds) => {
      time += seconds * 1000;
    },
    async deliverRecords() {
      const records = fake.records.slice(delivered);
      delivered += records.length;
      for (const change of records.flatMap(changesOf)) await harness.engine.apply(change);
    },
    async readInto(key) {
      const read = await reads.read(key);
      if (read.outcome !== 'read') return read.outcome;
      for (const change of read.changes) await harness.engine.apply(change);
      return `${read.changes.length} news`;
    },
    item: (key) => harness.store.load(key),
  };
}

export function changesOf(record: unknown): readonly Change[] {
  const read = toRecord(record);
  const mapped = read.kind === 'record' ? toChanges(read.record, ['self']) : read;
  if (mapped.kind === 'irrelevant') return [];
  if (mapped.kind !== 'changes') throw new Error(JSON.stringify(mapped));
  return mapped.changes;
}

/** What is known of a resource, where that is one state. */
export async function stateOf(account: TestAccount, key: string) {
  const item = await account.item(key);
  const [view, ...others] = item === undefined ? [] : presentViews(item);
  if (item === undefined || view === undefined || others.length > 0)
    throw new Error(`no one state of ${key}`);
  const sets = Object.entries(view.sets as unknown as Readonly<Record<string, SetState>>);
  return {
    present: view.present,
    state: view.state as Record<string, unknown>,
    sets: sets.map(([name, { members, complete }]) => ({ name, members: [...members], complete })),
  };
}

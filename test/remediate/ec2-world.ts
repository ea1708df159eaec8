import { setTimeout as wait } from 'node:timers/promises';
import { toChanges, toRecord } from '@podguard/cloudtrail';
import {
  type ConfigInput,
  type Engine,
  type Finding,
  findingsOf,
  type Remediation,
  type Store,
} from '@podguard/core';
import type { Preview, RemediateDeps, Remediating } from '@podguard/remediate';
import { catalogue } from '@podguard/rules';
import { ACCOUNT, REGION } from '../inventory/account.ts';
import type { AwsFake } from '../support/aws-fake/aws-fake.ts';
import { changingClients, readingClients } from '../support/aws-fake/sdk.ts';
import { configOf } from '../support/states.ts';
import { OWN_ROLE } from './own-session.ts';
import { repairingOver } from './repairing-over.ts';

/** An account that the test changes, what is recorded of it, and what repairs it. */
export interface Ec2World extends ReturnType<typeof changingClients> {
  readonly store: Store;
  readonly engine: Engine;
  readonly remediating: Remediating;
  now(): Date;
  wait(seconds: number): void;
  /** Applies records as they come. */
  learn(records: readonly unknown[]): Promise<void>;
  /** Reads a resource and records what is news. */
  readInto(key: string): Promise<void>;
  /** The finding of a rule, as it is now. */
  finding(rule: string, key: string): Promise<Finding | undefined>;
  /** What would be done. */
  preview(rule: string, key: string, forced?: boolean): Promise<Preview>;
  /** Somebody asks for it by command; where nothing stands against it, it is done. */
  request(rule: string, key: string, forced?: boolean): Promise<Preview>;
  undo(id: string): Promise<Remediation>;
}

export interface WorldOptions {
  readonly url: string;
  readonly now: () => Date;
  readonly config?: ConfigInput;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly deps?: Partial<RemediateDeps>;
}

const BY = 'grace';

export function startWorld({
  url,
  now: clock,
  config: given,
  credentials,
  deps = {},
}: WorldOptions): Ec2World {
  let ahead = 0;
  const now = () => new Date(clock().getTime() + ahead);
  const config = configOf({ account: ACCOUNT, events: ['activity', 'secret-reads'], ...given });
  const clients = readingClients(url, credentials === undefined ? {} : { credentials });
  const { store, engine, reads, context, remediating } = repairingOver({
    ...{ config, clients, now, principal: OWN_ROLE, deps },
    pause: async (ms) => {
      ahead += ms;
      await wait(1);
    },
  });
  const finding: Ec2World['finding'] = async (rule, key) => {
    const item = await store.load(key);
    const found = item === undefined ? [] : findingsOf(item, catalogue, await context());
    return found.findLast((one) => one.rule === rule);
  };
  const refOf = async (rule: string, key: string) => {
    const found = await finding(rule, key);
    if (found === undefined) throw new Error(`no finding of ${rule} on ${key}`);
    return { finding: found.id, rule, key };
  };
  return {
    ...changingClients(url, REGION, credentials),
    store,
    engine,
    remediating,
    now,
    wait: (seconds) => {
      ahead += seconds * 1000;
    },
    async learn(records) {
      for (const one of records) {
        const read = toRecord(one);
        const mapped =
          read.kind === 'record' ? toChanges(read.record, ['self', 'activity', 'secret-reads']) : read;
        if (mapped.kind === 'irrelevant') continue;
        if (mapped.kind !== 'changes') throw new Error(JSON.stringify(mapped));
        for (const change of mapped.changes) await engine.apply(change);
      }
    },
    async readInto(key) {
      const read = await reads.read(key);
      if (read.outcome !== 'read') throw new Error(read.reason);
      for (const change of read.changes) await engine.apply(change);
    },
    finding,
    preview: async (rule, key, forced = false) =>
      remediating.preview(await refOf(rule, key), { forced, by: BY }),
    request: async (rule, key, forced = false) =>
      remediating.request(await refOf(rule, key), { forced, by: BY }),
    async undo(id) {
      const { remediation, refusal } = await remediating.rollback(id, {
        forced: false,
        by: BY,
        dryRun: false,
      });
      if (remediation === undefined || refusal !== null) throw new Error(refusal ?? `no remediation ${id}`);
      return remediation;
    },
  };
}

/** Whatever the fake recorded since it was asked last. */
export function newRecords({ records }: Pick<AwsFake, 'records'>): () => readonly unknown[] {
  let told = 0;
  return () => {
    const found = records.slice(told);
    told = records.length;
    return found;
  };
}

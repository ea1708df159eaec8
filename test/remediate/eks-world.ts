import {
  type Config,
  type Engine,
  type Finding,
  findingsOf,
  type JsonObject,
  type Remediation,
} from '@podguard/core';
import type { Clients } from '@podguard/inventory';
import { ALL_REMEDIATORS, type FindingRef, type Preview, type Remediating } from '@podguard/remediate';
import { catalogue } from '@podguard/rules';
import { onTestFinished } from 'vitest';
import { ACCOUNT, changesOf, REGION } from '../inventory/account.ts';
import { type AwsFake, startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { changingClients, readingClients } from '../support/aws-fake/sdk.ts';
import { configOf } from '../support/states.ts';
import { refuseUngranted } from './granted.ts';
import { OWN_KEY, OWN_ROLE, OWN_SESSION } from './own-session.ts';
import { repairingOver } from './repairing-over.ts';

const DEPLOYER = 'arn:aws:iam::111122223333:user/ada';

/** An account that the test changes, what is recorded of it, and what repairs it. */
export interface World extends Changing {
  /** What CloudTrail wrote, the oldest first. */
  readonly records: readonly JsonObject[];
  readonly remediating: Remediating;
  readonly engine: Pick<Engine, 'apply' | 'rejudge'>;
  wait(seconds: number): void;
  /** Delivers the records that were not. */
  deliver(): Promise<void>;
  /** Those of what is recorded by now, of a rule. */
  openOf(rule: string, key: string): Promise<Finding | undefined>;
  /** Reads the account, and records what is news. */
  read(key: string): Promise<void>;
  previewOf(finding: Finding): Promise<Preview>;
}

export interface EksWorld extends World {
  readonly fake: AwsFake;
}

type Changing = ReturnType<typeof changingClients>;

export async function startEksWorld(given: Partial<Config> = {}): Promise<EksWorld> {
  const clock = startClock();
  const fake = await startAwsFake({ account: ACCOUNT, now: clock.now });
  onTestFinished(() => fake.close());
  fake.callers.set(OWN_KEY, OWN_SESSION);
  const clients = readingClients(fake.url, {
    credentials: { accessKeyId: OWN_KEY, secretAccessKey: 'secret' },
  });
  const changing = changingClients(fake.url, REGION);
  return { ...worldOver({ given, clock, clients, changing, records: fake.records }), fake };
}

export interface Clock {
  readonly now: () => Date;
  readonly move: (ms: number) => void;
}

export function startClock(): Clock {
  let time = Date.parse('2026-03-12T07:00:00Z');
  return {
    now: () => new Date(time),
    move: (ms) => {
      time += ms;
    },
  };
}

export function worldOver({
  given,
  clock: { now, move },
  clients,
  changing,
  records,
}: {
  readonly given: Partial<Config>;
  readonly clock: Clock;
  readonly clients: Clients;
  readonly changing: Changing;
  /** What CloudTrail wrote, the oldest first. */
  readonly records: readonly JsonObject[];
}): World {
  const config = configOf({ account: ACCOUNT, deployers: [DEPLOYER], ownParts: ['podguard-'], ...given });
  const { store, engine, reads, context, remediating } = repairingOver({
    ...{ config, clients, now, principal: OWN_ROLE },
    pause: async (ms) => move(ms),
  });
  let delivered = 0;
  return {
    ...changing,
    records,
    remediating,
    engine,
    wait: (seconds) => move(seconds * 1000),
    async deliver() {
      const news = records.slice(delivered);
      delivered += news.length;
      for (const change of news.flatMap(changesOf)) await engine.apply(change);
    },
    async read(key) {
      const read = await reads.read(key);
      if (read.outcome !== 'read') throw new Error(read.reason);
      for (const change of read.changes) await engine.apply(change);
    },
    previewOf: (finding) => remediating.preview(refOf(finding), BY),
    async openOf(rule, key) {
      const item = await store.load(key);
      const findings = item === undefined ? [] : findingsOf(item, catalogue, await context());
      return findings.find((one) => one.rule === rule && one.status === 'open');
    },
  };
}

/** Somebody asks for it, and it is done where the guards say yes. */
export async function applied(world: World, finding: Finding, forced = false): Promise<Remediation> {
  const { remediation } = await world.remediating.request(refOf(finding), { ...BY, forced });
  const remediator = ALL_REMEDIATORS.find(({ id }) => id === remediation.plan?.remediator);
  if (remediator !== undefined && remediation.plan !== null) refuseUngranted(remediator, [remediation.plan]);
  return (await world.remediating.proceed(remediation.id)) ?? remediation;
}

/** It is undone later, when the records of what was done are known. */
export async function undone(world: World, { id }: Remediation): Promise<Remediation> {
  world.wait(600);
  await world.deliver();
  const { remediation, refusal } = await world.remediating.rollback(id, { ...BY, dryRun: false });
  if (remediation === undefined || refusal !== null) throw new Error(String(refusal));
  return remediation;
}

const BY = { forced: false, by: 'ada' };

function refOf({ id, rule, resource }: Finding): FindingRef {
  return { finding: id, rule, key: resource.key };
}

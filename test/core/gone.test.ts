import { toChanges, toRecord } from '@podguard/cloudtrail';
import type { Change, JsonObject } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, record } from '../cloudtrail/records.ts';
import { access } from '../support/access-entries.ts';
import { comparable, createHarness, itemsOf } from '../support/harness.ts';

const principalArn = `arn:aws:iam::${ACCOUNT}:role/people/anneke`;
const ENTRY = `arn:aws:eks:eu-central-1:${ACCOUNT}:access-entry/prod/arn:aws:iam::${ACCOUNT}:role/anneke`;
const TRAIL = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/main`;

type Call = readonly [minute: number, service: string, name: string, request: JsonObject];

const entry = (minute: number, name: string, more: JsonObject = {}): Call => [
  minute,
  'eks',
  name,
  { name: 'prod', principalArn, ...more },
];
const policy = (name: string) => ({ policyArn: access(name), accessScope: { type: 'cluster' } });
const given = policy('AmazonEKSClusterAdminPolicy');
const trail = (minute: number, name: string): Call => [minute, 'cloudtrail', name, { name: 'main' }];

function changesOf([minute, service, name, request]: Call): readonly Change[] {
  const time = `2026-03-12T${String(7 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00Z`;
  const raw = { ...record(service, name, request), eventTime: time, eventID: `${name}-${minute}` };
  const read = toRecord(raw);
  const mapped = read.kind === 'record' ? toChanges(read.record, ['self']) : read;
  if (mapped.kind !== 'changes') throw new Error(JSON.stringify(mapped));
  return mapped.changes;
}

/** All orders of a few. */
function orders<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length <= 1) return [all];
  return all.flatMap((one, index) => orders(all.toSpliced(index, 1)).map((rest) => [one, ...rest]));
}

/** A rule's lives on a resource: the opening and, where it ended, the ending call. */
async function livesIn(calls: readonly Call[], key: string, rule: string): Promise<readonly string[]> {
  const seen = new Map<string, readonly string[]>();
  for (const order of orders(calls)) {
    const { store, deliver } = createHarness(createMemoryStore());
    for (const change of order.flatMap(changesOf)) await deliver(change);
    const item = (await itemsOf(store)).get(key);
    if (item === undefined) throw new Error(`there is no ${key}`);
    const lives = item.lives
      .filter((life) => life.rule === rule)
      .map(({ opened, resolved }) =>
        [opened.cause.eventId, ...(resolved === null ? [] : [resolved.cause.eventId, resolved.reason])].join(
          ' ',
        ),
      );
    seen.set(comparable(item), lives);
  }
  expect(seen.size).toBe(1);
  return [...seen.values()][0] ?? [];
}

describe('a rule that judges what is gone, in whatever order the records come', () => {
  test.for<{ name: string; calls: readonly Call[]; lives: readonly string[] }>([
    {
      name: 'opens as the entry is deleted, and stays open',
      calls: [
        entry(0, 'CreateAccessEntry'),
        entry(1, 'AssociateAccessPolicy', given),
        entry(9, 'DeleteAccessEntry'),
      ],
      lives: ['DeleteAccessEntry-9'],
    },
    {
      name: 'opens where the policy was taken away first',
      calls: [
        entry(0, 'CreateAccessEntry'),
        entry(1, 'AssociateAccessPolicy', given),
        entry(8, 'DisassociateAccessPolicy', given),
        entry(9, 'DeleteAccessEntry'),
      ],
      lives: ['DeleteAccessEntry-9'],
    },
    {
      name: 'does not open where the entry lasted',
      calls: [
        entry(0, 'CreateAccessEntry'),
        entry(1, 'AssociateAccessPolicy', given),
        entry(61, 'DeleteAccessEntry'),
      ],
      lives: [],
    },
    {
      name: 'does not open for an entry that might only look',
      calls: [
        entry(0, 'CreateAccessEntry'),
        entry(1, 'AssociateAccessPolicy', policy('AmazonEKSViewPolicy')),
        entry(9, 'DeleteAccessEntry'),
      ],
      lives: [],
    },
    {
      name: 'ends as there is an entry again',
      calls: [
        entry(0, 'CreateAccessEntry'),
        entry(1, 'AssociateAccessPolicy', given),
        entry(9, 'DeleteAccessEntry'),
        entry(20, 'CreateAccessEntry'),
      ],
      lives: ['DeleteAccessEntry-9 CreateAccessEntry-20 not-applicable'],
    },
    {
      name: 'does not open for what its cluster took along',
      calls: [
        entry(0, 'CreateAccessEntry'),
        entry(1, 'AssociateAccessPolicy', given),
        [9, 'eks', 'DeleteCluster', { name: 'prod' }],
      ],
      lives: [],
    },
  ])('access-entry-short-lived $name', async ({ calls, lives }) => {
    expect(await livesIn(calls, ENTRY, 'access-entry-short-lived')).toEqual(lives);
  });

  test.for<{ name: string; calls: readonly Call[]; lives: readonly string[] }>([
    {
      name: 'goes on where a trail that was stopped is deleted',
      calls: [trail(0, 'StopLogging'), trail(5, 'DeleteTrail')],
      lives: ['StopLogging-0'],
    },
    {
      name: 'ends only as the trail that replaces it logs',
      calls: [trail(0, 'DeleteTrail'), trail(5, 'CreateTrail'), trail(6, 'StartLogging')],
      lives: ['DeleteTrail-0 StartLogging-6 fixed'],
    },
    {
      name: 'does not open as a trail is made and started',
      calls: [trail(5, 'CreateTrail'), trail(6, 'StartLogging')],
      lives: [],
    },
  ])('platform-trail-off $name', async ({ calls, lives }) => {
    expect(await livesIn(calls, TRAIL, 'platform-trail-off')).toEqual(lives);
  });

  test('others end with what they judge', async () => {
    const calls = [entry(0, 'AssociateAccessPolicy', given), entry(90, 'DeleteAccessEntry')];
    expect(await livesIn(calls, ENTRY, 'access-entry-cluster-admin')).toEqual([
      'AssociateAccessPolicy-0 DeleteAccessEntry-90 deleted',
    ]);
  });
});

import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { type ArchiveProgress, readArchive } from '@podguard/archive';
import { createLookupSource } from '@podguard/archive/remote';
import type { JsonObject } from '@podguard/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AwsFake, startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { record } from '../support/record.ts';

const NOW = new Date('2026-03-01T00:00:00Z');
const DAY_MS = 86_400_000;
let fake: AwsFake;
let clients: CloudTrailClient[] = [];
beforeEach(async () => {
  fake = await startAwsFake({ now: () => NOW });
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  await fake.close();
});

/** So many events, one a minute, the last one now. */
function happens(count: number, of: JsonObject = {}): void {
  for (let index = 0; index < count; index += 1) {
    const eventTime = new Date(NOW.getTime() - (count - index - 1) * 60_000).toISOString();
    const eventID = `${of.awsRegion ?? 'us-east-1'}-${of.eventName ?? 'CreateAccessKey'}-${index}`;
    fake.records.push({ ...record({ readOnly: false, eventTime, eventID }), ...of } as JsonObject);
  }
}

interface Options {
  readonly regions?: readonly string[];
  readonly writes?: readonly string[];
  readonly reads?: readonly string[];
  readonly days?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ArchiveProgress) => void;
}

async function read({ regions = ['us-east-1'], writes = ['CreateAccessKey'], ...options }: Options = {}) {
  const { reads = [], days = 90, signal = new AbortController().signal, onProgress } = options;
  const source = createLookupSource({
    clientOf: (region) => {
      const client = new CloudTrailClient({
        endpoint: fake.url,
        region,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test' },
        maxAttempts: 3,
      });
      clients.push(client);
      return client;
    },
    regions,
    from: new Date(NOW.getTime() - days * DAY_MS),
    to: NOW,
    writes,
    reads,
    signal,
    pace: 0,
  });
  const found = { ids: [] as string[], records: 0, problems: [] as string[], places: new Set<string>() };
  const progress = onProgress === undefined ? {} : { onProgress };
  for await (const item of readArchive(source.paths, { sources: [source], signal, ...progress })) {
    if (item.kind === 'problem') {
      found.problems.push(item.problem.message);
      continue;
    }
    found.records += item.records;
    for (const { record: one, line } of item.relevant) {
      found.ids.push(one.eventId);
      found.places.add(`${item.file}:${line}`);
    }
    found.problems.push(...item.unreadable.map(({ line, reason }) => `${item.file}:${line}: ${reason}`));
  }
  return found;
}

const calls = () => fake.calls.length;

test('reads the history page by page, each event with its place', async () => {
  happens(120);
  const { ids, places, problems } = await read({ writes: ['A', 'B', 'C'] });
  expect([new Set(ids).size, ids.length, calls()]).toEqual([120, 120, 3]);
  expect([...places].slice(0, 2)).toEqual(['lookup:us-east-1:2', 'lookup:us-east-1:3']);
  expect(problems).toEqual([]);
});

test('a region in which nothing happened is nothing bad', async () => {
  expect(await read({ regions: ['eu-west-1'] })).toMatchObject({ records: 0, problems: [] });
});

test('leaves reads out, but for those that are asked for', async () => {
  happens(2);
  happens(3, { eventName: 'GetSecretValue', readOnly: true });
  happens(4, { eventName: 'ListRoles', readOnly: true });
  expect((await read()).ids).toHaveLength(2);
  expect((await read({ reads: ['GetSecretValue'] })).ids).toHaveLength(5);
});

test('goes on by names where there is much else, and misses none', async () => {
  happens(400, { eventName: 'PutLogEvents' });
  happens(3, { eventTime: '2026-02-01T00:00:00Z' });
  happens(1, { eventName: 'DeleteRole', eventTime: '2026-01-15T00:00:00Z' });
  happens(400, { eventName: 'PutLogEvents', eventTime: '2026-01-10T00:00:00Z' });
  const { ids } = await read({ writes: ['CreateAccessKey', 'DeleteRole'] });
  expect(ids.filter((id) => /CreateAccessKey|DeleteRole/.test(id))).toHaveLength(4);
  expect(calls()).toBe(5);
});

test('reads no further back than it is asked for', async () => {
  happens(1);
  happens(1, { eventTime: '2026-02-20T00:00:00Z', eventID: 'old' });
  expect((await read({ days: 5 })).ids).not.toContain('old');
  expect((await read({ days: 10 })).ids).toContain('old');
});

test('reads regions side by side', async () => {
  happens(60);
  happens(60, { awsRegion: 'eu-central-1' });
  const files: string[] = [];
  const regions = ['us-east-1', 'eu-central-1'];
  const { records } = await read({ regions, writes: ['A', 'B'], onProgress: ({ file }) => files.push(file) });
  expect(records).toBe(120);
  expect(files.lastIndexOf('lookup:us-east-1')).toBeGreaterThan(files.indexOf('lookup:eu-central-1'));
});

test('tells how much of it is over', async () => {
  happens(120);
  const shares: number[] = [];
  await read({
    reads: ['GetSecretValue', 'GetParameter'],
    writes: ['A', 'B', 'C'],
    onProgress: ({ share }) => shares.push(share ?? Number.NaN),
  });
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});

test('waits where AWS asks for fewer calls', async () => {
  happens(1);
  fake.fault('cloudtrail:LookupEvents', { kind: 'error', status: 400, code: 'ThrottlingException' }, 2);
  expect(await read()).toMatchObject({ ids: ['us-east-1-CreateAccessKey-0'], problems: [] });
});

test.for([
  [
    'denied',
    { kind: 'error', status: 400, code: 'AccessDeniedException' },
    'access denied. Give your role cloudtrail:LookupEvents',
  ],
  [
    'throttled for too long',
    { kind: 'error', status: 400, code: 'ThrottlingException' },
    'AWS asked for fewer calls for too long',
  ],
  [
    'not signed in',
    { kind: 'error', status: 400, code: 'UnrecognizedClientException' },
    'Sign in, or name another --profile',
  ],
  ['cut off', { kind: 'reset' }, 'could not be read to its end'],
  ['garbage', { kind: 'garbage', body: '<html>' }, 'could not be read to its end'],
] as const)('names a region that is %s', async ([, fault, message]) => {
  fake.fault('cloudtrail:LookupEvents', fault);
  const { problems } = await read();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^lookup:us-east-1: /);
  expect(problems[0]).toContain(message);
});

test('reads the other regions where one does not answer', async () => {
  happens(1, { awsRegion: 'eu-central-1' });
  fake.fault('cloudtrail:LookupEvents', { kind: 'error', status: 400, code: 'AccessDeniedException' }, 1);
  const { ids, problems } = await read({ regions: ['us-east-1', 'eu-central-1'] });
  expect([ids.length, problems.length]).toEqual([1, 1]);
});

test('names an event that is none, and reads the rest', async () => {
  const page = {
    Events: [{ CloudTrailEvent: '{"eventName":' }, { CloudTrailEvent: JSON.stringify(record()) }],
  };
  fake.fault('cloudtrail:LookupEvents', { kind: 'garbage', body: JSON.stringify(page) }, 1);
  const { ids, problems } = await read();
  expect(ids).toEqual(['e-1']);
  expect(problems).toEqual([expect.stringMatching(/^lookup:us-east-1:2: /)]);
});

test('ends where the same page comes again and again', async () => {
  const page = { Events: [], NextToken: 'again' };
  fake.fault('cloudtrail:LookupEvents', { kind: 'garbage', body: JSON.stringify(page) });
  expect((await read({ writes: ['A', 'B', 'C'] })).problems).toEqual([
    expect.stringContaining('the same page'),
  ]);
});

test('ends at once when it is interrupted, without a complaint', async () => {
  happens(500);
  const interrupt = new AbortController();
  const found = await read({
    writes: Array.from({ length: 50 }, String),
    signal: interrupt.signal,
    onProgress: () => interrupt.abort(),
  });
  expect(found.problems).toEqual([]);
  expect(found.records).toBeLessThan(200);
});

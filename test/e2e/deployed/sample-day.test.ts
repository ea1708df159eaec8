import type { Finding, Transition } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { denyReads } from './answers.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { reported, scanned } from './found.ts';
import { inPutAside, poisons, putAside, tryAtOnce, unreadableCall } from './put-aside.ts';
import { sampleDay } from './sample-day.ts';
import { transitionsIn } from './told.ts';

/** The day comes in so many parts, one after the other, and a part all at once. */
const PARTS = 4;

let service: Deployment;
let scan: readonly Finding[];
let told: readonly Transition[];
beforeAll(async () => {
  [service, scan] = await Promise.all([startDeployment(), scanned()]);
  // What nothing but the account could tell stays undecided, as in an archive.
  service.proxy.answerWith(denyReads);
  const day = sampleDay().toSorted((a, b) => timeOf(a.Detail) - timeOf(b.Detail));
  const size = Math.ceil(day.length / PARTS);
  for (let from = 0; from < day.length; from += size) {
    await service.put(day.slice(from, from + size));
    await service.settle();
  }
  told = transitionsIn(await service.subscriber.heard());
}, 180_000);
afterAll(() => service?.stop());

describe('after the sample day, put on the buses', () => {
  it('the table has the findings that podguard scan finds in the same records', async () => {
    expect(scan.filter(({ status }) => status === 'open').length).toBeGreaterThan(5);
    expect(await reported(service)).toEqual(scan);
  });

  it('a subscriber of the topic has been told each transition once', async () => {
    const ids = told.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(15);
    expect(new Set(ids).size).toBe(ids.length);
    const kept = await service.store.listTransitions(1_000);
    expect(ids.toSorted()).toEqual(kept.map(({ id }) => id).toSorted());
  });

  it('the last that was told of each finding is what it is', () => {
    const last = new Map(told.map(({ finding }) => [finding.id, finding.status]));
    const open = (findings: Iterable<readonly [string, string]>) =>
      [...findings]
        .filter(([, status]) => status === 'open')
        .map(([id]) => id)
        .toSorted();
    expect(open(last)).toEqual(open(scan.map(({ id, status }) => [id, status])));
  });

  it('of each finding it was told in order', () => {
    const byFinding = Map.groupBy(told, ({ finding }) => finding.id);
    expect([...byFinding.values()].some((some) => some.length > 1)).toBe(true);
    for (const some of byFinding.values()) {
      const times = some.map(({ at }) => at);
      expect(times).toEqual(times.toSorted());
    }
  });

  it('nothing was put aside', async () => {
    expect(await inPutAside(service)).toEqual([]);
  });

  it('a second delivery of everything changes nothing and tells nobody', async () => {
    await service.put(sampleDay());
    await service.settle();
    expect(await service.subscriber.heard()).toEqual([]);
    expect(await reported(service)).toEqual(scan);
  });
});

describe('what nobody can read', () => {
  it('ends in the dead-letter queue of the queue that it came to, and nothing else does', async () => {
    await tryAtOnce(service);
    await putAside(service);
    expect((await inPutAside(service)).toSorted()).toEqual(
      [
        `evaluate: ${unreadableCall.Detail}`,
        ...poisons.map(({ queue, body }) => `${queue}: ${body}`),
      ].toSorted(),
    );
    expect(await reported(service)).toEqual(scan);
    expect(await service.subscriber.heard()).toEqual([]);
  });
});

function timeOf(detail: string | undefined): number {
  return Date.parse((JSON.parse(detail as string) as { readonly eventTime: string }).eventTime);
}

import { toChanges, toRecord } from '@podguard/cloudtrail';
import type { Change, Item, JsonObject } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { record } from '../cloudtrail/records.ts';
import { comparable, createHarness, itemsOf } from './harness.ts';

/** A call that succeeded, so many seconds after seven o'clock. */
export type FlowCall = readonly [second: number, name: string, request: JsonObject, response?: JsonObject];

export function changesOf(calls: readonly FlowCall[]): readonly Change[] {
  return calls.flatMap(([second, name, request, response = null]) => {
    const service = /OpenIDConnect|Role$|RolePolicy$/.test(name) ? 'iam' : 'eks';
    const eventTime = new Date(Date.parse('2026-03-12T07:00:00Z') + second * 1000).toISOString();
    const read = toRecord({
      ...record(service, name, request, response),
      eventTime: eventTime.replace('.000', ''),
      eventID: `${name}-${second}`,
    });
    const mapped = read.kind === 'record' ? toChanges(read.record, []) : read;
    if (mapped.kind !== 'changes') throw new Error(JSON.stringify(mapped));
    return mapped.changes;
  });
}

/** What is known of a resource after the calls: the same from the first on, from the last, and all of them twice. */
export async function itemAfter(calls: readonly FlowCall[], key: string): Promise<Item> {
  const changes = changesOf(calls);
  const [item, ...others] = await Promise.all(
    [changes, changes.toReversed(), [...changes.toReversed(), ...changes]].map(async (some) => {
      const { store, deliver } = createHarness(createMemoryStore());
      for (const change of some) await deliver(change);
      return (await itemsOf(store)).get(key);
    }),
  );
  if (item === undefined) throw new Error(`there is no ${key}`);
  for (const other of others)
    if (other === undefined || comparable(other) !== comparable(item))
      throw new Error(`${key} depends on the order in which the records come`);
  return item;
}

/** Of a rule on a resource: how grave it was at its end, and how it ended. */
export function endsOf({ lives, undecided }: Item, rule: string): readonly string[] {
  const ends = lives
    .filter((life) => life.rule === rule)
    .map(({ resolved, severity }) => `${severity} ${resolved?.reason ?? 'open'}`);
  return [...ends, ...undecided.filter((one) => one.rule === rule).map(({ missing }) => `? ${missing}`)];
}

import { toChanges, toRecord } from '@podguard/cloudtrail';
import { type Change, OPT_IN_EVENTS } from '@podguard/core';
import { createRandom, type Random } from '../../../scripts/samples/random.ts';
import type { Call } from '../../support/calls.ts';
import { dayOf, OPERATIONS } from '../../support/quiet-day/day.ts';
import { play } from '../../support/world/world.ts';

/** How busy the accounts are: a store in memory takes more than one behind HTTP. */
export type Mix = 'rich' | 'light';

/** The number by which the generators know their account; each of a round has another. */
const GENERATED = '111122223333';

const COUPLED: readonly Call['what'][] = [
  ...(['role', 'role', 'trust', 'attach', 'detach', 'delete-role', 'read-role', 'boundary'] as const),
  ...(['inline', 'policy', 'policy-default', 'delete-policy', 'associate', 'associate', 'rebind'] as const),
  ...(['update-association', 'disassociate', 'nodegroup', 'delete-nodegroup', 'use-role'] as const),
  ...(['use-role-by-pod', 'run', 'metadata', 'tag', 'terminate', 'key', 'key-status', 'use-key'] as const),
];
const MACHINES: readonly Call['what'][] = [
  ...(['run', 'run', 'metadata', 'tag', 'terminate', 'key', 'key', 'key-status', 'delete-key'] as const),
  ...(['use-key', 'use-key', 'use-key', 'use-key', 'use-role-by-pod', 'policy', 'delete-policy'] as const),
];
const USES: readonly Call['what'][] = [
  ...(['key', 'key', 'run', 'metadata', 'tag', 'key-status', 'use-key', 'use-key'] as const),
  ...(['use-key', 'use-key', 'use-key', 'use-key', 'use-key', 'use-key', 'use-key', 'use-key'] as const),
];

type Account = (random: Random) => readonly Change[];

/** A day on which everything that the registry knows happens to some of all kinds. */
const day: Account = (random) => {
  const begun = Array.from({ length: 12 }, () => ({
    operation: random.pick(OPERATIONS),
    start: random.below(70_000),
  }));
  return dayOf(begun, random.below(1e9)).records.flatMap((raw) => {
    const read = toRecord(raw);
    const mapped = read.kind === 'record' ? toChanges(read.record, OPT_IN_EVENTS) : read;
    return mapped.kind === 'changes' ? mapped.changes : [];
  });
};

/** Roles, policies, associations, node groups, instances and keys, two of the roles with everybody's associations around them. */
const coupled: Account = (random) =>
  play(callsOf(random, { count: 130, among: 40, whats: COUPLED }), random.below(1e6)).changes;

/** Few resources, each with more changes than its log keeps, and a cluster that may end with all it owns. */
const worn: Account = (random) =>
  play(callsOf(random, { count: 90, among: 2, whats: [...COUPLED, 'delete-cluster'] }), random.below(1e6))
    .changes;

/** Many that have little to do with each other, and are used much. */
const machines: Account = (random) =>
  play(callsOf(random, { count: 200, among: 30, whats: MACHINES }), random.below(1e6)).changes;

/** Few that are used without end, as most of what is recorded of an account says. */
const used: Account = (random) =>
  play(callsOf(random, { count: 200, among: 8, whats: USES }), random.below(1e6)).changes;

const MIXES: Readonly<Record<Mix, readonly Account[]>> = {
  rich: [day, used, machines, coupled, used, day, machines, worn, used, coupled, machines, used, machines],
  light: [used, machines, used, day, used, used, machines, used, coupled, used],
};

/** So many changes of accounts of all sorts, account by account, in the order in which they happened. */
export function changesOf(seed: number, { count, mix }: { count: number; mix: Mix }): readonly Change[] {
  const random = createRandom(seed);
  const all: Change[] = [];
  for (let number = 0; all.length < count; number += 1) {
    const account = MIXES[mix][number % MIXES[mix].length] as Account;
    const id = `4444${String(number).padStart(8, '0')}`;
    all.push(...JSON.parse(JSON.stringify(account(random)).replaceAll(GENERATED, id)));
  }
  return all.slice(0, count);
}

/** Of so many resources one has all of its changes delivered at once. */
const BURSTS = 2;

/** The changes and, as often as it takes, some of them again, in any order; those of some resources one right after the other. */
export function deliveriesOf(
  changes: readonly Change[],
  { count, seed }: { count: number; seed: number },
): readonly Change[] {
  const random = createRandom(seed);
  const again = Array.from({ length: count - changes.length }, () => random.pick(changes));
  const all = [...changes, ...again];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [all[last], all[other]] = [all[other] as Change, all[last] as Change];
  }
  const bursts = new Map(
    [...new Set(all.map(({ key }) => key))].map((key) => [key, random.below(BURSTS) === 0]),
  );
  const places = new Map<string, number>();
  return all
    .map((change, at) => {
      const place = bursts.get(change.key) === true ? (places.get(change.key) ?? at) : at;
      places.set(change.key, place);
      return { change, place };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ change }) => change);
}

/** Four in ten share their second with the call before. */
function callsOf(
  random: Random,
  { count, among, whats }: { count: number; among: number; whats: readonly Call['what'][] },
): readonly Call[] {
  return Array.from({ length: count }, () => ({
    what: random.pick(whats),
    which: random.below(among),
    pick: random.below(5),
    pause: random.below(10) < 4 ? 1 : 1000 + random.below(90_000),
  }));
}

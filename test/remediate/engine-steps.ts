import type { Remediation, StateChange } from '@podguard/core';
import { instance, type Making, makeBad, makeWorld, RULE, refOf, type World } from './engine-world.ts';

export const KEY = instance(0);
export const BAD = { httpTokens: 'optional', hopLimit: 2 };
export const GOOD = { httpTokens: 'required', hopLimit: 1 };
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const begin = { ...refOf(KEY), transition: 't-1' };
export const auto = { rules: { [RULE]: 'auto' } } as const;

export const statuses = ({ history }: Remediation) => history.map(({ status }) => status);
export const refusedBy = ({ guards }: Remediation) => guards.flatMap(({ ok, guard }) => (ok ? [] : [guard]));

/** A world whose first instance is bad for long enough. */
export async function badWorld(making: Making = {}): Promise<World> {
  const world = await makeWorld(making);
  await makeBad(world);
  return world;
}

export async function proposedIn(world: World): Promise<Remediation> {
  const { remediation } = await world.use().begin(begin);
  if (remediation === undefined) throw new Error('nothing was proposed');
  return remediation;
}

export async function approvedIn(world: World): Promise<Remediation> {
  const { id, planHash } = await proposedIn(world);
  const answer = await world.use().approve(id, 'anna', planHash);
  if (answer.outcome !== 'approved') throw new Error(answer.outcome);
  return answer.remediation;
}

export async function verifiedIn(world: World): Promise<Remediation> {
  const { id } = await approvedIn(world);
  const one = await world.use().proceed(id);
  if (one?.status !== 'verified') throw new Error(JSON.stringify(one?.history));
  return one;
}

/** The state as it is where others began as many in this hour as there may be. */
export function spentIn({ state }: World): World['state'] {
  const others = Array.from({ length: 100 }, (_, at) => ({ id: `rm-other-${at}`, kind: 'ec2-instance' }));
  return {
    ...state,
    loadMark: async (name) => (/^remediations \d/.test(name) ? others : state.loadMark(name)),
  };
}

/** Its node becomes one of a cluster: what is found of it is graver then. */
export async function makeGraver(world: World): Promise<Partial<ReturnType<World['deps']>>> {
  const base = (await world.store.load(KEY))?.log.at(-1);
  if (base === undefined) throw new Error('nothing is recorded');
  const sets = { tags: { 'kubernetes.io/cluster/prod': { value: 'owned' } } };
  const at = `${new Date(world.clock).toISOString().slice(0, 19)}Z`;
  const cause = { ...base.cause, eventId: 'tagged', eventName: 'CreateTags', at };
  const tagged = { ...base, op: 'patch', fields: {}, sets, cause };
  await world.engine.apply({ ...tagged, stamp: { time: at, rank: 1, eventId: 'tagged' } } as never);
  world.clock += 10 * MINUTE;
  const withTags = (change: StateChange) => ({ ...change, sets }) as StateChange;
  return {
    async read(key) {
      const read = await world.deps().read(key);
      if (read.outcome !== 'read') return read;
      return { ...read, told: read.told.map(withTags), changes: read.changes.map(withTags) };
    },
  };
}

import type { Remediation } from '@podguard/core';
import { expect } from 'vitest';
import { instance, isOpen, type Options, OURS, type World } from './engine-world.ts';
import type { Watching, Worker } from './model-worker.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LEFT: Options = { httpTokens: 'required', hopLimit: 1 };

/** What the model knows by itself, and not by what the service keeps. */
export interface Known {
  readonly mode: 'auto' | 'propose';
  readonly peopleNeeded: number;
  readonly perHour: number;
  readonly coolDown: number;
  readonly rounds: number;
  readonly denied: string;
  /** Who approved what, by the plan that they saw. */
  readonly approved: Map<string, { readonly people: Set<string>; readonly planHash: string }>;
  /** Who asked for a plan of a resource by command. */
  readonly asked: Map<string, Set<string>>;
  /** Since when it is exempt, as the number of an operation. */
  readonly exemptSince: Map<string, number>;
  /** All that anybody did to the account, by the event's id. */
  readonly deeds: Map<
    string,
    { readonly key: string; readonly by: string; readonly at: number; heardAt: number | null }
  >;
  /** Calls that apply, by remediation, and those that undo, by remediation and beginning. */
  readonly applied: Map<string, { readonly key: string; readonly at: number; calls: number; last: number }>;
  readonly undone: Map<string, number>;
  /** How many turns of each were kept. */
  readonly turns: Map<string, number>;
  readonly violations: unknown[];
}

/** Looks at every call of AWS, and at every end, by what the model knows. */
export function createOracle(world: World, known: Known): Watching {
  const { turns } = known;
  return {
    async onPerform(worker, id, key) {
      try {
        const one = await world.state.loadRemediation(id);
        if (one?.status !== 'undoing') expect(one?.status, `${id} calls AWS`).toBe('applying');
        const may = one?.status === 'undoing' ? mayUndo : mayApply;
        if (one !== undefined) await may(world, known, { worker, one, key });
      } catch (error) {
        // The service takes it for an answer of AWS.
        known.violations.push(error);
      }
    },
    onSave(worker, one) {
      if ((turns.get(one.id) ?? 0) === one.history.length) return;
      turns.set(one.id, one.history.length);
      const seen = worker.read.get(one.plan?.target.key ?? '');
      if (one.status === 'verified' && one.history.at(-2)?.status === 'applying') expect(seen).toEqual(LEFT);
      if (one.status === 'undone') expect(fieldsOf(seen)).toEqual(beforeOf(one));
      if (one.applied !== null)
        expect(beforeOf(one)).toEqual({ httpTokens: 'optional', hopLimit: expect.any(Number) });
    },
  };
}

interface Asked {
  readonly worker: Worker;
  readonly one: Remediation;
  readonly key: string;
}

async function mayApply(world: World, known: Known, { worker, one, key }: Asked): Promise<void> {
  const { clock } = world;
  const before = known.applied.get(one.id);
  expect(clock, 'the lease').toBeLessThan(Date.parse(one.lease?.until ?? ''));
  if (before !== undefined) {
    before.calls += 1;
    before.last = clock;
    expect(before.calls, `calls of ${one.id}`).toBeLessThanOrEqual(2);
    return;
  }
  const others = [...known.applied].filter(([id]) => id !== one.id);
  expect(key).not.toBe(known.denied);
  expect(known.exemptSince.get(key) ?? Number.POSITIVE_INFINITY, 'exempt').toBeGreaterThan(worker.began);
  if (one.mode === 'auto') expect(known).toMatchObject({ mode: 'auto', peopleNeeded: 1 });
  else {
    const approval = known.approved.get(one.id);
    if (approval !== undefined) expect(approval.planHash).toBe(one.planHash);
    const asked = one.mode === 'manual' ? known.asked.get(`${key} ${one.planHash}`) : undefined;
    const people = new Set([...(approval?.people ?? []), ...(asked ?? [])]);
    expect(people.size, 'who approved it').toBeGreaterThanOrEqual(known.peopleNeeded);
  }
  expect(fieldsOf(worker.read.get(key)), 'what was read').toEqual(beforeOf(one));
  // In the model nothing happens between the last look and the first call.
  expect(fieldsOf(world.account.get(key)), 'what is there').toEqual(beforeOf(one));
  expect(await isOpen(world, key), 'the finding is open').toBe(true);
  const deed = known.deeds.get(one.opened);
  if (deed !== undefined) expect(deed.by, 'whose deed').not.toBe(OURS);
  if (one.mode === 'auto') expect(deed, 'a known deed').toBeDefined();
  for (const { key: of, at, heardAt } of known.deeds.values())
    if (of === key && heardAt !== null && heardAt < worker.began)
      expect(clock - at, 'settled').toBeGreaterThanOrEqual(120_000);
  const lately = others.filter(([, { at }]) => clock - at < HOUR);
  expect(lately.length, 'budget').toBeLessThan(known.perHour);
  const ofKey = others.filter(([, other]) => other.key === key);
  for (const [, { last }] of ofKey) expect(clock - last, 'cool-down').toBeGreaterThanOrEqual(known.coolDown);
  const rounds: string[] = [];
  for (const [id] of ofKey) {
    const other = await world.state.loadRemediation(id);
    expect(other?.status, 'no two at once').not.toBe('applying');
    if (other?.status === 'failed' || other?.status === 'verified') rounds.push(id);
  }
  expect(rounds.length, 'rounds').toBeLessThan(known.rounds);
  known.applied.set(one.id, { key, at: clock, calls: 1, last: clock });
}

async function mayUndo(world: World, known: Known, { worker, one, key }: Asked): Promise<void> {
  const name = `${one.id} ${one.undone?.startedAt}`;
  expect(worker.name).toBe('rollback');
  expect(world.clock).toBeLessThan(Date.parse(one.lease?.until ?? ''));
  if (!worker.isForced) expect(fieldsOf(world.account.get(key)), 'what was left').toEqual(LEFT);
  expect(known.undone.get(name) ?? 0).toBe(0);
  known.undone.set(name, 1);
}

function beforeOf({ plan }: Remediation): unknown {
  return Object.fromEntries((plan?.fields ?? []).map(({ name, before }) => [name, before]));
}

function fieldsOf(options: Options | undefined): unknown {
  return options === undefined ? undefined : { httpTokens: options.httpTokens, hopLimit: options.hopLimit };
}

const FINAL = ['shadow', 'refused', 'rejected', 'expired', 'verified', 'failed', 'undone'];

/** When all workers are gone, and nobody does anything more: sweeps end all, and all was told. */
export async function endsWell(world: World, known: Known): Promise<void> {
  const use = world.use();
  world.clock += 10 * MINUTE;
  await use.sweep();
  await foreignIsTold(world, known);
  for (let turn = 0; turn < 120; turn += 1) {
    world.clock += 15 * MINUTE;
    await use.sweep();
    const all = await world.state.listRemediations(1_000);
    if (all.every(({ status }) => FINAL.includes(status))) break;
  }
  for (const one of await world.state.listRemediations(1_000)) {
    expect(FINAL, `${one.id} is ${one.status}`).toContain(one.status);
    expect(one.lease).toBe(null);
    expect(one.told).toEqual({ turns: one.history.length, foreign: one.foreign.length });
    const told = world.told.filter(({ id }) => id === one.id);
    // What stood still may tell an older turn after a newer one.
    expect(
      told.map(({ status }) => status),
      `${one.id} is told`,
    ).toContain(one.status);
    expect(Math.max(...told.map(({ foreign }) => foreign.length))).toBe(one.foreign.length);
    expect(known.applied.get(one.id)?.calls ?? 0).toBeLessThanOrEqual(one.applied === null ? 0 : 2);
  }
}

async function foreignIsTold(world: World, { deeds }: Known): Promise<void> {
  for (const one of await world.state.listRemediations(1_000)) {
    if (one.applied?.endedAt == null) continue;
    const { readAt, endedAt } = one.applied;
    if (world.clock - Date.parse(endedAt) > 25 * MINUTE) continue;
    const ids = one.foreign.map(({ eventId }) => eventId);
    for (const [id, { key, by, at, heardAt }] of deeds)
      if (
        key === one.plan?.target.key &&
        by !== OURS &&
        heardAt !== null &&
        at >= Date.parse(readAt) &&
        at <= Date.parse(endedAt)
      )
        expect(ids, 'told of foreign changes').toContain(id);
  }
}

export const KEYS = [0, 1, 2].map(instance);

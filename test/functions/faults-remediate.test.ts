import type { Remediation } from '@podguard/core';
import { createRemediate, type Queue, type QueueMessage, toMessageBody } from '@podguard/functions';
import type { RemediateDeps } from '@podguard/remediate';
import { createReview } from '@podguard/remediate/review';
import { describe, expect, it } from 'vitest';
import { instance, isOpen, makeBad, makeWorld, RULE, refOf, type World } from '../remediate/engine-world.ts';

const KEY = instance(0);
const MINUTE = 60_000;
const BEGIN = toMessageBody({
  ...({ podguard: 'remediate', step: 'begin', transition: 't-1' } as const),
  ...{ ...refOf(KEY), opened: 'e-1' },
});
const SWEEP = toMessageBody({ podguard: 'remediate', step: 'sweep' });

class Killed extends Error {}

/** A process that ends at one call of a port, before what it does or after it: from then on nothing of it does anything. */
function createProcess(endsAt: number, when: 'before' | 'after') {
  let calls = 0;
  let dead = false;
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    const isLast = calls === endsAt;
    if (dead || (isLast && when === 'before')) dead = true;
    if (dead) throw new Killed();
    const result = await work();
    if (isLast) dead = true;
    if (dead) throw new Killed();
    return result;
  };
  return { during, isDead: () => dead };
}

type Process = ReturnType<typeof createProcess>;

function portsOf(world: World, { during }: Pick<Process, 'during'>): Partial<RemediateDeps> {
  const { store, engine, read, perform, tell } = world.deps();
  const { state } = world;
  const guarded = <A extends unknown[], R>(work: (...given: A) => Promise<R>) => {
    return (...given: A) => during(() => work(...given));
  };
  const lazy = <T extends object>(one: T): T =>
    new Proxy(one, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return /^list(?!Remediations)/.test(String(name))
          ? value.bind(target)
          : (...given: unknown[]) => during(async () => value.apply(target, given) as unknown);
      },
    });
  return {
    store: lazy(store),
    engine: lazy(engine),
    state: lazy(state),
    remediations: lazy(state),
    read: guarded(read),
    perform: guarded(perform),
    tell: tell === null ? null : guarded(tell),
  } as Partial<RemediateDeps>;
}

interface Run {
  readonly world: World;
  readonly waiting: QueueMessage[];
  readonly calls: number;
  readonly remediation: Remediation;
}

/** One process is killed; others take what it left, sweeps among them, until nothing is left to do. */
async function run(
  mode: 'auto' | 'propose',
  endsAt: number,
  when: 'before' | 'after',
): Promise<Run | 'not reached'> {
  const world = await makeWorld({ remediation: { rules: { [RULE]: mode } } });
  await makeBad(world);
  const waiting: QueueMessage[] = [{ body: BEGIN }];
  let wasKilled = false;
  let count = 0;
  const take = async (message: QueueMessage): Promise<void> => {
    const one = createProcess(wasKilled ? Number.POSITIVE_INFINITY : endsAt - count, when);
    let calls = 0;
    const counted = {
      ...one,
      during: async <T>(work: () => Promise<T>): Promise<T> => {
        calls += 1;
        return one.during(work);
      },
    };
    const queue: Queue = {
      send: (some) => counted.during(async () => void waiting.push(...some)),
    };
    const remediate = createRemediate({
      remediating: async () => world.use(portsOf(world, counted)),
      ...{ queue, reportShadow: async () => {}, onRemediation: () => {}, report: () => {} },
      now: () => new Date(world.clock),
      random: () => 0,
    });
    const { failures } = await remediate([{ id: 'm', body: message.body, receives: 1 }], () => 900_000);
    count += calls;
    if (one.isDead()) wasKilled = true;
    if (failures.size > 0) waiting.push(message);
    for (const failure of failures.values()) if (!(failure instanceof Killed)) throw failure;
  };
  const { approve } = createReview({ remediations: world.state, now: () => new Date(world.clock) });
  for (let turn = 0; turn < 12; turn += 1) {
    for (const message of waiting.splice(0)) await take(message);
    const [one] = await world.state.listRemediations(1);
    if (one?.status === 'proposed') {
      await approve(one.id, 'anna', one.planHash);
      waiting.push({ body: toMessageBody({ podguard: 'remediate', step: 'proceed', remediation: one.id }) });
    }
    // Our own events come back.
    await world.deliver();
    world.clock += 15 * MINUTE;
    if (turn < 4) waiting.push({ body: SWEEP });
  }
  const [remediation, ...more] = await world.state.listRemediations(10);
  expect(more).toEqual([]);
  if (remediation === undefined) throw new Error('nothing came of it');
  return wasKilled ? { world, waiting, calls: count, remediation } : 'not reached';
}

describe.for(['auto', 'propose'] as const)('a function that is killed, in mode %s', (mode) => {
  it.for(['before', 'after'] as const)(
    'at any call of a port, %s it does something, begins nothing twice, and people hear of the end',
    { timeout: 60_000 },
    async (when) => {
      const ends = new Map<string, number>();
      let at = 1;
      for (; at < 1_000; at += 1) {
        const came = await run(mode, at, when);
        if (came === 'not reached') break;
        const { world, waiting, remediation } = came;
        const context = `killed ${when} call ${at}: ${remediation.history.map(({ note }) => note).join(' | ')}`;
        const inputs = world.calls.map(({ input }) => JSON.stringify(input));
        expect(new Set(inputs).size, context).toBe(inputs.length);
        expect(waiting, context).toEqual([]);
        expect(['verified', 'failed'], context).toContain(remediation.status);
        expect(remediation.told.turns, context).toBe(remediation.history.length);
        expect(world.told.at(-1)?.status, context).toBe(remediation.status);
        const isDone = remediation.status === 'verified';
        expect(world.account.get(KEY)?.httpTokens === 'required' && inputs.length === 2, context).toBe(
          isDone,
        );
        expect(await isOpen(world), context).toBe(!world.account.get(KEY)?.httpTokens.includes('required'));
        ends.set(remediation.status, (ends.get(remediation.status) ?? 0) + 1);
      }
      expect(at).toBeGreaterThan(20);
      expect(ends.get('verified')).toBeGreaterThan(10);
      // Killed among the calls of AWS, it is not called again.
      expect(ends.get('failed')).toBeGreaterThan(0);
    },
  );
});

import { createRemediate, type Queue, type QueueMessage, toMessageBody } from '@podguard/functions';
import { createReview } from '@podguard/remediate/review';
import fc from 'fast-check';
import {
  instance,
  isOpen,
  makeBad,
  makeWorld,
  RULE,
  refOf,
  type World,
} from '../../remediate/engine-world.ts';
import { comparable, itemsOf } from '../../support/harness.ts';
import { envelopesArbitrary } from '../../support/queue-world/envelopes.ts';
import { createQueueWorld } from '../../support/queue-world/queue-world.ts';
import type { StressFigure, StressOptions } from '../stress.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Forwards by a day, and backwards by an hour, in milliseconds. */
const JUMPS = [24 * HOUR, -HOUR];
const KEY = instance(0);
const BEGIN = toMessageBody({
  ...({ podguard: 'remediate', step: 'begin', transition: 't-1' } as const),
  ...{ ...refOf(KEY), opened: 'e-1' },
});
const SWEEP = toMessageBody({ podguard: 'remediate', step: 'sweep' });

/** Clocks that jump in the middle of a repair, and among deliveries. */
export async function moveClocks({ scale, seed, log }: StressOptions): Promise<readonly StressFigure[]> {
  const repairs = await duringRepairs(scale < 1 ? 5 : 1);
  log(`files: the clock jumped in ${repairs.done} repairs`);
  const deliveries = await duringDeliveries(Math.max(3, Math.round(150 * scale)), seed);
  log(`files: the clock jumped in ${deliveries.done} histories`);
  return [
    {
      name: 'a clock that jumps while something is repaired',
      done: `${repairs.done} repairs, by a day forwards and by an hour backwards, at each reading and writing of the state, each look at the account and each call`,
      outcome: outcomeOf(repairs.faults, 'no call twice; each ended, and its record says what is so'),
      faults: repairs.faults,
    },
    {
      name: 'a clock that jumps while records come',
      done: `${deliveries.done} histories, the clock jumping forwards and backwards after every few records`,
      outcome: outcomeOf(
        deliveries.faults,
        'the state of a steady clock, nothing told twice, everything open announced',
      ),
      faults: deliveries.faults,
    },
  ];
}

interface Moved {
  readonly done: number;
  readonly faults: readonly string[];
}

const outcomeOf = (faults: readonly string[], words: string) =>
  faults.length === 0 ? words : `${faults.length} faults`;

async function duringRepairs(step: number): Promise<Moved> {
  const faults: string[] = [];
  let done = 0;
  for (const mode of ['auto', 'propose'] as const)
    for (const jump of JUMPS)
      for (let at = 1; ; at += step) {
        const name = `mode ${mode}, ${jump / HOUR} hours at step ${at}`;
        const came = await repair(mode, at, jump);
        if (!came.hasJumped) break;
        done += 1;
        faults.push(...came.faults.map((fault) => `${name}: ${fault}`));
      }
  return { done, faults };
}

/** One repair from its beginning to its end, and two days on. */
async function repair(
  mode: 'auto' | 'propose',
  at: number,
  jump: number,
): Promise<{ readonly hasJumped: boolean; readonly faults: readonly string[] }> {
  const world = await makeWorld({ remediation: { rules: { [RULE]: mode } } });
  await makeBad(world);
  let steps = 0;
  const jumping = <A extends unknown[], R>(work: (...given: A) => Promise<R>) => {
    return (...given: A): Promise<R> => {
      steps += 1;
      if (steps === at) world.clock += jump;
      return work(...given);
    };
  };
  const { state, read, perform } = world.deps();
  const jumpingState = {
    ...state,
    replaceMark: jumping(state.replaceMark),
    loadMark: jumping(state.loadMark),
  };
  const kept = {
    ...world.state,
    saveRemediation: jumping(world.state.saveRemediation),
    loadRemediation: jumping(world.state.loadRemediation),
  };
  const remediating = world.use({
    state: jumpingState,
    remediations: kept,
    read: jumping(read),
    perform: jumping(perform),
  });
  let waiting: readonly QueueMessage[] = [{ body: BEGIN }];
  const failures: string[] = [];
  const queue: Queue = {
    send: async (some) => {
      waiting = [...waiting, ...some];
    },
  };
  const remediate = createRemediate({
    remediating: async () => remediating,
    ...{ queue, reportShadow: async () => {}, onRemediation: () => {}, report: () => {} },
    now: () => new Date(world.clock),
    random: () => 0,
  });
  const { approve } = createReview({ remediations: world.state, now: () => new Date(world.clock) });
  for (let turn = 0; turn < TURNS; turn += 1) {
    const some = waiting;
    waiting = [];
    for (const { body } of some) {
      const came = await remediate([{ id: 'm', body, receives: 1 }], () => 900_000);
      failures.push(...[...came.failures.values()].map(String));
    }
    for (const one of await world.state.listRemediations(10)) {
      if (one.status !== 'proposed') continue;
      await approve(one.id, 'anna', one.planHash);
      waiting = [
        ...waiting,
        { body: toMessageBody({ podguard: 'remediate', step: 'proceed', remediation: one.id }) },
      ];
    }
    await world.deliver();
    world.clock += turn < QUICK_TURNS ? 15 * MINUTE : 6 * HOUR;
    waiting = [...waiting, { body: SWEEP }];
  }
  return { hasJumped: steps >= at, faults: [...failures, ...(await judgeRepair(world))] };
}

const QUICK_TURNS = 12;
const TURNS = QUICK_TURNS + 8;
const ENDS = ['verified', 'failed', 'refused', 'expired'];

export async function judgeRepair(world: World): Promise<readonly string[]> {
  const faults: string[] = [];
  const inputs = world.calls.map(({ input }) => JSON.stringify(input));
  if (new Set(inputs).size < inputs.length) faults.push(`called twice: ${inputs.join(', ')}`);
  const [one, ...more] = await world.state.listRemediations(10);
  if (one === undefined || more.length > 0) return [...faults, `${more.length + (one ? 1 : 0)} remediations`];
  const notes = one.history.map(({ status, note }) => `${status}: ${note}`).join(' | ');
  if (!ENDS.includes(one.status)) faults.push(`it is ${one.status}: ${notes}`);
  if (one.told.turns !== one.history.length) faults.push(`not all of it was told: ${notes}`);
  const isMended = world.account.get(KEY)?.httpTokens === 'required';
  if ((one.status === 'verified') !== (isMended && inputs.length === 2))
    faults.push(`it is ${one.status} after ${inputs.length} calls: ${notes}`);
  if ((await isOpen(world)) === isMended)
    faults.push(`the finding is ${isMended ? 'open' : 'over'}: ${notes}`);
  return faults;
}

async function duringDeliveries(runs: number, seed: number): Promise<Moved> {
  const faults: string[] = [];
  const histories = fc.sample(envelopesArbitrary(10, 40), { numRuns: runs, seed });
  for (const [index, envelopes] of histories.entries()) {
    const play = async (jumps: readonly number[]) => {
      const world = createQueueWorld({ hubReads: 2 });
      for (const [at, envelope] of envelopes.entries()) {
        world.put(envelope);
        await world.evaluate(0, 1);
        const jump = jumps[at % (jumps.length || 1)];
        if (jump !== undefined && at % 4 === 0) world.pass(jump / 1_000);
        if (at % 3 === 0) await world.stream(5);
      }
      await world.settle();
      return world;
    };
    const [steady, moved] = [await play([]), await play(JUMPS)];
    const [expected, items] = [await itemsOf(steady.store), await itemsOf(moved.store)];
    const name = `history ${index} of seed ${seed}`;
    for (const [key, item] of expected) {
      const other = items.get(key);
      if (other === undefined || comparable(other) !== comparable(item))
        faults.push(`${name}: ${key} is otherwise`);
    }
    for (const { key, lives, announced, pending } of items.values()) {
      if (pending !== null) faults.push(`${name}: ${key} is pending still`);
      for (const { rule, resolved } of lives)
        if (resolved === null && announced[rule]?.status !== 'open')
          faults.push(`${name}: ${rule} of ${key} was not announced`);
    }
    const ids = moved.told().map(({ id }) => id);
    if (new Set(ids).size < ids.length) faults.push(`${name}: something was told twice`);
  }
  return { done: histories.length, faults };
}

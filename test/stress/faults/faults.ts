import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '@podguard/core';
import { createRandom } from '../../../scripts/samples/random.ts';
import type { Stress, StressFigure, StressOptions } from '../stress.ts';
import type { Undisturbed } from './judge.ts';
import { type Listed, openPool, type Pool } from './pool.ts';
import { listSites, nameOf, unlisted } from './sites.ts';
import { UNREACHED } from './unreached.ts';
import { FAULTS, type Fault, type FaultKind } from './world.ts';

interface Task {
  readonly scenario: string;
  readonly fault: Fault;
}

const THREADS = 2;
/** Below it is the short form: one thread, as each takes seconds to load all that calls AWS, and nothing that waits. */
const SHORT = 0.05;
/** Those that wait take no processor time, and those that do not much. */
const WAITING_AT_ONCE = 64;
/** Who begins all at once waits for the others' beginnings. */
const APART_MS = 300;
const QUICK_AT_ONCE = 8;
const WAITING: readonly FaultKind[] = ['timeout', 'stalled', 'slow'];
const isWaiting = ({ fault }: Pick<Task, 'fault'>): boolean => WAITING.includes(fault.kind);

/** Every call site of the product, one at a time: throttled, 500, no answer, reset, malformed, stalled, slow. */
export const faults: Stress = { name: 'faults', run };

async function run(options: StressOptions): Promise<readonly StressFigure[]> {
  const pool = await openPool(options.scale < SHORT ? 1 : THREADS);
  try {
    const begun = await runAll(pool, options);
    return [sitesFigure(begun), await disturb(pool, begun.calm, options)];
  } finally {
    await pool.close();
  }
}

type Calm = ReadonlyMap<string, Undisturbed>;
interface Begun {
  readonly calm: Calm;
  /** What does not even run without a fault. */
  readonly broken: readonly string[];
}

/** In their order; in the short form the long ones only as long as a site is left that none reached. */
async function runAll(pool: Pool, { log, scale }: StressOptions): Promise<Begun> {
  const said = new Map<string, Undisturbed>();
  const broken: string[] = [];
  const one = async ({ name }: Listed): Promise<void> => {
    try {
      said.set(name, await pool.run<Undisturbed>({ scenario: name }));
    } catch (error) {
      broken.push(`${name}, without a fault: ${reasonOf(error)}`);
    }
  };
  const isLater = ({ isLong }: Listed): boolean => isLong && scale < SHORT;
  await inParallel(
    pool.scenarios.filter((listed) => !isLater(listed)),
    QUICK_AT_ONCE,
    one,
  );
  // A busy machine may have kept one waiting: then it says what it could not read.
  for (const listed of pool.scenarios)
    if (missedBy(said).length > 0 && !isLater(listed) && said.get(listed.name)?.told !== '')
      await one(listed);
  for (const listed of pool.scenarios.filter(isLater).toReversed())
    if (missedBy(said).length > 0) await one(listed);
  log(`${said.size} runs without a fault`);
  const inOrder = pool.scenarios.flatMap(({ name }) => {
    const what = said.get(name);
    return what === undefined ? [] : [[name, what] as const];
  });
  return { calm: new Map(inOrder), broken };
}

/** Of each site the runs that reach it. */
function reachedBy(calm: Calm): ReadonlyMap<string, readonly string[]> {
  const reached = new Map<string, string[]>();
  for (const [name, { sent }] of calm)
    for (const site of Object.keys(sent))
      if (site.startsWith('packages/')) reached.set(site, [...(reached.get(site) ?? []), name]);
  return reached;
}

function missedBy(calm: Calm): readonly string[] {
  const reached = reachedBy(calm);
  return listSites()
    .map(nameOf)
    .filter((site) => !reached.has(site) && !excused(site));
}

function sitesFigure({ calm, broken }: Begun): StressFigure {
  const reached = reachedBy(calm);
  const sites = listSites().map(nameOf);
  const stale = Object.keys(UNREACHED).filter(
    (one) => !sites.some((site) => !reached.has(site) && one === withoutLine(site)),
  );
  const strangers = [...calm].flatMap(([name, said]) =>
    said.strangers.map((one) => `${name} sends what no list has: ${one}`),
  );
  return {
    name: 'call sites',
    done: `${sites.length} places of the source that call AWS`,
    outcome: `${sites.filter((site) => reached.has(site)).length} of them reached by ${calm.size} runs`,
    faults: [
      ...broken,
      ...missedBy(calm).map((site) => `no run reaches ${site}`),
      ...stale.map((one) => `${one} is excused, and is reached or is not there`),
      ...unlisted().map((one) => `${one}: a call in a form that the list does not know`),
      ...strangers,
    ],
  };
}

const withoutLine = (site: string): string => site.replace(/:\d+ /, ' ');
const excused = (site: string): boolean => Object.hasOwn(UNREACHED, withoutLine(site));

async function disturb(pool: Pool, calm: Calm, { scale, seed, log }: StressOptions): Promise<StressFigure> {
  const long = new Set(pool.scenarios.flatMap(({ name, isLong }) => (isLong ? [name] : [])));
  const tasks = chosen(tasksOf(calm, long, seed), scale, seed);
  const found: string[] = [];
  const accusedOnce: Task[] = [];
  let over = 0;
  const accusationsOf = async ({ scenario, fault }: Task, isAgain = false): Promise<readonly string[]> => {
    const of = `${fault.site}, ${fault.kind} on ${fault.on === 'first' ? 'the first call' : 'all calls'}, in ${scenario}`;
    try {
      // The run without a fault may have been kept waiting, too.
      const said = isAgain ? await pool.run<Undisturbed>({ scenario }) : calm.get(scenario);
      if (said === undefined) throw new Error('it did not run without a fault');
      const { claims, told } = said;
      const accused = await pool.run<readonly string[]>({ scenario, fault, calm: { claims, told } });
      return accused.map((what) => `${of}: ${what}`);
    } catch (error) {
      return [`${of}: ${reasonOf(error)}`];
    }
  };
  const one = async (task: Task): Promise<void> => {
    const accused = await accusationsOf(task);
    for (const what of accused) log(`accused once: ${what}`);
    if (accused.length > 0) accusedOnce.push(task);
    over += 1;
    if (over % 100 === 0) log(`${over} of ${tasks.length}, ${accusedOnce.length} accused once`);
  };
  const {
    longest = [],
    waiting = [],
    quick = [],
  } = Object.groupBy(tasks, (task) =>
    !isWaiting(task) ? 'quick' : long.has(task.scenario) ? 'longest' : 'waiting',
  );
  // They wait for minutes, and nothing waits for them: the others go on beside them.
  const others = inParallel(longest, WAITING_AT_ONCE, one, APART_MS);
  // The last ones wait for longer.
  await inParallel(waiting.toReversed(), WAITING_AT_ONCE, one, APART_MS);
  await inParallel(quick, QUICK_AT_ONCE, one);
  await others;
  // With fewer at once: a call of 2 s that the machine kept waiting is no fault of the site's.
  let notAgain = 0;
  await inParallel(accusedOnce, QUICK_AT_ONCE, async (task) => {
    const accused = await accusationsOf(task, true);
    for (const what of accused) log(`FAULT ${what}`);
    found.push(...accused);
    if (accused.length === 0) notAgain += 1;
  });
  found.push(...new Set(pool.unhandled));
  const sites = new Set(tasks.map(({ fault }) => fault.site)).size;
  return {
    name: 'faults at call sites',
    done: `${tasks.length} runs: ${sites} sites, ${FAULTS.join(', ')}, on the first call and on all`,
    outcome: `${tasks.length - new Set(found.map((text) => text.split(': ')[0])).size} ended in time, claimed nothing that was not read, said what was not done, and were as without the fault afterwards${notAgain === 0 ? '' : `, ${notAgain} of them not at the first try`}`,
    faults: found.toSorted(),
  };
}

/** What waits in the first run that reaches the site; the others in one after the other of those that do, from another one with each seed. */
function tasksOf(calm: Calm, long: ReadonlySet<string>, seed: number): readonly Task[] {
  return [...reachedBy(calm)].flatMap(([site, scenarios]) => {
    const short = scenarios.filter((name) => !long.has(name));
    const some = short.length > 0 ? short : scenarios;
    return FAULTS.flatMap((kind) => (['first', 'all'] as const).map((on) => ({ site, kind, on }))).map(
      (fault, at) => ({
        fault,
        scenario: (isWaiting({ fault }) ? scenarios[0] : some[(seed + at) % some.length]) as string,
      }),
    );
  });
}

/** A part of them by the seed: in the short form none that waits. */
function chosen(tasks: readonly Task[], scale: number, seed: number): readonly Task[] {
  if (scale >= 1) return tasks;
  const random = createRandom(seed);
  const some = scale < SHORT ? tasks.filter((task) => !isWaiting(task)) : tasks;
  const drawn = some
    .map((task) => ({ task, at: random.below(2 ** 31) }))
    .toSorted((one, other) => one.at - other.at);
  return drawn.slice(0, Math.max(1, Math.ceil(tasks.length * scale))).map(({ task }) => task);
}

async function inParallel<T>(
  values: readonly T[],
  atOnce: number,
  act: (value: T) => Promise<void>,
  apartMs = 0,
): Promise<void> {
  let next = 0;
  const work = async (_: unknown, index: number): Promise<void> => {
    await wait(index * apartMs);
    for (let at = next++; at < values.length; at = next++) await act(values[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, values.length) }, work));
}

import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '../../../scripts/samples/random.ts';
import type { Stress, StressFigure, StressOptions } from '../stress.ts';
import type { Undisturbed } from './judge.ts';
import { openPool, type Pool } from './pool.ts';
import { SCENARIOS, UNREACHED } from './scenarios.ts';
import { listSites, nameOf, unlisted } from './sites.ts';
import { FAULTS, type Fault } from './world.ts';

interface Task {
  readonly scenario: string;
  readonly fault: Fault;
}

const THREADS = 2;
/** Those that wait take no processor time, and those that do not much. */
const WAITING_AT_ONCE = 32;
/** Who begins all at once waits for the others' beginnings. */
const APART_MS = 300;
const QUICK_AT_ONCE = 8;
const isWaiting = ({ fault }: Task): boolean => fault.kind === 'timeout' || fault.kind === 'slow';

/** Every call site of the product, one at a time: throttled, 500, no answer, reset, malformed, slow. */
export const faults: Stress = { name: 'faults', run };

async function run(options: StressOptions): Promise<readonly StressFigure[]> {
  const pool = await openPool(THREADS);
  try {
    const calm = await runAll(pool, options);
    return [sitesFigure(calm), await disturb(pool, calm, options)];
  } finally {
    await pool.close();
  }
}

async function runAll(pool: Pool, { log }: StressOptions): Promise<ReadonlyMap<string, Undisturbed>> {
  const calm = new Map<string, Undisturbed>();
  await inParallel(SCENARIOS, QUICK_AT_ONCE, async ({ name }) => {
    calm.set(name, await pool.run<Undisturbed>({ scenario: name }));
  });
  log(`${calm.size} runs without a fault`);
  return calm;
}

/** Of each site the first run that reaches it. */
function reachedBy(calm: ReadonlyMap<string, Undisturbed>): ReadonlyMap<string, string> {
  const reached = new Map<string, string>();
  for (const { name } of SCENARIOS)
    for (const site of Object.keys(calm.get(name)?.sent ?? {}))
      if (site.startsWith('packages/') && !reached.has(site)) reached.set(site, name);
  return reached;
}

function sitesFigure(calm: ReadonlyMap<string, Undisturbed>): StressFigure {
  const reached = reachedBy(calm);
  const sites = listSites().map(nameOf);
  const missed = sites.filter((site) => !reached.has(site) && !excused(site));
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
      ...missed.map((site) => `no run reaches ${site}`),
      ...stale.map((one) => `${one} is excused, and is reached or is not there`),
      ...unlisted().map((one) => `${one}: a call in a form that the list does not know`),
      ...strangers,
    ],
  };
}

const withoutLine = (site: string): string => site.replace(/:\d+ /, ' ');
const excused = (site: string): boolean => Object.hasOwn(UNREACHED, withoutLine(site));

async function disturb(
  pool: Pool,
  calm: ReadonlyMap<string, Undisturbed>,
  { scale, seed, log }: StressOptions,
): Promise<StressFigure> {
  const tasks = chosen(tasksOf(calm), scale, seed);
  const found: string[] = [];
  let over = 0;
  const one = async ({ scenario, fault }: Task): Promise<void> => {
    const of = `${fault.site}, ${fault.kind} on ${fault.on === 'first' ? 'the first call' : 'all calls'}, in ${scenario}`;
    try {
      const said = calm.get(scenario);
      if (said === undefined) throw new Error('it did not run without a fault');
      const { claims, told } = said;
      const accused = await pool.run<readonly string[]>({ scenario, fault, calm: { claims, told } });
      for (const what of accused) {
        found.push(`${of}: ${what}`);
        log(`FAULT ${of}: ${what}`);
      }
    } catch (error) {
      found.push(`${of}: ${error instanceof Error ? error.message : String(error)}`);
    }
    over += 1;
    if (over % 100 === 0) log(`${over} of ${tasks.length}, ${found.length} faults`);
  };
  await inParallel(tasks.filter(isWaiting), WAITING_AT_ONCE, one, APART_MS);
  await inParallel(
    tasks.filter((task) => !isWaiting(task)),
    QUICK_AT_ONCE,
    one,
  );
  found.push(...new Set(pool.unhandled));
  const sites = new Set(tasks.map(({ fault }) => fault.site)).size;
  return {
    name: 'faults at call sites',
    done: `${tasks.length} runs: ${sites} sites, ${FAULTS.join(', ')}, on the first call and on all`,
    outcome: `${tasks.length - new Set(found.map((text) => text.split(': ')[0])).size} ended in time, claimed nothing that was not read, said what was not done, and were as without the fault afterwards`,
    faults: found.toSorted(),
  };
}

function tasksOf(calm: ReadonlyMap<string, Undisturbed>): readonly Task[] {
  return [...reachedBy(calm)].flatMap(([site, scenario]) =>
    FAULTS.flatMap((kind) =>
      (['first', 'all'] as const).map((on) => ({ scenario, fault: { site, kind, on } })),
    ),
  );
}

/** A part of them by the seed: in the short form none that waits. */
function chosen(tasks: readonly Task[], scale: number, seed: number): readonly Task[] {
  if (scale >= 1) return tasks;
  const random = createRandom(seed);
  const some = scale < 0.05 ? tasks.filter((task) => !isWaiting(task)) : tasks;
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

import type { Stress, StressFigure, StressOptions } from '../stress.ts';
import { type Ran, type RanAll, runAll } from './pool.ts';
import type { RoundOptions } from './round.ts';

interface Plan {
  readonly name: string;
  /** How many deliveries at scale 1, how many at least, and how many at most at a time. */
  readonly deliveries: number;
  readonly fewest: number;
  readonly each: number;
  readonly how: Omit<RoundOptions, 'seed' | 'deliveries' | 'together'>;
}

const MEMORY = { store: 'memory', mix: 'rich' } as const;
const PLANS: readonly Plan[] = [
  { name: 'deliveries in memory', deliveries: 1_000_000, fewest: 400, each: 10_000, how: MEMORY },
  {
    name: 'deliveries on dynalite',
    deliveries: 100_000,
    fewest: 200,
    each: 5_000,
    how: { store: 'dynalite', mix: 'light' },
  },
];
/** Faults that the checks must see, or they would prove nothing. */
const PLANTED: readonly Plan[] = [
  {
    name: 'planted: a conditional write of 10,000 is lost',
    deliveries: 40_000,
    fewest: 600,
    each: 10_000,
    how: { ...MEMORY, loses: { first: 500, every: 10_000 } },
  },
  {
    name: 'planted: cleared before it is sent',
    deliveries: 2_000,
    fewest: 800,
    each: 1_000,
    how: { ...MEMORY, clearsFirst: true },
  },
  {
    name: 'planted: what is written while something is told is forgotten',
    deliveries: 10_000,
    fewest: 2_000,
    each: 5_000,
    how: { ...MEMORY, forgetsLater: true },
  },
];
const MOST_FAULTS = 50;
/** How many seeds a round has for itself. */
const SEEDS = 10;

/** Everything delivered late, twice, in any order and by many at once, while alerts fail and workers end: nothing is lost. */
export const deliveries: Stress = {
  name: 'deliveries',
  async run(options) {
    const figures: StressFigure[] = [];
    for (const plan of PLANS) figures.push(figureOf(plan, await runPlan(plan, options)));
    for (const plan of PLANTED) figures.push(accusedOf(plan, await runPlan(plan, options)));
    return figures;
  },
};

interface RanPlan extends RanAll {
  readonly seconds: number;
}

async function runPlan(plan: Plan, { scale, seed, log }: StressOptions): Promise<RanPlan> {
  const total = Math.max(plan.fewest, Math.round(plan.deliveries * scale));
  const count = Math.ceil(total / plan.each);
  const { loses, ...how } = plan.how;
  // A small run has fewer writes, and what is delivered again heals some: more of them are lost.
  const losing = total < plan.deliveries ? { first: 50, every: Math.round(total / 30) } : loses;
  const rounds = Array.from({ length: count }, (_, number) => {
    const roundSeed = seed + number * SEEDS;
    return {
      ...how,
      ...(loses === undefined || losing === undefined ? {} : { loses: losing }),
      seed: roundSeed,
      deliveries: Math.round(total / count),
      // Where the workers are processes of their own, others may tell at the same time: that hides a write that was lost.
      together: PLANTED.includes(plan) || Math.floor(roundSeed / SEEDS) % 2 === 0,
    };
  });
  const began = performance.now();
  const all = await runAll(rounds, ({ round, memory }, done) => {
    log(`${plan.name}: ${done} of ${count} rounds, ${round.faults.length} faults, ${memory} MB`);
  });
  return { ...all, seconds: (performance.now() - began) / 1000 };
}

function figureOf(plan: Plan, { ran, faults, seconds }: RanPlan): StressFigure {
  const total = (of: (one: Ran['round']) => number) => ran.reduce((sum, { round }) => sum + of(round), 0);
  const most = (of: (one: Ran) => number) => ran.reduce((top, one) => Math.max(top, of(one)), 0);
  const kinds = new Set(ran.flatMap(({ round }) => round.kinds)).size;
  const delivered = total((one) => one.deliveries);
  const repeated = 100 - (100 * total((one) => one.changes)) / delivered;
  const told = total((one) => one.told);
  const sent = total((one) => one.sent);
  const figure = (number: number) => number.toLocaleString('en-US');
  return {
    name: plan.name,
    done:
      `${figure(delivered)} deliveries (${repeated.toFixed(0)} % of them repeated) to 16 workers; ` +
      `${figure(total((one) => one.resources))} resources of ${kinds} kinds in ${ran.length} rounds; ` +
      `${figure(total((one) => one.failedBefore))} alerts failed before and ${figure(total((one) => one.failedAfter))} after they were sent, ` +
      `${figure(total((one) => one.abandoned))} workers ended before they dispatched`,
    outcome:
      `${figure(Math.round(delivered / seconds))} deliveries a second, reference and checks included, ${figure(Math.round(delivered / total((one) => one.seconds)))} by each of two processes without; at most ${most(({ memory }) => memory)} MB; ` +
      `${figure(total((one) => one.open))} findings open and ${figure(total((one) => one.exempt))} exempt, as in the true order (${figure(total((one) => one.outgrown))} that are exempt there are open); ` +
      `told ${figure(told)} changes (in the true order ${figure(total((one) => one.toldInOrder))}), ` +
      `${figure(total((one) => one.onlyByDisorder))} findings only by disorder, all ended; ` +
      `${figure(sent - told)} tellings were repetitions, one change at most ${most(({ round }) => round.mostSent)} times`,
    faults: shortened([...faults, ...ran.flatMap(({ round }) => round.faults)]),
  };
}

function accusedOf(plan: Plan, { ran, faults }: RanPlan): StressFigure {
  const accusations = ran.flatMap(({ round }) => round.faults);
  const delivered = ran.reduce((sum, { round }) => sum + round.deliveries, 0);
  return {
    name: plan.name,
    done: `${delivered.toLocaleString('en-US')} deliveries with the fault`,
    outcome: `${accusations.length} accusations, as there should be; the first: ${accusations[0] ?? 'none'}`,
    faults: accusations.length > 0 ? faults : [...faults, `${plan.name}: the checks saw nothing`],
  };
}

function shortened(faults: readonly string[]): readonly string[] {
  const more = faults.length - MOST_FAULTS;
  return more > 0 ? [...faults.slice(0, MOST_FAULTS), `and ${more} more`] : faults;
}

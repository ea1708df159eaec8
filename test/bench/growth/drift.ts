import { loadFindings, runHere } from '@podguard/drift';
import type { BenchOptions, BenchResult } from '../bench.ts';
import { recordAccount, sizeAt, startAccount, sum } from '../drift.ts';
import { growthResult, type Point } from './slope.ts';

/** A run of a hundredth, a tenth and all of the account: calls, and processor time of our own. */
export async function driftGrowth({ scale }: BenchOptions): Promise<readonly BenchResult[]> {
  const [calls, processor]: [Point[], Point[]] = [[], []];
  // The first only warms up.
  for (const [at, part] of [0.1, 0.01, 0.1, 1].entries()) {
    const one = await runOnce(scale * part);
    if (at === 0) continue;
    calls.push({ size: one.size, taken: one.calls });
    processor.push({ size: one.size, taken: one.seconds });
  }
  const what = 'associations, roles and instances';
  return [
    growthResult({
      ...{ name: 'growth drift calls', unit: 'calls/resource', perUnit: 1, runs: 1 },
      ...{ what, points: calls },
    }),
    growthResult({
      ...{ name: 'growth drift processor', unit: 'ms/resource', perUnit: 1000, runs: 1 },
      ...{ what, points: processor },
    }),
  ];
}

async function runOnce(scale: number): Promise<{ size: number; calls: number; seconds: number }> {
  const size = sizeAt(scale);
  const account = await startAccount(size);
  try {
    const { deps } = recordAccount(account.url);
    await runHere(deps, { id: 'baseline' });
    await account.calls();
    const before = process.threadCpuUsage();
    const run = await runHere(deps, { id: 'drift' });
    const { user, system } = process.threadCpuUsage(before);
    const { differences, gaps } = await loadFindings(deps.results, run);
    if (differences.length + gaps.length > 0)
      throw new Error(`the run is not as recorded: ${JSON.stringify([differences[0], gaps[0]])}`);
    return {
      size: size.associations + size.roles + size.instances,
      calls: sum(await account.calls()),
      seconds: (user + system) / 1e6,
    };
  } finally {
    await account.close();
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchOptions, type BenchResult, median, seconds } from '../bench.ts';
import { judgeAll } from '../judge-all.ts';
import { writeLogs } from '../logs.ts';
import { growthResult } from './slope.ts';

/** `scan` of a hundredth, a tenth and all of the megabytes: more records, and more resources. */
export async function scanGrowth({ megabytes, runs }: BenchOptions): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'podguard-bench-'));
  try {
    const archives = [1, 10, 100].map((times) => {
      const place = join(folder, String(times));
      return { place, logs: writeLogs(place, (megabytes * times) / 100) };
    });
    const points = archives.map(({ logs }) => ({ size: logs.records, times: [] as number[] }));
    for (let run = -1; run < runs; run += 1) {
      for (const [at, { place, logs }] of archives.entries()) {
        const taken = await seconds(() => judgeAll(place, logs, []));
        // The first run only warms up.
        if (run >= 0) points[at]?.times.push(taken);
      }
    }
    return growthResult({
      ...{ name: 'growth scan', unit: 'µs/record', perUnit: 1e6, what: 'records', runs },
      points: points.map(({ size, times }) => ({ size, taken: median(times) })),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

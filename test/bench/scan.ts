import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { readArchive } from '@podguard/archive';
import { wantedEvents } from '@podguard/cloudtrail';
import { catalogue } from '@podguard/rules';
import { type Bench, inTurn } from './bench.ts';
import { judgeAll } from './judge-all.ts';
import { type Logs, writeLogs } from './logs.ts';
import { inflateAll } from './scan-floor.ts';

/** Of all that is mapped what is on by default. */
const WANTED = wantedEvents([]);
const WORKERS = 2;

/**
 * Reading archives for the wanted records, by one thread (and zlib's) and by two that share the files, and judging them by all rules,
 * each against inflating the same files and doing nothing with them.
 */
export const scan: Bench = {
  name: 'scan',
  async run({ megabytes, runs }) {
    const folder = mkdtempSync(join(tmpdir(), 'podguard-bench-'));
    const workers = Array.from(
      { length: WORKERS },
      () => new Worker(new URL('./scan-worker.ts', import.meta.url)),
    );
    try {
      const logs = writeLogs(folder, megabytes);
      const size = logs.bytes / 1e6;
      const packed = `${size.toFixed(0)} MB in ${logs.files.length} files, packed ${(logs.bytes / logs.compressed).toFixed(1)}:1`;
      const read = `${packed}, ${logs.records} records, ${WANTED.size} events wanted`;
      const judged = `${logs.relevant} roles made, ${catalogue.rules.length} rules`;
      const measure = async (name: string, notes: string, work: () => Promise<void>) => {
        const { floor, ours, processor } = await inTurn(runs, () => inflateAll(logs), work);
        return {
          name,
          unit: 'MB/s',
          value: size / ours,
          floor: size / floor,
          ratio: ours / floor,
          runs,
          notes: `of processor time the ratio is ${processor.toFixed(2)}; ${notes}`,
        };
      };
      return [
        await measure('scan', `${read}; ${peak('read', folder)}`, () => readAll(folder, logs)),
        await measure('scan-2-workers', `each reads every second file`, () => readByWorkers(workers, logs)),
        await measure('scan-judged', `${judged}; ${peak('scan', folder)}`, () => judgeAll(folder, logs, [])),
      ];
    } finally {
      for (const worker of workers) await worker.terminate();
      rmSync(folder, { recursive: true });
    }
  },
};

/** Of its own process, as making the logs takes more memory than reading them. */
function peak(how: 'read' | 'scan', folder: string): string {
  const program = fileURLToPath(new URL('./read-logs.ts', import.meta.url));
  const megabytes = execFileSync(process.execPath, [program, how, folder], { encoding: 'utf8' });
  return `peak memory of a process ${megabytes} MB`;
}

async function readAll(folder: string, logs: Logs): Promise<void> {
  let [records, relevant] = [0, 0];
  for await (const item of readArchive([folder], { wanted: WANTED })) {
    if (item.kind === 'problem') throw new Error(item.problem.message);
    records += item.records;
    relevant += item.relevant.length;
  }
  if (records !== logs.records || relevant !== logs.relevant)
    throw new Error(`read ${records} records, ${relevant} relevant`);
}

async function readByWorkers(workers: readonly Worker[], { files, records }: Logs): Promise<void> {
  const counts = await Promise.all(
    workers.map(async (worker, at) => {
      worker.postMessage(files.filter((_, index) => index % workers.length === at));
      const [count] = (await once(worker, 'message')) as [number];
      return count;
    }),
  );
  const read = counts.reduce((sum, count) => sum + count, 0);
  if (read !== records) throw new Error(`read ${read} records`);
}

import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { readArchive } from '@podguard/archive';
import { wantedEvents } from '@podguard/cloudtrail';
import { configSchema } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { scan as scanFiles } from 'podguard';
import { type Bench, inTurn } from './bench.ts';
import { type Logs, writeLogs } from './logs.ts';

/** Of all that is mapped what is on by default. */
const WANTED = wantedEvents([]);
/** The chunk size that is best for inflating alone. */
const GUNZIP = { chunkSize: 256 * 1024, highWaterMark: 512 * 1024 };

/**
 * Reading archives for the wanted records, and judging them by all rules, each against inflating the same files and doing
 * nothing with them.
 */
export const scan: Bench = {
  name: 'scan',
  async run({ megabytes, runs }) {
    const folder = mkdtempSync(join(tmpdir(), 'podguard-bench-'));
    try {
      const logs = writeLogs(folder, megabytes);
      const size = logs.bytes / 1e6;
      const packed = `${size.toFixed(0)} MB in ${logs.files.length} files, packed ${(logs.bytes / logs.compressed).toFixed(1)}:1`;
      const read = `${packed}, ${logs.records} records; peak memory of a process that reads them ${peakMegabytes(folder)} MB`;
      const judged = `${logs.relevant} roles made, ${catalogue.rules.length} rules`;
      const measure = async (name: string, notes: string, work: () => Promise<void>) => {
        const { floor, ours } = await inTurn(runs, () => inflateAll(logs), work);
        return {
          name,
          unit: 'MB/s',
          value: size / ours,
          floor: size / floor,
          ratio: ours / floor,
          runs,
          notes,
        };
      };
      return [
        await measure('scan', `${read}, ${WANTED.size} events wanted`, () => readAll(folder, logs)),
        await measure('scan-judged', judged, () => judgeAll(folder, logs)),
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Of its own process, as making the logs takes more memory than reading them. */
function peakMegabytes(folder: string): string {
  return execFileSync(process.execPath, [fileURLToPath(new URL('./read-logs.ts', import.meta.url)), folder], {
    encoding: 'utf8',
  });
}

async function inflateAll({ files, bytes }: Logs): Promise<void> {
  let inflated = 0;
  for (const file of files) {
    const chunks = createReadStream(file, { highWaterMark: GUNZIP.chunkSize }).pipe(createGunzip(GUNZIP));
    for await (const chunk of chunks) inflated += chunk.length;
  }
  if (inflated !== bytes) throw new Error(`inflated ${inflated} of ${bytes} bytes`);
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

async function judgeAll(folder: string, logs: Logs): Promise<void> {
  const { records, relevant, findings } = await scanFiles([folder], {
    catalogue,
    config: configSchema.parse({}),
    stdin: Readable.from([]),
    signal: new AbortController().signal,
    at: new Date(),
    onProblem: (message) => {
      throw new Error(message);
    },
  });
  if (records !== logs.records || relevant !== logs.relevant || findings.length === 0)
    throw new Error(`read ${records} records, ${relevant} relevant, ${findings.length} findings`);
}

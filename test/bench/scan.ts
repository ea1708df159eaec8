import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { readArchive } from '@podguard/archive';
import { type Bench, inTurn } from './bench.ts';
import { type Logs, writeLogs } from './logs.ts';

export const WANTED = new Set([
  'iam.amazonaws.com/CreateRole',
  'iam.amazonaws.com/DeleteRole',
  'ec2.amazonaws.com/RunInstances',
]);
/** The chunk size that is best for inflating alone. */
const GUNZIP = { chunkSize: 256 * 1024, highWaterMark: 512 * 1024 };

/** Reading archives for the wanted records, against inflating the same files and doing nothing with them. */
export const scan: Bench = {
  name: 'scan',
  async run({ megabytes, runs }) {
    const folder = mkdtempSync(join(tmpdir(), 'podguard-bench-'));
    try {
      const logs = writeLogs(folder, megabytes);
      const { floor, ours } = await inTurn(
        runs,
        () => inflateAll(logs),
        () => readAll(folder, logs),
      );
      const size = logs.bytes / 1e6;
      const packed = `${size.toFixed(0)} MB in ${logs.files.length} files, packed ${(logs.bytes / logs.compressed).toFixed(1)}:1`;
      const notes = `${packed}, ${logs.records} records; peak memory of a process that reads them ${peakMegabytes(folder)} MB`;
      return [
        {
          name: 'scan',
          unit: 'MB/s',
          value: size / ours,
          floor: size / floor,
          ratio: ours / floor,
          runs,
          notes,
        },
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

import { Readable } from 'node:stream';
import { configSchema, type OptInEvents } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { scan } from 'podguard';
import type { Logs } from './logs.ts';

/** What `podguard scan` does with a folder, which must hold what was written. */
export async function judgeAll(folder: string, logs: Logs, events: readonly OptInEvents[]): Promise<void> {
  const { records, relevant, findings } = await scan([folder], {
    catalogue,
    config: configSchema.parse({ events }),
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

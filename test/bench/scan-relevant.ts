import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArchive } from '@podguard/archive';
import { toChanges, wantedEvents } from '@podguard/cloudtrail';
import { OPT_IN_EVENTS } from '@podguard/core';
import { type Bench, inTurn } from './bench.ts';
import { judgeAll } from './judge-all.ts';
import type { Logs } from './logs.ts';
import { writeRelevantLogs } from './relevant-logs.ts';
import { parseAll } from './scan-floor.ts';

const WANTED = wantedEvents(OPT_IN_EVENTS);
const USES_OF_THOUSAND = 980;
/** Judging takes a hundred times as long as reading, and memory by the resource. */
const JUDGED_PART = 0.1;

/**
 * Archives of nothing but relevant records, all events on: read and mapped to changes, and judged by all rules, each against inflating
 * and parsing the same files. Most of what a real account records is uses; judged are also changes alone, which no real archive is.
 */
export const scanRelevant: Bench = {
  name: 'scan-relevant',
  async run({ megabytes, runs }) {
    const folder = mkdtempSync(join(tmpdir(), 'podguard-bench-'));
    try {
      const write = (name: string, part: number, usesOfThousand: number) => {
        const place = join(folder, name);
        const isWanted = (event: string) => WANTED.has(event);
        return {
          place,
          logs: writeRelevantLogs({ folder: place, megabytes: megabytes * part, usesOfThousand, isWanted }),
        };
      };
      const whole = write('mix', 1, USES_OF_THOUSAND);
      const mix = write('judged', JUDGED_PART, USES_OF_THOUSAND);
      const changes = write('changes', JUDGED_PART / 10, 0);
      const measure = async (name: string, { logs }: typeof whole, work: () => Promise<void>) => {
        const { floor, ours, processor } = await inTurn(runs, () => parseAll(logs), work);
        return {
          ...{ name, unit: 'records/s', runs },
          ...{ value: logs.records / ours, floor: logs.records / floor, ratio: ours / floor },
          notes: `of processor time the ratio is ${processor.toFixed(2)}; ${logs.records} records of ${(logs.bytes / logs.records).toFixed(0)} bytes, ${logs.events} of ${WANTED.size} events, ${(logs.bytes / 1e6).toFixed(0)} MB`,
        };
      };
      return [
        await measure('scan-relevant', whole, () => mapAll(whole.place, whole.logs)),
        await measure('scan-relevant-judged', mix, () => judgeAll(mix.place, mix.logs, OPT_IN_EVENTS)),
        await measure('scan-changes-judged', changes, () =>
          judgeAll(changes.place, changes.logs, OPT_IN_EVENTS),
        ),
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function mapAll(folder: string, logs: Logs): Promise<void> {
  let [records, changes] = [0, 0];
  for await (const item of readArchive([folder], { wanted: WANTED })) {
    if (item.kind === 'problem') throw new Error(item.problem.message);
    for (const { record } of item.relevant) {
      const mapped = toChanges(record, OPT_IN_EVENTS);
      records += 1;
      if (mapped.kind === 'changes') changes += mapped.changes.length;
    }
  }
  if (records !== logs.records || changes === 0)
    throw new Error(`read ${records} records, ${changes} changes`);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '@podguard/core';
import { ACCOUNT } from '../../scripts/samples/people.ts';
import { createRandom } from '../../scripts/samples/random.ts';
import { dayOf, OPERATIONS } from '../support/quiet-day/day.ts';
import type { Logs } from './logs.ts';

interface RelevantLogsWritten extends Logs {
  /** How many different ones there are. */
  readonly events: number;
}

const FILE_BYTES = 16 * 1024 * 1024;
const LAST_START = 70_000;
/** Uses and reads of secrets come again and again; changes do not. */
const USES = new Set([
  'AssumeRole',
  'AssumeRoleWithWebIdentity',
  'AssumeRoleForPodIdentity',
  'GetSecretValue',
]);

interface RelevantLogs {
  readonly folder: string;
  readonly megabytes: number;
  /** How many of a thousand records are uses. */
  readonly usesOfThousand: number;
  readonly isWanted: (event: string) => boolean;
}

/**
 * CloudTrail files of an organization in which every record is wanted: a day of one account after the other, each with clusters, nodes,
 * apps, add-ons, people and what they take down again, as AWS documents these; records as long as AWS writes them.
 */
export function writeRelevantLogs({
  folder,
  megabytes,
  usesOfThousand,
  isWanted,
}: RelevantLogs): RelevantLogsWritten {
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  let [bytes, compressed, records, relevant] = [0, 0, 0, 0];
  const events = new Set<string>();
  let lines: string[] = [];
  let size = 0;
  const flush = () => {
    const text = `{"Records":[${lines.join()}]}`;
    const gzip = gzipSync(text);
    const path = join(folder, `${String(files.length).padStart(4, '0')}.json.gz`);
    writeFileSync(path, gzip);
    files.push(path);
    bytes += Buffer.byteLength(text);
    compressed += gzip.length;
    [lines, size] = [[], 0];
  };
  for (let account = 0; bytes + size < megabytes * 1e6; account += 1) {
    for (const record of dayOfAccount(account, usesOfThousand)) {
      const event = `${record.eventSource}/${record.eventName}`;
      if (!isWanted(event)) continue;
      events.add(event);
      const line = JSON.stringify(record);
      lines.push(line);
      size += line.length + 1;
      records += 1;
      relevant += 1;
      if (size < FILE_BYTES) continue;
      flush();
      if (bytes >= megabytes * 1e6) break;
    }
  }
  if (lines.length > 0) flush();
  return { files, bytes, compressed, records, relevant, events: events.size };
}

/** What happens on one day in one of many accounts. */
export function dayOfAccount(account: number, usesOfThousand: number): readonly JsonObject[] {
  const records = JSON.stringify(recordsOf(account, usesOfThousand));
  return JSON.parse(records.replaceAll(ACCOUNT, String(100_000_000_000 + account))) as JsonObject[];
}

function recordsOf(account: number, usesOfThousand: number): readonly JsonObject[] {
  const random = createRandom(account + 1);
  const begun = OPERATIONS.map((operation) => ({ operation, start: random.below(LAST_START) }));
  const { records } = dayOf(begun, account);
  const isUse = ({ eventName }: JsonObject) => USES.has(String(eventName));
  const uses = records.filter(isUse);
  const changes = records.filter((record) => !isUse(record));
  if (usesOfThousand === 0) return changes;
  const count = Math.round((changes.length * usesOfThousand) / (1000 - usesOfThousand));
  const repeated = Array.from({ length: count }, (_, n) =>
    again(uses[n % uses.length] as JsonObject, random.uuid(), Math.floor(n / uses.length)),
  );
  return [...changes, ...repeated].sort((one, other) =>
    String(one.eventTime) < String(other.eventTime) ? -1 : 1,
  );
}

/** So many half minutes later, by a session of its own. */
function again(use: JsonObject, id: string, halfMinutes: number): JsonObject {
  const time = new Date(Date.parse(String(use.eventTime)) + halfMinutes * 30_000);
  const eventTime = time.toISOString().replace('.000', '');
  return { ...use, eventTime, requestID: id, eventID: id.replace(/^./, 'f') };
}

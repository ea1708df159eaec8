import type { Readable } from 'node:stream';
import { type ArchiveProgress, readArchive, type Source } from '@podguard/archive';
import { type CloudTrailRecord, toChanges, wantedEvents } from '@podguard/cloudtrail';
import type { JsonObject, OptInEvents } from '@podguard/core';
import { toEnvelope } from './to-envelope.ts';

export interface ReadRecordsDeps {
  readonly groups: readonly OptInEvents[];
  /** Whose events the service gets; what is absent is not asked for. */
  readonly place: Place;
  readonly stdin: Readable;
  /** Take the paths that are theirs. */
  readonly sources?: readonly Source[];
  readonly signal: AbortSignal;
  readonly onProblem: (message: string) => void;
  readonly onProgress?: (progress: ArchiveProgress) => void;
}

export interface Place {
  readonly account?: string;
  readonly regions?: ReadonlySet<string>;
}

export interface Counts {
  records: number;
  /** Those of events that are watched, as `scan` counts them. */
  relevant: number;
  /** The relevant ones whose calls failed: they changed nothing, and are not sent. */
  'failed-call': number;
  /** What would be relevant, of other accounts or of regions that are not watched. */
  elsewhere: number;
  /** Records. */
  unreadable: number;
  /** Files, objects and regions that could not be read, or not to the end. */
  problems: number;
}

/** The events of the records that change something, in the order of the files; what else there was is counted. */
export async function* readRecords(
  paths: readonly string[],
  counts: Counts,
  { groups, place, stdin, sources = [], signal, onProblem, onProgress }: ReadRecordsDeps,
): AsyncGenerator<JsonObject> {
  const options = { wanted: wantedEvents(groups), signal, stdin, sources };
  for await (const found of readArchive(
    paths,
    onProgress === undefined ? options : { ...options, onProgress },
  )) {
    if (found.kind === 'problem') {
      counts.problems += 1;
      onProblem(found.problem.message);
      continue;
    }
    const name = found.file === '-' ? 'standard input' : found.file;
    const unreadable = (line: number, reason: string): void => {
      counts.unreadable += 1;
      onProblem(`${name}:${line}: ${reason}`);
    };
    counts.records += found.records;
    for (const { line, reason } of found.unreadable) unreadable(line, reason);
    for (const one of found.relevant) {
      if (signal.aborted) break;
      const mapped = toChanges(one.record, groups);
      if (mapped.kind === 'unreadable') unreadable(one.line, mapped.reason);
      if (mapped.kind === 'irrelevant') continue;
      if (isElsewhere(one.record, place)) {
        counts.elsewhere += 1;
        continue;
      }
      counts.relevant += 1;
      if (mapped.kind === 'failed-call') counts['failed-call'] += 1;
      if (mapped.kind === 'changes') yield toEnvelope(one);
    }
  }
}

/** A record that does not say whose or where it is goes with the others. */
function isElsewhere(
  { recipientAccountId, awsRegion }: CloudTrailRecord,
  { account = recipientAccountId, regions }: Place,
): boolean {
  if (recipientAccountId !== '' && recipientAccountId !== account) return true;
  return awsRegion !== '' && regions !== undefined && !regions.has(awsRegion);
}

import type { Change, Engine, JudgedItem } from '@podguard/core';
import type { Report } from './notice.ts';

/** What a live read of one resource came to. */
export type LiveRead =
  | { readonly outcome: 'read'; readonly changes: readonly Change[] }
  | { readonly outcome: string; readonly reason: string };

export interface LiveReader {
  /** The keys that knowing more of would help to decide. */
  missingFrom(judged: JudgedItem): readonly string[];
  read(key: string): Promise<LiveRead>;
}

export interface LiveReadsDeps {
  /** Opened when the first judgement could not be reached: most can. */
  readonly reader: () => Promise<LiveReader>;
  readonly report: Report;
}

export interface LiveReadsOf {
  /** With the ids of the records that made it be judged. */
  readonly judged: ReadonlyMap<string, JudgedItem>;
  readonly engine: Engine;
  /** What is left of the time in which reads may begin, in milliseconds. */
  readonly remainingMs: () => number;
}

const MOST_READS = 50;
const PARALLEL = 8;
/** What is read shows what else is missing: an association its role, the role its policies. */
const ROUNDS = 4;

/** Reads what judgements missed, and records it. Returns the resources for which there was no time, and what went wrong by resource. */
export async function readMissing(
  { reader, report }: LiveReadsDeps,
  { judged, engine, remainingMs }: LiveReadsOf,
): Promise<{ readonly unread: ReadonlySet<string>; readonly failures: ReadonlyMap<string, unknown> }> {
  const unread = new Set<string>();
  const failures = new Map<string, unknown>();
  const asked = new Set<string>();
  if (![...judged.values()].some(isUndecided)) return { unread, failures };
  const { missingFrom, read } = await reader();

  const readOne = async (key: string, subjects: readonly string[]): Promise<void> => {
    const answer = await read(key);
    if (!('changes' in answer)) {
      report({ kind: 'not-read', key, outcome: answer.outcome, reason: answer.reason });
      return;
    }
    try {
      for (const change of answer.changes) await engine.apply(change);
    } catch (error) {
      for (const subject of subjects) failures.set(subject, error);
    }
  };

  for (let round = 0; round < ROUNDS; round += 1) {
    const wanted = new Map<string, string[]>();
    for (const [subject, one] of judged)
      for (const key of missingFrom(one).filter((other) => !asked.has(other)))
        wanted.set(key, [...(wanted.get(key) ?? []), subject]);
    if (wanted.size === 0) break;
    const queue = wanted.entries();
    const worker = async (): Promise<void> => {
      for (const [key, subjects] of queue) {
        if (asked.size >= MOST_READS || remainingMs() <= 0) {
          for (const subject of subjects) unread.add(subject);
          continue;
        }
        asked.add(key);
        await readOne(key, subjects);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    if (unread.size > 0) break;
  }
  return { unread, failures };
}

function isUndecided({ item }: JudgedItem): boolean {
  return item.undecided.some(({ undecidable }) => undecidable !== true);
}

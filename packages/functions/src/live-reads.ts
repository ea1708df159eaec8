import { type Change, type Engine, type JudgedItem, presentViews } from '@podguard/core';
import type { Report } from './notice.ts';

/** What a live read of one resource came to. */
export type LiveRead =
  | {
      readonly outcome: 'read';
      readonly changes: readonly Change[];
      /** Where what is tied or unknown is newer than the read: from then on one decides it. */
      readonly lookAgainAt?: Date;
    }
  | { readonly outcome: string; readonly reason: string };

export interface LiveReader {
  /** The keys that knowing more of would help to decide, without those that were asked for already. */
  missingFrom(judged: JudgedItem, asked: ReadonlySet<string>): readonly string[];
  /** Throws where what is recorded of it could not be loaded. */
  read(key: string): Promise<LiveRead>;
}

export interface LiveReadsDeps {
  /** Opened when the first judgement could not be reached: most can. */
  readonly reader: () => Promise<LiveReader>;
  readonly report: Report;
}

export interface LiveReadsOf {
  /** What was judged, by key. */
  readonly judged: ReadonlyMap<string, JudgedItem>;
  /** What is read whether a judgement misses it or not: a read of some time ago could not decide it. */
  readonly wanted: ReadonlySet<string>;
  readonly engine: Engine;
  /** What is left of the time in which reads may begin, in milliseconds. */
  readonly remainingMs: () => number;
}

/** By what was to be read: of those judgements and wants it comes of, the ones at the beginning. */
type Origins = ReadonlySet<string>;

export interface ReadMissing {
  /** For which there was no time. */
  readonly unread: ReadonlyMap<string, Origins>;
  readonly failures: ReadonlyMap<string, { readonly error: unknown; readonly origins: Origins }>;
  /** What another read decides, from when on. */
  readonly again: ReadonlyMap<string, { readonly at: Date; readonly origins: Origins }>;
}

const MOST_READS = 50;
const PARALLEL = 8;
/** What is read shows what else is missing: an association its role, the role its policies. */
const ROUNDS = 4;

/** Reads what judgements missed, and records it. */
export async function readMissing(
  { reader, report }: LiveReadsDeps,
  { judged, wanted, engine, remainingMs }: LiveReadsOf,
): Promise<ReadMissing> {
  const unread = new Map<string, Origins>();
  const failures = new Map<string, { error: unknown; origins: Origins }>();
  const again = new Map<string, { at: Date; origins: Origins }>();
  const origins = new Map<string, Origins>();
  const asked = new Set<string>();
  if (wanted.size === 0 && ![...judged.values()].some(isOpen)) return { unread, failures, again };
  const { missingFrom, read } = await reader();

  const readOne = async (key: string, of: Origins): Promise<void> => {
    try {
      const answer = await read(key);
      if (!('changes' in answer)) {
        report({ kind: 'not-read', key, outcome: answer.outcome, reason: answer.reason });
        return;
      }
      for (const change of answer.changes) await engine.apply(change);
      // One further look, and no more.
      if (answer.lookAgainAt !== undefined && !wanted.has(key))
        again.set(key, { at: answer.lookAgainAt, origins: of });
    } catch (error) {
      failures.set(key, { error, origins: of });
    }
  };

  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Map<string, Set<string>>();
    const want = (key: string, of: Iterable<string>): void => {
      next.set(key, new Set([...(next.get(key) ?? []), ...of]));
    };
    if (round === 0) for (const key of wanted) want(key, [key]);
    for (const [subject, one] of judged)
      for (const key of missingFrom(one, asked)) want(key, origins.get(subject) ?? [subject]);
    if (next.size === 0) break;
    // What is judged since it was read is judged because of those that missed it.
    for (const [key, of] of next) origins.set(key, judged.has(key) ? new Set([key, ...of]) : of);
    const queue = next.entries();
    const worker = async (): Promise<void> => {
      for (const [key, of] of queue) {
        if (asked.size >= MOST_READS || remainingMs() <= 0) {
          unread.set(key, of);
          continue;
        }
        asked.add(key);
        await readOne(key, of);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    if (unread.size > 0) break;
  }
  return { unread, failures, again };
}

/** Whether a read may tell more: it could not be decided, or something that was judged has several values. */
function isOpen({ item, histories }: JudgedItem): boolean {
  return (
    item.undecided.some(({ undecidable }) => undecidable !== true) ||
    [item, ...histories.values()].some((history) => history !== null && presentViews(history).length > 1)
  );
}

import type { JsonValue, ServiceState } from '@podguard/core';
import type { Digest } from '@podguard/notify';
import { type BaselineRun, inSeconds, saveRun, withGap } from './baseline-run.ts';
import type { Queue } from './queue.ts';
import { isSettled, type SettledDeps } from './settled.ts';
import { tellDigest } from './tell.ts';

export interface FinishDeps extends SettledDeps {
  readonly state: ServiceState;
  readonly now: () => Date;
  /** Writes the report of a run, and names where it is. */
  readonly report: (run: BaselineRun) => Promise<string>;
  /** Sums up what was kept until now. */
  readonly digestOf: (run: BaselineRun, report: string) => Promise<QuietDigest>;
  readonly channels: Readonly<Record<string, Queue>>;
}

export interface QuietDigest {
  readonly digest: Digest;
  /** Of the transitions that it tells. */
  readonly ids: readonly string[];
}

/** SQS's counts are right a minute after the last sending, so one look is not enough. */
const CALM_LOOKS = 2;
const LONGEST_MS = 10 * 60_000;
const MOST_NAMED = 20;
const MOST_COUNTED = 1_000;

/** Looks whether what was read has been judged: then, or after ten minutes, the run may tell. */
export async function settled(run: BaselineRun, deps: FinishDeps): Promise<BaselineRun> {
  const now = deps.now();
  const since = run.settlingSince ?? now.toISOString();
  const calm = (await isSettled(deps)) ? run.calm + 1 : 0;
  const next: BaselineRun = { ...run, phase: 'settling', begun: 0, settlingSince: since, calm };
  if (calm >= CALM_LOOKS) return { ...next, phase: 'telling' };
  if (now.getTime() - Date.parse(since) < LONGEST_MS) return next;
  return { ...(await withUnjudged(next, deps)), phase: 'telling' };
}

async function withUnjudged(run: BaselineRun, { store, evaluateDepth }: FinishDeps): Promise<BaselineRun> {
  let named = run;
  let count = 0;
  for await (const key of store.listPending()) {
    count += 1;
    if (count <= MOST_NAMED) named = withGap(named, key, 'it was still being judged');
    if (count === MOST_COUNTED) break;
  }
  if (count > MOST_NAMED) {
    const more = count === MOST_COUNTED ? `${MOST_COUNTED} resources or more` : `${count} resources`;
    named = withGap(named, more, 'they were still being judged, those that are named among them');
  }
  const depth = await evaluateDepth();
  return depth === 0 ? named : withGap(named, `about ${depth} queued judgements`, 'they were not made yet');
}

/** Reports and tells, once: what was done is not done again by a message that comes twice, or after a crash. */
export async function finish(run: BaselineRun, deps: FinishDeps): Promise<void> {
  const { state, now, channels } = deps;
  let at = run;
  if (at.phase === 'telling' && at.digest === null) {
    const ended = inSeconds(now());
    const { digest, ids } = await deps.digestOf(at, await deps.report({ ...at, finishedAt: ended }));
    const parts = chunks(ids, IDS_A_MARK);
    for (const [index, part] of parts.entries()) await state.saveMark(partName(index), part as JsonValue);
    at = { ...at, digest: { ...digest }, digestParts: parts.length };
    await saveRun(state, at);
  }
  if (at.phase === 'telling' && at.digest !== null) {
    await tellDigest(channels, at.digest as unknown as Digest);
    at = { ...at, phase: 'told' };
    await saveRun(state, at);
  }
  for (let index = 0; index < at.digestParts; index += 1)
    await state.removeQuiet(((await state.loadMark(partName(index))) ?? []) as readonly string[]);
  await saveRun(state, { ...at, finishedAt: inSeconds(now()) });
}

/** A mark is one item of the table, of at most 400 KB. */
const IDS_A_MARK = 5_000;

function partName(index: number): string {
  return `baseline-digest/${index}`;
}

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}

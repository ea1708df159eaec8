import {
  BASELINE_MARK,
  inSeconds,
  type JsonValue,
  readBaseline,
  readRunMark,
  ServiceError,
  type ServiceState,
} from '@podguard/core';
import { isCovered, loadCoverage } from './coverage.ts';
import type { DriftRun } from './drift-run.ts';

/** What is kept of the last drift run; of baselines it is `BASELINE_MARK`. */
export const DRIFT_MARK = 'drift';

export interface StartDeps {
  readonly state: Pick<ServiceState, 'loadMark' | 'replaceMark'>;
  readonly account: string;
  readonly now: () => Date;
}

const MOST_EARLIER = 500;

/**
 * Begins a run, whatever is under way: a baseline where nothing of the account was ever read to its end. One that was begun under
 * this id and is not over goes on.
 */
export async function startRun(
  { state, account, now }: StartDeps,
  id: string,
  kind?: DriftRun['kind'],
): Promise<DriftRun> {
  if (id === '') throw new ServiceError('usage', 'a drift run needs an id');
  const isFirst = !isCovered(await loadCoverage(state, account));
  for (;;) {
    const [baseline, drift] = await Promise.all([state.loadMark(BASELINE_MARK), state.loadMark(DRIFT_MARK)]);
    const running = underWay(id, { baseline, drift });
    if (running !== undefined) return running;
    const run: DriftRun = {
      run: id,
      kind: kind ?? (isFirst ? 'baseline' : 'drift'),
      startedAt: inSeconds(now()),
    };
    const mark = { run: id, startedAt: run.startedAt, finishedAt: null };
    const written =
      run.kind === 'drift'
        ? await state.replaceMark(DRIFT_MARK, drift, mark)
        : await state.replaceMark(BASELINE_MARK, baseline, { ...mark, earlier: earlierThan(baseline) });
    if (written) return run;
  }
}

function underWay(
  id: string,
  marks: Readonly<Record<DriftRun['kind'], JsonValue | undefined>>,
): DriftRun | undefined {
  for (const kind of ['baseline', 'drift'] as const) {
    const mark = readRunMark(marks[kind]);
    if (mark?.run === id && mark.finishedAt === null) return { run: id, kind, startedAt: mark.startedAt };
  }
  return undefined;
}

/** The baselines that came to their end. */
function earlierThan(mark: JsonValue | undefined): JsonValue {
  const before = readBaseline(mark);
  if (before === undefined) return [];
  const { run, startedAt, finishedAt, earlier } = before;
  const all = finishedAt === null ? earlier : [...earlier, { run, startedAt, finishedAt }];
  return all.slice(-MOST_EARLIER) as unknown as JsonValue;
}

/** Says that a run is over; where another took its place, the mark is that one's. */
export async function endRun(
  { state, now }: Pick<StartDeps, 'state' | 'now'>,
  { run, kind, startedAt }: DriftRun,
): Promise<void> {
  const name = kind === 'baseline' ? BASELINE_MARK : DRIFT_MARK;
  for (;;) {
    const mark = await state.loadMark(name);
    const found = readRunMark(mark);
    if (found?.run !== run || found.startedAt !== startedAt || found.finishedAt !== null) return;
    const ended = { ...(mark as Readonly<Record<string, JsonValue>>), finishedAt: inSeconds(now()) };
    if (await state.replaceMark(name, mark, ended)) return;
  }
}

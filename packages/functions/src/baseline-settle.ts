import { type BaselineRun, inSeconds, type Keep, withGap } from './baseline-run.ts';
import { isSettled, type SettledDeps, unsettled } from './settled.ts';

export interface FinishDeps extends SettledDeps {
  readonly now: () => Date;
  /** Writes the report of a run, and names where it is. */
  readonly report: (run: BaselineRun) => Promise<string>;
  /** Tells of a run, once, with all that was kept until now. */
  readonly tell: (run: BaselineRun, report: string) => Promise<void>;
}

/** SQS's counts are right a minute after the last sending, so one look is not enough. */
const CALM_LOOKS = 2;
const LONGEST_MS = 10 * 60_000;

/** Looks whether what was read has been judged: then, or after ten minutes, the run may tell. */
export async function settled(run: BaselineRun, deps: FinishDeps): Promise<BaselineRun> {
  const now = deps.now();
  const settlingSince = run.settlingSince ?? now.toISOString();
  const calm = (await isSettled(deps)) ? run.calm + 1 : 0;
  const next: BaselineRun = { ...run, phase: 'settling', begun: 0, settlingSince, calm };
  if (calm >= CALM_LOOKS) return { ...next, phase: 'telling' };
  if (now.getTime() - Date.parse(settlingSince) < LONGEST_MS) return next;
  return (await unsettled(deps)).reduce(withGap, { ...next, phase: 'telling' });
}

/** Reports and tells: after a crash it reports again, and people hear once. */
export async function finish(run: BaselineRun, { now, report, tell }: FinishDeps, keep: Keep): Promise<void> {
  await tell(run, await report({ ...run, finishedAt: inSeconds(now()) }));
  await keep({ ...run, finishedAt: inSeconds(now()) });
}

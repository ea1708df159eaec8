import type { BaselineRun } from './baseline-run.ts';
import type { TellQuiet } from './tell-quiet.ts';

/** Creates what tells of a run: all that was kept quiet until its end, where the report is, and what it could not read. */
export function createBaselineDigest(tellQuiet: TellQuiet) {
  return async ({ run, startedAt, gaps }: BaselineRun, report: string): Promise<void> => {
    await tellQuiet({
      // A run's id may come again, when the watched regions are again what they were.
      run: `${run}@${startedAt}`,
      title: 'Baseline: what the account held at the start',
      report,
      notes: gaps.map(({ what, reason }) => `not known: ${what}: ${reason}`),
    });
  };
}

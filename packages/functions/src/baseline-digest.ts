import type { ServiceState, Transition } from '@podguard/core';
import { toDigest } from '@podguard/notify';
import type { BaselineRun } from './baseline-run.ts';
import type { QuietDigest } from './baseline-settle.ts';

/** Creates what sums up a run: all that was kept quiet until its end, where the report is, and what it could not read. */
export function createBaselineDigest({
  state,
  account,
}: {
  readonly state: Pick<ServiceState, 'listQuiet'>;
  readonly account: string;
}) {
  return async (run: BaselineRun, report: string): Promise<QuietDigest> => {
    const transitions: Transition[] = [];
    for await (const transition of state.listQuiet()) transitions.push(transition);
    const digest = toDigest(transitions, {
      // A run's id may come again, when the watched regions are again what they were.
      id: `${run.run}@${run.startedAt}`,
      title: 'Baseline: what the account held at the start',
      account,
      report,
      notes: run.gaps.map(({ what, reason }) => `not known: ${what}: ${reason}`),
    });
    return { digest, ids: transitions.map(({ id }) => id) };
  };
}

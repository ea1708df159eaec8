import { type Baseline, type Finding, firstOf, isSinceBaseline, type RunMark } from '@podguard/core';
import { time } from './time.ts';

/** Findings of high or above that opened since the first baseline, and how many of them are open still. */
export interface SinceBaseline extends RunMark {
  readonly opened: number;
  readonly open: number;
}

export interface SinceBaselineCounter {
  /** Takes each finding of the store once. */
  add(finding: Finding): void;
  result(): SinceBaseline;
}

export function createSinceBaseline(baseline: Baseline): SinceBaselineCounter {
  let opened = 0;
  let open = 0;
  return {
    add(finding) {
      if (!isSinceBaseline(finding, baseline)) return;
      opened += 1;
      if (finding.status === 'open') open += 1;
    },
    result: () => ({ ...firstOf(baseline), opened, open }),
  };
}

/** The first line of every report. */
export function sinceBaselineWords({ startedAt, finishedAt, opened, open }: SinceBaseline): string {
  const when = `since the baseline of ${time(startedAt)}${finishedAt === null ? ' (still under way)' : ''}`;
  if (opened === 0) return `No finding of high or above opened ${when}`;
  if (opened === 1)
    return `A finding of high or above opened ${when}, ${open === 1 ? 'still open' : 'no longer open'}`;
  return `${opened} findings of high or above opened ${when}, ${open} still open`;
}

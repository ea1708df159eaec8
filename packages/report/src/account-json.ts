import type { AccountReport } from './account-report.ts';
import { isCompared } from './drifted.ts';
import { toJson } from './json.ts';
import { postureJson } from './posture-json.ts';

/** What `renderJson` has, by the same names, and what a run adds; what is read first is first. */
export function renderAccountJson(report: AccountReport): string {
  const { title, at, run, summary, sinceBaseline, trend, since, differences, findings } = report;
  const { gaps, unused, migration, posture, lastRuns, totals, remediations } = report;
  // Of what no run compared nothing is known, which is not nothing.
  const isKnown = isCompared(report);
  const json = {
    v: 1,
    title,
    at: at.toISOString(),
    ...(run === undefined ? {} : { run }),
    ...(lastRuns === undefined ? {} : { lastRuns }),
    summary,
    ...(totals === undefined ? {} : { totals }),
    ...(sinceBaseline === undefined ? {} : { sinceBaseline }),
    trend,
    ...(since === undefined ? {} : { since }),
    ...(isKnown ? { differences } : {}),
    findings,
    ...(remediations === undefined ? {} : { remediations }),
    ...(gaps === undefined ? {} : { gaps }),
    unused,
    migration,
    ...(posture === undefined ? {} : { posture: postureJson(posture) }),
  };
  return `${toJson(json, 2)}\n`;
}

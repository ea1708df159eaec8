import type { DriftRun } from '@podguard/drift';
import type { AccountReport, Gap } from '@podguard/report';
import type { Along } from './drift-state.ts';
import { type SettledDeps, unsettled } from './settled.ts';
import type { TellQuiet } from './tell-quiet.ts';

/** A report in the forms that are kept. */
export interface Rendered {
  readonly html: string;
  readonly markdown: string;
  readonly json: string;
}

export interface DriftReportDeps extends SettledDeps {
  readonly finish: (run: DriftRun) => Promise<AccountReport>;
  /** `base`: what the files are called, without their endings. */
  readonly render: (report: AccountReport, base: string) => Rendered;
  /** Keeps a text under a name, and says where it is. */
  readonly keep: (name: string, text: string, contentType: string) => Promise<string>;
  /** By which whoever has it can read what was kept, for a while; undefined where that is not known. */
  readonly linkTo: (name: string) => Promise<string | undefined>;
  readonly tell: TellQuiet;
}

/** One text holds them several times while it is made. */
const MOST_FINDINGS = 20_000;
const MOST_CAUSE = 300;

/**
 * Creates what writes a run's report and tells of it: where it is, what differed, and what is not known. Written again it is as of
 * then, and people hear of a run once.
 */
export function createDriftReport(deps: DriftReportDeps): (state: Along) => Promise<string> {
  const { finish, render, keep, linkTo, tell } = deps;
  return async (state) => {
    const { run } = state;
    const more = await gapsOf(state, deps);
    const report = bounded(withGaps(await finish(run), more));
    const name = `reports/${run.run}`;
    const { html, markdown, json } = render(report, name);
    await keep(`${name}.json`, json, 'application/json');
    await keep(`${name}.md`, markdown, 'text/markdown; charset=utf-8');
    const at = await keep(`${name}.html`, html, 'text/html; charset=utf-8');
    const reportLink = await linkTo(`${name}.html`);
    await tell({
      // A run's id may come again, when the watched regions are again what they were.
      run: `${run.run}@${run.startedAt}`,
      title: titleOf(run, report),
      report: at,
      ...(reportLink === undefined ? {} : { reportLink }),
      notes: [...differenceNotes(report), ...(report.gaps ?? []).map(gapNote)],
    });
    return at;
  };
}

/** What a run itself did not come to. */
async function gapsOf({ errors }: Along, deps: SettledDeps): Promise<readonly Gap[]> {
  const failed = Object.entries(errors).map(([step, { Error: name, Cause: cause }]) => ({
    what: NOT_DONE[step] ?? step,
    reason: `${name}: ${cause}`.slice(0, MOST_CAUSE),
  }));
  return [...failed, ...(await unsettled(deps))];
}

const NOT_DONE: Readonly<Record<string, string>> = {
  scan: 'a part of the account',
  reconcile: 'what is gone, and what differs from what was approved',
  explain: 'who did what differs, and when',
  settle: 'whether all was judged that was read',
};

function withGaps(report: AccountReport, more: readonly Gap[]): AccountReport {
  return { ...report, gaps: [...(report.gaps ?? []), ...more] };
}

function bounded(report: AccountReport): AccountReport {
  const leftOut = report.findings.length - MOST_FINDINGS;
  if (leftOut <= 0) return report;
  const gap = {
    what: `${leftOut} more findings`,
    reason: '`podguard report --store dynamodb:TABLE` has all',
  };
  return withGaps({ ...report, findings: report.findings.slice(0, MOST_FINDINGS) }, [gap]);
}

function titleOf({ kind }: DriftRun, report: AccountReport): string {
  if (kind === 'baseline') return 'Baseline: what the account held at the start';
  const count = driftOf(report).length;
  if (count === 0) return 'Drift: the account is as recorded';
  return count === 1
    ? 'Drift: a resource is not as recorded'
    : `Drift: ${count} resources are not as recorded`;
}

/** An event that came late is no drift. */
function driftOf({ differences }: AccountReport): AccountReport['differences'] {
  return differences.filter(({ origin }) => origin !== 'late');
}

const ORIGINS = {
  missed: 'have a record in the event history that never came here',
  'out-of-band': 'have no record that explains them',
  'not-asked': 'were not looked up in the event history',
} as const;

function differenceNotes(report: AccountReport): readonly string[] {
  const drifted = driftOf(report);
  return Object.entries(ORIGINS).flatMap(([origin, words]) => {
    const count = drifted.filter((one) => one.origin === origin).length;
    return count === 0 ? [] : [`${count} of the differences ${words}`];
  });
}

function gapNote({ what, reason }: Gap): string {
  return `not known: ${what}: ${reason}`;
}

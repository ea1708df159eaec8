import type { DriftRun, Finish } from '@podguard/drift';
import { type AccountReport, countFindings, driftedResources, driftOf, type Gap } from '@podguard/report';
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
  readonly finish: Finish;
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
    const report = bounded(await finish(run, { gaps: more }));
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
      notes: [...differenceNotes(report), ...leftOutNotes(report), ...(report.gaps ?? []).map(gapNote)],
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
  earlier: 'what differed in runs that ended without a report',
  reconcile: 'what is gone, and what differs from what was approved',
  explain: 'who did what differs, and when',
  settle: 'whether all was judged that was read',
};

/** The gravest, with the counts of all. */
function bounded(report: AccountReport): AccountReport {
  const { findings, totals } = report;
  if (findings.length <= MOST_FINDINGS) return report;
  return {
    ...report,
    findings: findings.slice(0, MOST_FINDINGS),
    totals: { ...totals, open: countFindings(findings).open },
  };
}

function leftOutNotes({ findings, totals, differences }: AccountReport): readonly string[] {
  const open = Object.values(totals?.open ?? {}).reduce((all, count) => all + count, 0);
  const more = open - findings.filter(({ status }) => status === 'open').length;
  const unlisted = (totals?.differences ?? 0) - differences.length;
  return [
    ...(more > 0 ? [`the report has the gravest ${findings.length} findings; ${more} more are open`] : []),
    ...(unlisted > 0
      ? [`the report has the gravest ${differences.length} differences of ${totals?.differences}`]
      : []),
  ];
}

function titleOf({ kind }: DriftRun, report: AccountReport): string {
  if (kind === 'baseline') return 'Baseline: what the account held at the start';
  const count = driftedResources(report);
  if (count === 0) return 'Drift: the account is as recorded';
  const isUnapproved = driftOf(report).some(({ type }) => type === 'unapproved');
  const words = `not as recorded${isUnapproved ? ' or approved' : ''}`;
  return count === 1 ? `Drift: a resource is ${words}` : `Drift: ${count} resources are ${words}`;
}

const ORIGINS = {
  missed: 'have a record in the event history that never came here',
  'out-of-band': 'have no record that explains them',
  'not-asked': 'were not looked up in the event history, or not to its end',
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

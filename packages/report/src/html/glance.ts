import type { Severity } from '@podguard/core';
import { driftedResources, isCompared } from '../drifted.ts';
import { scoreWords } from '../posture-words.ts';
import { undecidedIn } from '../summary.ts';
import { time } from '../time.ts';
import { change, countBySeverity, counted, figure, WORST_FIRST } from './counts.ts';
import { html } from './html.ts';
import { accountScores } from './posture-part.ts';
import { openCount, type ReportView } from './report-view.ts';

/** What a person reads first: the score, what is open, and what else there is to look at. */
export function glance(view: ReportView) {
  const { report, open, exempt, before } = view;
  const counts = report.totals?.open ?? countBySeverity(open);
  const scores = accountScores(view);
  const undecided = undecidedIn(report.summary);
  return html`<section class="glance" aria-labelledby="glance-title"><h2 id="glance-title" class="unseen">At a glance</h2>
<div class="score${scores.length > 1 ? ' several' : ''}">${scores.map(
    ({ name, score }) =>
      html`<p><span class="of">${name}</span><b>${scoreWords(score)}</b>${score === null ? '' : ' of 100'}${
        scores.length === 1 ? scoreDelta(score, before?.score) : ''
      }</p>`,
  )}<p class="quiet"><a href="#posture">How it came about</a></p></div>
<ul class="tiles">${WORST_FIRST.map((severity) => tile(severity, counts[severity], beforeOf(severity, view)))}</ul>
<ul class="facts">${[
    fact('#open', counted(openCount(view), 'finding'), 'open'),
    fact('#exempt', counted(exempt.length, 'finding'), 'exempt'),
    isCompared(report) ? fact('#drift', counted(driftedResources(report), 'resource'), 'drifted') : '',
    report.unused.length > 0 || isCompared(report)
      ? fact('#unused', counted(report.unused.length, 'identity', 'identities'), 'unused')
      : '',
    report.gaps === undefined
      ? ''
      : fact('#gaps', counted(report.totals?.gaps ?? report.gaps.length, 'thing'), 'not read'),
    undecided === 0 ? '' : html`<li><b>${counted(undecided, 'verdict')}</b> undecided</li>`,
  ]}</ul></section>
${unread(view)}`;
}

function scoreDelta(score: number | null, before: number | null | undefined) {
  if (score === null || before === null || before === undefined) return '';
  const words = change(score, before);
  return html`<span class="since ${words === null ? '' : score > before ? 'better' : 'worse'}">${words === null ? 'as in the last run' : `${words} since the last run`}</span>`;
}

/** Of a part of the findings, as somebody chose it, there is no change: the run before tells of all. */
function beforeOf(severity: Severity, { report, open, before }: ReportView): number | undefined {
  const here = report.trend.find(({ run }) => run === report.run?.id);
  const all = report.totals?.open?.[severity] ?? open.filter((one) => one.severity === severity).length;
  return here?.open[severity] === all ? before?.open[severity] : undefined;
}

function tile(severity: Severity, now: number, before: number | undefined) {
  const words = before === undefined ? null : change(now, before);
  return html`<li class="tile ${severity}"><b>${figure(now)}</b> ${severity}${words === null ? '' : html` <span class="since ${now < (before ?? 0) ? 'better' : 'worse'}">${words}</span>`}</li>`;
}

function fact(to: string, count: string, what: string) {
  return html`<li><a href="${to}"><b>${count}</b> ${what}</a></li>`;
}

function unread({ report: { gaps = [], totals, run, lastRuns = [] } }: ReportView) {
  const count = totals?.gaps ?? gaps.length;
  if (count === 0) return '';
  const when =
    run === undefined && lastRuns.length > 0
      ? ` by the last run, of ${time(lastRuns.at(-1)?.finishedAt ?? '')}`
      : '';
  return html`<p class="notice"><b>${counted(count, 'thing')} could not be read${when}.</b> Of ${count === 1 ? 'it' : 'them'} this report says nothing, good or bad: <a href="#gaps">which and why</a>.</p>`;
}

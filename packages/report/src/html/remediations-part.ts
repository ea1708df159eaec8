import {
  approvalWords,
  foreignWords,
  isUndoFailed,
  remediationHeadline,
  turnWords,
} from '../remediation-words.ts';
import type { ReportedRemediation, ReportedRemediations } from '../reported-remediations.ts';
import type { ShadowSummary } from '../shadow-summary.ts';
import { time } from '../time.ts';
import { counted } from './counts.ts';
import { badge } from './finding-head.ts';
import { html } from './html.ts';
import type { ReportView } from './report-view.ts';
import { dayOf, isKind, kindWords, resourceName } from './words.ts';

const MOST = 200;

/** What was done about findings, by whose approval, undone or not; and what waits for people. */
export function remediationsPart(view: ReportView, remediations: ReportedRemediations) {
  const { since, open, applied, failed, declined, shadow, unreadable } = remediations;
  const undone = applied.filter(({ undoneAt }) => undoneAt !== null).length;
  const foreign = [...applied, ...failed].filter((one) => one.foreign.length > 0).length;
  return html`<p class="quiet">Since ${time(since)}: ${counted(applied.length, 'remediation')} applied${undone === 0 ? '' : `, ${undone} of them undone`}${failed.length === 0 ? '' : `, ${failed.length} failed`}${foreign === 0 ? '' : `; others changed ${counted(foreign, 'resource')} at the same time`}.</p>
${list('Waiting for people, or under way', open, view)}${list('Applied', applied, view)}${list('Failed', failed, view)}${list('Not applied', declined, view)}${shadowTable(shadow)}${
  unreadable === 0 ? '' : html`<p class="notice">${counted(unreadable, 'remediation')} cannot be read.</p>`
}`;
}

function list(title: string, all: readonly ReportedRemediation[], view: ReportView) {
  if (all.length === 0) return '';
  return html`<h3>${title}: ${counted(all.length, 'remediation')}</h3>
<ul class="rows">${all.slice(0, MOST).map((one) => html`<li class="panel">${entry(one, view)}</li>`)}</ul>${
    all.length > MOST
      ? html`<p class="quiet">And ${counted(all.length - MOST, 'more', 'more')}: the JSON of this report has all.</p>`
      : ''
  }`;
}

function entry(one: ReportedRemediation, view: ReportView) {
  const { id, severity, summary, rule, key, target, changes, refusals, foreign, history } = one;
  return html`<details><summary>${badge(severity)} <span class="badge note">${remediationHeadline(one)}</span> <b>${summary ?? `${rule} on ${key}`}</b><span class="meta">${[
    ...(target === null
      ? []
      : [
          `${isKind(target.kind) ? kindWords(target.kind) : target.kind} ${resourceName(target, view.names)}`,
        ]),
    ...approvedBy(one),
    whenWords(one),
  ].map((text) => html`<span>${text}</span> `)}</span></summary><div class="body">
${refusals.map((reason) => html`<p>Refused by ${reason}</p>`)}${foreign.map((change) => html`<p class="notice">${foreignWords(change)}</p>`)}${
  changes === '' ? '' : html`<p class="label">What changes</p><pre>${changes}</pre>`
}<p class="label">What happened</p><ul class="lines">${history.map((turn) => html`<li>${turnWords(turn, summary)}</li>`)}</ul>
<dl><dt>Finding</dt><dd>${finding(one, view)} <code>${rule}</code></dd><dt>Remediation</dt><dd><code>${id}</code>${
    mayBeUndone(one) ? html`; to undo it: <code>podguard rollback ${id}${view.flag}</code>` : ''
  }</dd></dl></div></details>`;
}

function finding({ finding: id }: ReportedRemediation, { linked }: ReportView) {
  return linked.has(id) ? html`<a href="#${id}"><code>${id}</code></a>` : html`<code>${id}</code>`;
}

function mayBeUndone({ status, appliedAt }: ReportedRemediation): boolean {
  return appliedAt !== null && (status === 'verified' || status === 'failed');
}

function approvedBy(one: ReportedRemediation): readonly string[] {
  if (one.status === 'proposed') return [`approval: ${approvalWords(one)}`];
  return one.approvals.length === 0 ? [] : [`approved by: ${approvalWords(one)}`];
}

function whenWords(one: ReportedRemediation): string {
  const { appliedAt, undoneAt, createdAt, expiresAt, status, history } = one;
  const last = dayOf(history.at(-1)?.at ?? createdAt);
  if (isUndoFailed(one)) return `applied on ${dayOf(appliedAt ?? createdAt)}, undoing failed on ${last}`;
  if (status === 'failed') return `failed on ${last}${appliedAt === null ? ', and changed nothing' : ''}`;
  if (undoneAt !== null) return `applied on ${dayOf(appliedAt ?? createdAt)}, undone on ${dayOf(undoneAt)}`;
  if (appliedAt !== null) return `applied on ${dayOf(appliedAt)}`;
  if (status === 'proposed' && expiresAt !== null) return `until ${time(expiresAt)}`;
  return `planned on ${dayOf(createdAt)}`;
}

function shadowTable(shadow: readonly ShadowSummary[]) {
  if (shadow.length === 0) return '';
  return html`<h3>Shadow mode: nothing was changed</h3>
<div class="wide panel" role="region" aria-label="What auto would have done" tabindex="0"><table class="data"><thead><tr><th scope="col">Rule</th><th scope="col">Auto would have applied</th><th scope="col">Only proposed</th><th scope="col">Refused by</th><th scope="col">Since</th></tr></thead><tbody>${shadow.map(
    ({ rule, since, would, wouldPropose, total, refused }) =>
      html`<tr><th scope="row"><code>${rule}</code></th><td>${would} of ${total}</td><td>${wouldPropose}</td><td>${refused.map(({ guard, count }) => `${guard} (${count})`).join(', ')}</td><td>${dayOf(since)}</td></tr>`,
  )}</tbody></table></div>`;
}

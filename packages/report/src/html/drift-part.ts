import { parseArn } from '@podguard/core';
import type { AccountReport, ReportedDifference } from '../account-report.ts';
import { differenceCounts, driftOf, lastRunsWords, NEVER_READ } from '../drifted.ts';
import { actorName } from '../found-by-run.ts';
import { shortened } from '../shortened.ts';
import { time } from '../time.ts';
import { changedTexts } from './changed-text.ts';
import { counted, figure } from './counts.ts';
import { html } from './html.ts';
import type { ReportView } from './report-view.ts';
import { dayOf, isKind, kindWords } from './words.ts';

const MOST = 500;
const LONGEST_VALUE = 5_000;

const TYPES: Readonly<Record<ReportedDifference['type'], string>> = {
  appeared: 'appeared',
  changed: 'changed',
  gone: 'gone',
  unapproved: 'not as approved',
};

/** Where the account is not as it was recorded or approved: before and after, and who did it as far as anybody knows. */
export function driftPart(view: ReportView) {
  const { report } = view;
  const drift = driftOf(report);
  const { drift: all, late } = differenceCounts(report);
  const asOf = lastRunsWords(report).map((words) => html`<p class="quiet">${words}</p>`);
  if (all + late === 0) return html`${asOf}<p class="quiet">${noneWords(report)}</p>`;
  return html`${asOf}<p class="quiet">What the account shows is recorded now, and judged like everything else.${late === 0 ? '' : ` ${counted(late, 'more difference')} came with an event that is only late, or may still come: that is no drift. What does not come is drift of the next run.`}</p>
${drift.slice(0, MOST).map((difference) => entry(difference, view))}${all > Math.min(MOST, drift.length) ? html`<p class="quiet">And ${counted(all - Math.min(MOST, drift.length), 'more', 'more')}: the JSON of this report has ${drift.length < all ? `the first ${figure(drift.length)} of ${figure(all)}` : 'all'}.</p>` : ''}`;
}

function noneWords({ run, lastRuns = [] }: AccountReport): string {
  if (run === undefined && lastRuns.length === 0) return NEVER_READ;
  const isFirst =
    run === undefined ? lastRuns.every(({ kind }) => kind === 'baseline') : run.kind === 'baseline';
  if (isFirst) return 'That run read the account for the first time: nothing was recorded to compare with.';
  return 'The account was as it was recorded and approved, as far as it could be read.';
}

function entry(difference: ReportedDifference, { names }: ReportView) {
  const { key, kind, region, type, fields, recordedAt, readAt } = difference;
  const before = type === 'unapproved' ? 'Approved' : 'Before';
  const name = names.get(key) ?? nameOf(key);
  return html`<article class="panel drift"><h3><span class="badge note">${TYPES[type]}</span> <span class="kind">${isKind(kind) ? kindWords(kind) : kind}</span> <span class="name" title="${key}">${name}</span> <span class="where">${region}</span></h3>
<p>${origin(difference)}</p>
<p class="quiet">${recordedAt === null ? 'Nothing was recorded of it' : type === 'unapproved' ? `Approved on ${dayOf(recordedAt)}` : `Recorded last on ${time(recordedAt)}`}, read on ${time(readAt)}.</p>
${
  fields.length === 0
    ? ''
    : html`<div class="wide" role="region" aria-label="What differs in ${name}" tabindex="0"><table class="data before-after"><thead><tr><th scope="col">What</th><th scope="col">${before}</th><th scope="col">Now</th></tr></thead><tbody>${fields.map((field) => row(field, before))}</tbody></table></div>`
}</article>`;
}

/** Who did it: a record that never came, nobody who is known, or nobody asked. */
function origin({ origin: from, explanation, reason }: ReportedDifference) {
  if (explanation !== null)
    return html`<b class="who">${actorName(explanation)}</b> did it by ${explanation.eventName} on ${time(explanation.at)}.${from === 'missed' ? " The event was missed; CloudTrail's history has it." : ''}${reason === null ? '' : ` But ${reason}.`}<span class="meta"><span>${explanation.actor}</span> <span>event ${explanation.eventId}</span></span>`;
  if (from === 'not-asked')
    return html`<b>Who did it is not known.</b> The event history did not say: ${reason ?? 'no reason is given'}`;
  return html`<b>Who did it is not known.</b> No event of the last 90 days explains it${reason === null ? '.' : `: ${reason}`}`;
}

function row({ name, recorded, found }: ReportedDifference['fields'][number], before: string) {
  const both =
    recorded === null || found === null
      ? null
      : changedTexts(shortened(recorded, LONGEST_VALUE), shortened(found, LONGEST_VALUE));
  return html`<tr><th scope="row"><code>${name}</code></th><td data-name="${before}">${both?.before ?? value(recorded)}</td><td data-name="Now">${both?.now ?? value(found)}</td></tr>`;
}

function value(text: string | null) {
  return text === null
    ? html`<span class="quiet">none</span>`
    : html`<code>${shortened(text, LONGEST_VALUE)}</code>`;
}

function nameOf(key: string): string {
  const resource = parseArn(key)?.resource ?? key;
  return resource.slice(resource.indexOf('/') + 1);
}

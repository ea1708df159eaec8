import { parseArn } from '@podguard/core';
import type { AccountReport, ReportedDifference } from '../account-report.ts';
import { shortened } from '../shortened.ts';
import { time } from '../time.ts';
import { changedTexts } from './changed-text.ts';
import { counted } from './counts.ts';
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

/** What is drift: an event that is only late is none. */
function drifted({ differences }: AccountReport): readonly ReportedDifference[] {
  return differences.filter(({ origin }) => origin !== 'late');
}

/** A resource may be neither as it was recorded nor as it was approved: it counts once. */
export function driftedResources(report: AccountReport): number {
  return new Set(drifted(report).map(({ key }) => key)).size;
}

/** Where the account is not as it was recorded or approved: before and after, and who did it as far as anybody knows. */
export function driftPart(view: ReportView) {
  const { differences, run } = view.report;
  const drift = drifted(view.report);
  const late = differences.length - drift.length;
  if (differences.length === 0)
    return html`<p class="quiet">${run === undefined ? 'No run compared the account with what is recorded.' : run.kind === 'baseline' ? 'This run read the account for the first time: nothing was recorded to compare with.' : 'The account is as it was recorded and approved.'}</p>`;
  return html`<p class="quiet">What the account shows is recorded now, and judged like everything else.${late === 0 ? '' : ` ${counted(late, 'more difference')} came with an event that is only late: that is no drift.`}</p>
${drift.slice(0, MOST).map((difference) => entry(difference, view))}${drift.length > MOST ? html`<p class="quiet">And ${counted(drift.length - MOST, 'more', 'more')}: the JSON of this report has all.</p>` : ''}`;
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
    return html`<b class="who">${explanation.actor.slice(explanation.actor.lastIndexOf('/') + 1)}</b> did it by ${explanation.eventName} on ${time(explanation.at)}.${from === 'missed' ? " The event was missed; CloudTrail's history has it." : ''}<span class="meta"><span>${explanation.actor}</span> <span>event ${explanation.eventId}</span></span>`;
  if (from === 'not-asked')
    return html`<b>Who did it is not known.</b> Nobody looked: ${reason ?? 'no reason is given'}`;
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

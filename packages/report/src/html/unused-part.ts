import { parseArn } from '@podguard/core';
import type { UnusedIdentity } from '../account-report.ts';
import { isCompared } from '../drifted.ts';
import { placeAmong } from '../posture-words.ts';
import { ageWords } from './ages.ts';
import { counted } from './counts.ts';
import { html } from './html.ts';
import type { ReportView } from './report-view.ts';
import { dayOf, shorten } from './words.ts';

const MOST = 1_000;
const MOST_GRANTS = 5;

/** Roles that pods get and nobody uses. */
export function unusedPart({ report, now, accounts }: ReportView) {
  const { unused } = report;
  if (unused.length === 0)
    return html`<p class="quiet">${isCompared(report) ? 'None is known.' : 'Not known: no run has read when roles were last used.'}</p>`;
  return html`<p class="quiet">Pods can get these roles, and no use of them is known. AWS remembers a use for 400 days.</p>
<ul class="rows">${unused.slice(0, MOST).map((identity) => html`<li class="panel">${entry(identity, { now, accounts })}</li>`)}</ul>${
    unused.length > MOST
      ? html`<p class="quiet">And ${counted(unused.length - MOST, 'more', 'more')}: the JSON of this report has all.</p>`
      : ''
  }`;
}

function entry(
  { role, grants, place, lastUsedAt, asOf, grantedAt }: UnusedIdentity,
  { now, accounts }: Pick<ReportView, 'now' | 'accounts'>,
) {
  const rest = grants.length - MOST_GRANTS;
  const to = [...grants.slice(0, MOST_GRANTS), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  return html`<b class="name" title="${role}">${parseArn(role)?.resource.replace(/^role\//, '') ?? role}</b>
<span class="badge note">${lastUsedAt === null ? 'never used' : `not used for ${ageWords(lastUsedAt, now)}`}</span>
<span class="meta">${[
    ...(to === '' ? [] : [`granted to ${to}`]),
    ...(place === null ? [] : [shorten(placeAmong(place, accounts), place.account)]),
    ...(grantedAt === null ? [] : [`since ${dayOf(grantedAt)}`]),
    ...(lastUsedAt === null ? [] : [`last used on ${dayOf(lastUsedAt)}`]),
    ...(asOf === null ? [] : [`as of ${dayOf(asOf)}`]),
  ].map((text) => html`<span>${text}</span>`)}</span>`;
}

import type { Finding, Opening } from '@podguard/core';
import { actorName, openerOf } from '../found-by-run.ts';
import { personOf } from '../person.ts';
import { counted, severityCounts } from './counts.ts';
import { html } from './html.ts';
import type { ReportView } from './report-view.ts';
import { findingLink } from './since-part.ts';
import { dayOf } from './words.ts';

const MOST_PEOPLE = 200;
const MOST_FINDINGS = 20;
const BY_READ = 'Nobody who is known';

/** Who opened what is open, those with the worst first. */
export function peoplePart(view: ReportView) {
  const known = view.open.filter(({ opened }) => opened !== null);
  if (known.length === 0) return html`<p class="quiet">Nobody opened anything that is open.</p>`;
  const people = [...Map.groupBy(known, (finding) => nameOf(finding, view))];
  return html`<ul class="rows">${people.slice(0, MOST_PEOPLE).map(([name, findings]) => html`<li class="panel">${person(name, findings, view)}</li>`)}</ul>${
    people.length > MOST_PEOPLE
      ? html`<p class="quiet">And ${counted(people.length - MOST_PEOPLE, 'more', 'more')}.</p>`
      : ''
  }`;
}

function person(name: string, findings: readonly Finding[], view: ReportView) {
  const as = [
    ...new Set(
      findings.flatMap((finding) =>
        openerOf(finding.opened) === null
          ? (view.explain(finding)?.actor ?? [])
          : personOf(finding.opened as Opening).as,
      ),
    ),
  ];
  const newest = findings.reduce(
    (last, { opened }) => (opened !== null && opened.at > last ? opened.at : last),
    '',
  );
  const rest = findings.length - MOST_FINDINGS;
  return html`<details><summary><b class="who">${name}</b> ${severityCounts(findings)}<span class="meta">${
    name === BY_READ
      ? html`<span>found by reading the account</span>`
      : as.slice(0, 3).map((one) => html`<span>${one}</span>`)
  }<span>last on ${dayOf(newest)}</span></span></summary><ul class="lines">${findings
    .slice(0, MOST_FINDINGS)
    .map(
      (finding) => html`<li>${findingLink(finding, view)}</li>`,
    )}</ul>${rest > 0 ? html`<p class="quiet">And ${counted(rest, 'more', 'more')}, none of them worse: above, filter by the name.</p>` : ''}</details>`;
}

function nameOf(finding: Finding, { explain }: ReportView): string {
  const opener = openerOf(finding.opened);
  if (opener !== null) return personOf(opener).name;
  const explanation = explain(finding);
  return explanation === undefined ? BY_READ : actorName(explanation);
}

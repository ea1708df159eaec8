import type { Finding, Severity } from '@podguard/core';
import { AGES, ageIndex } from './ages.ts';
import { briefCard } from './brief-card.ts';
import { counted, figure, WORST_FIRST } from './counts.ts';
import { badge, resourceHead } from './finding-head.ts';
import { html } from './html.ts';
import { reportCard } from './report-card.ts';
import { openCount, type ReportView } from './report-view.ts';
import { kindWords, resourceName } from './words.ts';

/** Resources of one severity that are shown at once: what is beyond is in the file, folded and in fewer elements, since so many take long to open. */
const CHUNK = 50;

/** What is open, by the worst of each resource: how old it is and whose, then each resource with all that is open on it. */
export function findingsPart(view: ReportView) {
  const { open } = view;
  const more = openCount(view) - open.length;
  if (openCount(view) === 0) return html`<p class="quiet">Nothing is open.</p>`;
  const groups = [...Map.groupBy(open, ({ resource }) => resource.key).values()];
  const byWorst = Map.groupBy(groups, (members) => (members[0] as Finding).severity);
  return html`${ages(view)}${filters()}
${WORST_FIRST.map((severity) => block(severity, byWorst.get(severity) ?? [], view))}
${more > 0 ? html`<p class="quiet">And ${counted(more, 'more', 'more')}, none of them worse: <code>podguard report --store</code> has all.</p>` : ''}<p class="quiet" id="none-match" role="status"></p>`;
}

function block(severity: Severity, groups: readonly (readonly Finding[])[], view: ReportView) {
  if (groups.length === 0) return '';
  const chunks = Array.from({ length: Math.ceil(groups.length / CHUNK) }, (_, index) =>
    groups.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  return html`<section class="block" aria-labelledby="open-${severity}"><h3 id="open-${severity}">${badge(severity)} ${counted(groups.length, 'resource')}</h3>${chunks.map(
    (chunk, index) => {
      const cards = chunk.map((members) =>
        index === 0 ? group(members, view) : members.map((finding) => briefCard(finding, view)),
      );
      if (chunks.length === 1) return cards;
      const from = index * CHUNK;
      return html`<details class="chunk"${index === 0 ? html` open` : ''}><summary>Resources ${figure(from + 1)} to ${figure(from + chunk.length)}</summary>${cards}</details>`;
    },
  )}</section>`;
}

function group(members: readonly Finding[], view: ReportView) {
  const { resource } = members[0] as Finding;
  return html`<section class="group" aria-label="${kindWords(resource.kind)} ${resourceName(resource, view.names)}"><h4>${resourceHead(resource, view.names)}</h4>${members.map((finding) => reportCard(finding, view))}</section>`;
}

/** How many of each severity for how long, and how many of them nobody owns or knows of. */
function ages({ open, now }: ReportView) {
  const rows = WORST_FIRST.map((severity) => ({
    severity,
    of: open.filter((one) => one.severity === severity),
  })).filter(({ of }) => of.length > 0);
  return html`<div class="wide panel" role="region" aria-label="Open findings by age" tabindex="0"><table class="data figures"><thead><tr><th scope="col">Open</th>${AGES.map(({ name }) => html`<th scope="col">${name}</th>`)}<th scope="col">no owner</th><th scope="col">acknowledged</th><th scope="col">all</th></tr></thead>
<tbody>${rows.map(({ severity, of }) => {
    const byAge = AGES.map(
      (_, index) => of.filter(({ opened }) => ageIndex(opened?.at ?? '', now) === index).length,
    );
    const cells = [
      ...byAge,
      of.filter(({ owner }) => owner === null).length,
      of.filter(({ acknowledged }) => acknowledged !== null).length,
    ];
    return html`<tr><th scope="row">${badge(severity)}</th>${cells.map((count) => html`<td>${figure(count)}</td>`)}<td><b>${figure(of.length)}</b></td></tr>`;
  })}</tbody></table></div>`;
}

/** Works by the script alone, which shows it. */
function filters() {
  return html`<div class="tools" id="filters" hidden><fieldset><legend class="unseen">Severities to show</legend>${WORST_FIRST.map(
    (severity) =>
      html`<label class="choice ${severity}"><input type="checkbox" value="${severity}" checked> ${severity}</label>`,
  )}</fieldset><input id="filter" type="search" placeholder="Filter: a role, a person, an owner …" aria-label="Filter the open findings" autocomplete="off" spellcheck="false"></div>`;
}

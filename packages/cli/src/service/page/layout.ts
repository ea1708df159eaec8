import { SEVERITIES } from '@podguard/core';
import { html } from '@podguard/report/html';
import { card, group } from './finding-card.ts';
import type { PageModel } from './page-model.ts';
import { postureSection } from './posture.ts';
import { timeline } from './timeline.ts';

const SHIELD =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M12 2l8 3v6c0 5-3.4 9.3-8 11-4.6-1.7-8-6-8-11V5z" fill="#3b6ef5"/><path d="M8 12l3 3 5-6" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>';
const ICON = `data:image/svg+xml,${encodeURIComponent(SHIELD)}`;
/** More cards than this are slow to lay out; the API has all. */
const MOST_GROUPS = 200;
const MOST_RESOLVED = 100;
const MOST_NAMES = 5;
const WORST_FIRST = SEVERITIES.toReversed();

export interface PageFrame {
  readonly origin: string;
  /** Where a state is that is only shown. */
  readonly place?: string | undefined;
}

/** The page. Elements with `data-live` are replaced by their new selves when something happens. */
export function layout(model: PageModel, { origin, place }: PageFrame) {
  const open = Object.values(model.counts).reduce((sum, count) => sum + count, 0);
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${open > 0 ? `(${open}) ` : ''}Podguard</title>
  <link rel="icon" href="${ICON}">
  <link rel="stylesheet" href="/page.css">
  <script type="module" src="/page.js"></script>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
  <div class="brand"><img src="${ICON}" alt="" width="40" height="40">
    <div><h1>Podguard</h1><p id="scope" data-live>${scope(model)}</p></div>
    <span id="connection" role="status">Not live</span></div>
  <section id="posture" aria-label="Posture" data-live>${postureSection(model.posture)}</section>
  <div class="tools">
    <fieldset><legend class="unseen">Severities to show</legend>${WORST_FIRST.map(
      (severity) => html`<label class="tile ${severity}"><input type="checkbox" value="${severity}" checked>
      <b id="count-${severity}" data-live>${model.counts[severity]}</b> ${severity}</label>`,
    )}</fieldset>
    <input id="filter" type="search" placeholder="Filter: a role, a person, an event …" aria-label="Filter the findings" autocomplete="off" spellcheck="false">
  </div>
</header>
<main>
  <div class="findings">
    <section id="findings" tabindex="-1" aria-labelledby="open-title" data-live>
      <h2 id="open-title">Open findings <span class="count" data-all="${open}">${open}</span></h2>
      ${open === 0 ? quiet(model, { origin, place }) : model.open.slice(0, MOST_GROUPS).map((each) => group(each, model))}
      ${model.open.length > MOST_GROUPS ? html`<p class="quiet">And those of ${model.open.length - MOST_GROUPS} more resources: <a href="/api/findings?status=open">all of them as JSON</a></p>` : ''}
      <p class="quiet" id="none-match" hidden>No open finding matches the filter.</p>
    </section>
    <section id="exempt" data-live>${exemptFindings(model)}</section>
    <section id="resolved" data-live>${resolvedFindings(model)}</section>
  </div>
  <aside id="timeline" aria-labelledby="timeline-title" data-live>
    <h2 id="timeline-title">Timeline</h2>
    ${timeline(model)}
  </aside>
</main>
<footer>${place === undefined ? 'Runs on this machine only.' : html`Shows <code>${place}</code> and changes nothing.`} As JSON: <a href="/api/findings">findings</a>, <a href="/api/resources">resources</a>, <a href="/api/posture">posture</a></footer>
<p id="announcement" class="unseen" aria-live="polite"></p>
</body>
</html>`;
}

function scope({ accounts, clusters, watched, undecided }: PageModel) {
  if (accounts.length === 0) return 'Waiting for the first record';
  const parts = [accounts.length === 1 ? `Account ${accounts[0]}` : `${accounts.length} accounts`];
  if (clusters.length > 0)
    parts.push(`${clusters.length === 1 ? 'cluster' : 'clusters'} ${namesOf(clusters)}`);
  parts.push(`${watched} ${watched === 1 ? 'resource' : 'resources'} watched`);
  const unknown =
    undecided === 0
      ? ''
      : html` · <a href="/api/resources" title="Rules that could not be decided, and what they miss">${undecided} not fully known</a>`;
  return html`${parts.join(' · ')}${unknown}`;
}

function namesOf(clusters: readonly string[]): string {
  return clusters.length > MOST_NAMES ? `${clusters.slice(0, MOST_NAMES).join(', ')} …` : clusters.join(', ');
}

function quiet({ accounts, watched, exempt }: PageModel, { origin, place }: PageFrame) {
  const picture = html`<img src="${ICON}" alt="" width="72" height="72">`;
  if (accounts.length === 0 && place !== undefined)
    return html`<div class="empty">${picture}<p><b>Nothing is recorded yet</b></p>
    <p>The table <code>${place}</code> holds no resources. What the service records appears here by itself.</p></div>`;
  if (accounts.length === 0) {
    return html`<div class="empty">${picture}<p><b>Ready when you are</b></p>
    <p>Send a CloudTrail record, and what it means for your pods appears here at once.</p>
    <pre tabindex="0">curl --data-binary @record.json ${origin}/events</pre></div>`;
  }
  return html`<div class="empty">${picture}<p><b>All quiet</b></p>
    <p>Nothing is open${exempt.length === 0 ? '' : ` but the ${exempt.length} that somebody accepted`}${watched === 0 ? '' : ` on ${watched === 1 ? 'the resource' : `the ${watched} resources`} that Podguard watches`}. What happens next appears here by itself.</p></div>`;
}

function exemptFindings(model: PageModel) {
  const { exempt } = model;
  if (exempt.length === 0) return '';
  return html`<details class="past" data-key="exempt"><summary><h2>Exempt <span class="count" data-all="${exempt.length}">${exempt.length}</span></h2></summary>
    <p class="quiet">Somebody accepted these for a time. What becomes worse than it was then is open again.</p>
    ${exempt.slice(0, MOST_RESOLVED).map((finding) => card(finding, model))}
    ${exempt.length > MOST_RESOLVED ? html`<p class="quiet"><a href="/api/findings?status=exempt">All of them as JSON</a></p>` : ''}
  </details>`;
}

function resolvedFindings(model: PageModel) {
  const { resolved } = model;
  if (resolved.length === 0) return '';
  return html`<details class="past" data-key="resolved"><summary><h2>Resolved <span class="count" data-all="${resolved.length}">${resolved.length}</span></h2></summary>
    ${resolved.slice(0, MOST_RESOLVED).map((finding) => card(finding, model))}
    ${resolved.length > MOST_RESOLVED ? html`<p class="quiet"><a href="/api/findings?status=resolved">All of them as JSON</a></p>` : ''}
  </details>`;
}

import { raw } from 'hono/html';
import type { AccountReport } from '../account-report.ts';
import { driftedResources, isCompared } from '../drifted.ts';
import { time } from '../time.ts';
import { durationWords } from './ages.ts';
import { counted, figure } from './counts.ts';
import { driftPart } from './drift-part.ts';
import { FILTER_SCRIPT, FILTER_SCRIPT_HASH } from './filter-script.ts';
import { findingsPart } from './findings-part.ts';
import { glance } from './glance.ts';
import { html } from './html.ts';
import { endedPart, exemptPart, gapsPart, rulesPart } from './lists-part.ts';
import { migrationPart } from './migration-part.ts';
import { peoplePart } from './people-part.ts';
import { posturePart } from './posture-part.ts';
import { remediationsPart } from './remediations-part.ts';
import { type HtmlOptions, openCount, type ReportView, toReportView } from './report-view.ts';
import { sincePart } from './since-part.ts';
import { COMPONENT_STYLE } from './style/components.ts';
import { DATA_STYLE } from './style/data.ts';
import { GLANCE_STYLE } from './style/glance.ts';
import { MEDIA_STYLE } from './style/media.ts';
import { REPORT_STYLE } from './style/report.ts';
import { unusedPart } from './unused-part.ts';

const STYLE = raw(
  [COMPONENT_STYLE, REPORT_STYLE, GLANCE_STYLE, DATA_STYLE, MEDIA_STYLE].map(packed).join('\n'),
);
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src '${FILTER_SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/** The report as one file: it asks for nothing from elsewhere, is whole without its script, and can be printed. */
export function renderHtml(report: AccountReport, options: HtmlOptions = {}): string {
  const view = toReportView(report, options);
  const parts = partsOf(view);
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${report.title} · Podguard</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#open">Skip to the open findings</a>
<header><p class="eyebrow">Podguard</p><h1>${report.title}</h1><p class="about">${about(view)}</p></header>
<main>
${glance(view)}
<nav aria-label="Contents"><ul>${parts.map(({ id, title, count }) => html`<li><a href="#${id}">${title}${count === undefined ? '' : html` <span class="count">${figure(count)}</span>`}</a></li>`)}</ul></nav>
${parts.map(
  ({
    id,
    title,
    count,
    content,
  }) => html`<section class="part" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}${count === undefined ? '' : html` <span class="count">${figure(count)}</span>`}</h2>${content}</section>
`,
)}</main>
<footer>What the scores are, what a rule says and how a finding is mended: <code>podguard rules</code>, <code>podguard explain ID${view.flag}</code>. On paper, cards of medium and low are heads only unless they were opened.</footer>
<script type="module">${raw(FILTER_SCRIPT)}</script>
</body>
</html>
`);
}

interface Part {
  readonly id: string;
  readonly title: string;
  readonly count?: number | undefined;
  readonly content: unknown;
}

function partsOf(view: ReportView): readonly Part[] {
  const { report, exempt, ended } = view;
  return [
    { id: 'posture', title: 'Posture', content: posturePart(view) },
    { id: 'since', title: 'Since the last run', content: sincePart(view) },
    {
      id: 'drift',
      title: 'Drift',
      count: isCompared(report) ? driftedResources(report) : undefined,
      content: driftPart(view),
    },
    { id: 'open', title: 'Open findings', count: openCount(view), content: findingsPart(view) },
    ...(report.remediations === undefined
      ? []
      : [
          {
            id: 'remediations',
            title: 'Remediations',
            count: report.remediations.open.length + report.remediations.applied.length,
            content: remediationsPart(view, report.remediations),
          },
        ]),
    { id: 'people', title: 'Who opened what', content: peoplePart(view) },
    {
      id: 'unused',
      title: 'Unused identities',
      count: report.unused.length > 0 || isCompared(report) ? report.unused.length : undefined,
      content: unusedPart(view),
    },
    { id: 'migration', title: 'Migration', content: migrationPart(view) },
    { id: 'exempt', title: 'Exempt', count: exempt.length, content: exemptPart(view) },
    ...(ended.length === 0
      ? []
      : [{ id: 'ended', title: 'Resolved', count: ended.length, content: endedPart(view) }]),
    { id: 'rules', title: 'Rules that fail', content: rulesPart(view) },
    {
      id: 'gaps',
      title: 'Not read',
      count: report.totals?.gaps ?? report.gaps?.length,
      content: gapsPart(view),
    },
  ];
}

function about({ report: { title, at, run, posture } }: ReportView): string {
  const accounts = posture?.accounts.map(({ account }) => account) ?? [];
  const unnamed = accounts.filter((account) => !title.includes(account));
  const of =
    unnamed.length > 1
      ? [counted(accounts.length, 'account')]
      : unnamed.map((account) => `Account ${account}`);
  const by =
    run === undefined
      ? []
      : [
          `${run.kind} run ${run.id}: ${counted(run.read, 'resource')} read in ${durationWords(run.startedAt, run.finishedAt)}`,
        ];
  return [...of, time(at.toISOString()), ...by].join(' · ');
}

/** Without the lines' indents, of which a file needs none. */
function packed(style: string): string {
  return style.replace(/\n\s+/g, '\n');
}

import { changesMarkdown, differencesMarkdown, openersMarkdown } from './account-markdown-changes.ts';
import { identitiesMarkdown, migrationMarkdown, trendMarkdown } from './account-markdown-posture.ts';
import type { AccountReport } from './account-report.ts';
import { gapTable } from './markdown.ts';
import { findingTables } from './markdown-findings.ts';
import { prose } from './markdown-text.ts';
import { FORMAT_JSON, renderPostureMarkdown } from './posture-markdown.ts';
import { sinceBaselineWords } from './since-baseline.ts';
import { type KnownAccounts, NONE_KNOWN } from './table.ts';
import { time } from './time.ts';

/** The report of an account, short enough to be read and for a comment on GitHub: what changed first, then what is open; `whole` has what it leaves out. */
export function renderAccountMarkdown(
  report: AccountReport,
  known: KnownAccounts = NONE_KNOWN,
  whole: string = FORMAT_JSON,
): string {
  const { findings, posture, sinceBaseline, gaps = [], at } = report;
  const parts = [
    `# Podguard: ${prose(report.title)}`,
    prose(runWords(report)),
    ...(sinceBaseline === undefined ? [] : [`${prose(sinceBaselineWords(sinceBaseline))}.`]),
    ...trendMarkdown(report),
    ...changesMarkdown(report, whole),
    ...differencesMarkdown(report, whole),
    '## Findings',
    ...(findings.length === 0 ? ['No findings.'] : []),
    ...findingTables(findings, { known, whole, at, age: true, room: ROOM }),
    ...openersMarkdown(report, whole),
    ...identitiesMarkdown(report, whole),
    ...migrationMarkdown(report, whole),
    ...(gaps.length === 0 ? [] : ['## Not known', ...gapTable(gaps, whole)]),
    ...(posture === undefined ? [] : [renderPostureMarkdown(posture, whole)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Of the 65,536 characters of a comment on GitHub: the other parts together have as much. */
const ROOM = 25_000;

function runWords({ run, at }: AccountReport): string {
  if (run === undefined) return `As of ${time(at.toISOString())}.`;
  const { id, kind, startedAt, finishedAt, read } = run;
  return `The ${kind} run ${id} read ${read} resource${read === 1 ? '' : 's'} from ${time(startedAt)} to ${time(finishedAt)}.`;
}

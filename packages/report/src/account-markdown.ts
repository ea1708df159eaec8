import { changesMarkdown, differencesMarkdown, openersMarkdown } from './account-markdown-changes.ts';
import { identitiesMarkdown, migrationMarkdown, trendMarkdown } from './account-markdown-posture.ts';
import { remediationsMarkdown } from './account-markdown-remediations.ts';
import type { AccountReport } from './account-report.ts';
import { lastRunsWords } from './drifted.ts';
import { explainBy } from './found-by-run.ts';
import { gapTable, undecidedMarkdown } from './markdown.ts';
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
  const unlisted = (report.totals?.gaps ?? gaps.length) - gaps.length;
  const allOpen = Object.values(report.totals?.open ?? {}).reduce((all, count) => all + count, 0);
  const unlistedOpen = allOpen - findings.filter(({ status }) => status === 'open').length;
  const parts = [
    `# Podguard: ${prose(report.title)}`,
    prose(runWords(report)),
    ...(sinceBaseline === undefined ? [] : [`${prose(sinceBaselineWords(sinceBaseline))}.`]),
    ...trendMarkdown(report),
    ...changesMarkdown(report, whole),
    ...differencesMarkdown(report, whole),
    '## Findings',
    ...(findings.length === 0 ? ['No findings.'] : []),
    ...undecidedMarkdown(report.summary),
    ...findingTables(findings, {
      known,
      whole,
      at,
      age: true,
      room: ROOM,
      explain: explainBy(report.differences),
    }),
    ...(unlistedOpen > 0 ? [`${unlistedOpen} more are open, none of them worse.`] : []),
    ...openersMarkdown(report, whole),
    ...remediationsMarkdown(report, whole),
    ...identitiesMarkdown(report, whole),
    ...migrationMarkdown(report, whole),
    ...(gaps.length === 0
      ? []
      : [
          '## Not known',
          ...lastRunsWords(report).map((words) => prose(words)),
          ...gapTable(gaps, whole),
          ...(unlisted > 0 ? [`${unlisted} more were not read, which this report does not name.`] : []),
        ]),
    ...(posture === undefined ? [] : [renderPostureMarkdown(posture, whole, ROOM_OF_POSTURE)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Of the 65,536 characters of a comment on GitHub: the other parts together have as much. */
const ROOM = 18_000;
const ROOM_OF_POSTURE = 7_000;

function runWords({ run, at }: AccountReport): string {
  if (run === undefined) return `As of ${time(at.toISOString())}.`;
  const { id, kind, startedAt, finishedAt, read } = run;
  return `The ${kind} run ${id} read ${read} resource${read === 1 ? '' : 's'} from ${time(startedAt)} to ${time(finishedAt)}.`;
}

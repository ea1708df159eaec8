import {
  type AccountReport,
  counted,
  differenceCounts,
  differenceFieldWords,
  driftedResources,
  driftOf,
  inOrder,
  type KnownAccounts,
  originWords,
  plain,
  type ReportedDifference,
  renderTable,
  type Style,
  scoreWords,
} from '@podguard/report';

const MOST_DIFFERENCES = 50;
const MOST_GAPS = 20;
const MOST_WORDS = 320;

/** What a person reads first: the posture, what differed and by whom, then what is new; of a first reading all that is open. */
export function renderDriftTable(report: AccountReport, style: Style, known: KnownAccounts): string {
  const { title, since, findings, differences, gaps = [] } = report;
  const isFirst = report.run?.kind === 'baseline' || since === undefined;
  const shown = isFirst ? findings.filter(({ status }) => status === 'open') : since.opened;
  const none = isFirst ? 'No open findings' : 'No new findings';
  const parts = [
    `${style.strong(plain(title))}: ${readWords(report)}\n${postureLine(report)}\n`,
    ...(nothingRead(report) ? [`${NOTHING_READ}\n`] : [differencesPart(report, style)]),
    ...(shown.length === 0
      ? noneLines(none, report, style)
      : [
          `${style.strong(isFirst ? 'Open' : 'New since the last run')}\n${renderTable(inOrder(shown), style, known, report.at)}`,
        ]),
    ...(since === undefined || since.resolved.length === 0
      ? []
      : [`${style.good(`${counted(since.resolved.length, 'finding')} ended since the last run`)}\n`]),
    ...(gaps.length === 0 ? [] : [`${style.strong('Not known')}\n${gapLines(gaps)}`]),
  ];
  const left = findings.filter(({ status }) => status === 'open').length - shown.length;
  const more =
    isFirst || left <= 0 || differences.length + shown.length === 0
      ? []
      : [`${style.faint(`podguard report has all ${left + shown.length} that are open`)}\n`];
  return [...parts, ...more].join('\n');
}

/** Nothing may be concluded from it. */
export const NOTHING_READ = 'Nothing could be read: nothing is known of the account as it is now';

export function nothingRead({ run, gaps = [] }: AccountReport): boolean {
  return run?.read === 0 && gaps.length > 0;
}

/** Only of what was read whole it is good news. */
function noneLines(none: string, report: AccountReport, style: Style): readonly string[] {
  if (nothingRead(report)) return [];
  return [report.gaps?.length ? `${none} in what was read\n` : `${style.good(none)}\n`];
}

function readWords({ run, resources }: AccountReport & { readonly resources?: number }): string {
  if (run === undefined) return `${resources ?? 0} resources`;
  const { startedAt, finishedAt, read } = run;
  const seconds = Math.max(0, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
  return `${counted(read, 'resource')} read in ${seconds} s`;
}

function postureLine({ trend }: AccountReport): string {
  const [before, now] = trend.length < 2 ? [undefined, trend.at(-1)] : trend.slice(-2);
  const score = now?.score ?? null;
  if (score === null) return 'Posture: no workload identity is known yet';
  const change = before?.score == null ? 0 : Math.round((score - before.score) * 10) / 10;
  const words = change === 0 ? '' : `, ${change > 0 ? 'up' : 'down'} ${Math.abs(change)} since the last run`;
  return `Posture ${scoreWords(score)} of 100${words}`;
}

function differencesPart(report: AccountReport, style: Style): string {
  const { run } = report;
  const drifted = driftOf(report);
  const { drift, late } = differenceCounts(report);
  const resources = driftedResources(report);
  if (drift + late === 0)
    return run?.kind === 'baseline'
      ? 'The first reading: nothing is drift yet\n'
      : report.gaps?.length
        ? 'What was read is as it is recorded\n'
        : `${style.good('The account is as it is recorded')}\n`;
  const types = Map.groupBy(drifted, ({ type }) => type);
  const counts = [...types].map(([type, some]) => `${some.length} ${TYPE_WORDS[type]}`).join(', ');
  const heading =
    drifted.length === 0 ? 'Nothing drifted' : `${counted(resources, 'resource')} drifted: ${counts}`;
  const lateWords = late === 0 ? '' : style.faint(`; of ${late} more the event is on its way`);
  const more = drift - Math.min(drifted.length, MOST_DIFFERENCES);
  return [
    `${style.strong(heading)}${lateWords}\n`,
    ...drifted.slice(0, MOST_DIFFERENCES).map((one) => differenceLines(one, style)),
    ...(more > 0
      ? [
          `  ${style.faint(`and ${more} more: --format json has ${drifted.length < drift ? `the first ${drifted.length}` : 'all'}`)}\n`,
        ]
      : []),
  ].join('');
}

const TYPE_WORDS: Readonly<Record<ReportedDifference['type'], string>> = {
  appeared: 'appeared',
  changed: 'changed',
  gone: 'gone',
  unapproved: 'not as approved',
};

function differenceLines(difference: ReportedDifference, style: Style): string {
  const { type, kind, key, fields } = difference;
  // What appeared has all its fields.
  const shown = type === 'appeared' ? [] : fields;
  return [
    `  ${TYPE_WORDS[type].padEnd(8)}  ${style.strong(plain(key))}  ${style.faint(kind)}`,
    ...shown.map((field) => `    ${plain(shortened(differenceFieldWords(shortFields(field))))}`),
    `    ${style.faint(plain(originWords(difference)))}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** About where the two begin to differ. */
function shortFields(field: ReportedDifference['fields'][number]): ReportedDifference['fields'][number] {
  const { name, recorded, found } = field;
  if (recorded === null || found === null) return { name, recorded: cut(recorded, 0), found: cut(found, 0) };
  let same = 0;
  while (same < recorded.length && recorded[same] === found[same]) same += 1;
  const from = recorded.length + found.length <= MOST_WORDS ? 0 : Math.max(0, same - 30);
  return { name, recorded: cut(recorded, from), found: cut(found, from) };
}

function cut(text: string | null, from: number): string | null {
  if (text === null) return null;
  const part = text.slice(from, from + MOST_WORDS / 2).toWellFormed();
  return `${from > 0 ? '…' : ''}${part}${from + part.length < text.length ? '…' : ''}`;
}

function shortened(text: string): string {
  return text.length > MOST_WORDS * 2 ? `${text.slice(0, MOST_WORDS * 2).toWellFormed()}…` : text;
}

function gapLines(gaps: NonNullable<AccountReport['gaps']>): string {
  const more = gaps.length - MOST_GAPS;
  return [
    ...gaps.slice(0, MOST_GAPS).map(({ what, reason }) => `  ${plain(what)}: ${plain(reason)}\n`),
    ...(more > 0 ? [`  and ${more} more: the standard error has all\n`] : []),
  ].join('');
}

import { type Finding, SEVERITIES, type Severity } from '@podguard/core';
import { counted } from './counted.ts';
import type { Style } from './style.ts';

export interface FindingCounts {
  readonly open: Readonly<Record<Severity, number>>;
  readonly resolved: Readonly<Record<Severity, number>>;
  /** Where there are any. */
  readonly exempt?: Readonly<Record<Severity, number>>;
}

export interface Summary {
  readonly records: number;
  /** Records of events that are watched, also of calls that failed, also those of which not all can be read. */
  readonly relevant: number;
  /** Records. */
  readonly unreadable: number;
  /** Files, objects and regions that could not be read, or not to the end; absent where each ends the work. */
  readonly problems?: number;
  /** Files in directories that are no files of records by their names or folders; where there are any. */
  readonly passedOver?: number;
  readonly indeterminate: number;
  readonly findings: FindingCounts;
  readonly seconds: number;
  readonly bytes: number;
  /** It is of what was read by then. */
  readonly interrupted?: true;
}

/** What `check` did. */
export interface CheckSummary {
  readonly documents: number;
  /** Kubernetes objects that are judged, and Dockerfiles. */
  readonly manifests: number;
  /** Kubernetes objects of kinds that are not. */
  readonly otherObjects: number;
  readonly passedOver: number;
  readonly unreadable: number;
  /** Documents of which something could not be decided. */
  readonly undecided: number;
  /** Verdicts that need more than the documents. */
  readonly indeterminate: number;
  /** Verdicts of either sort that somebody accepted as they are; they are in neither count. Where there are any. */
  readonly undecidedExempt?: number;
  readonly findings: FindingCounts;
  readonly seconds: number;
  readonly bytes: number;
  /** It is of what was read by then. */
  readonly interrupted?: true;
}

/** The verdicts that could not be reached: they are no pass. */
export function undecidedIn(summary: object): number {
  return 'indeterminate' in summary && typeof summary.indeterminate === 'number' ? summary.indeterminate : 0;
}

/** Empty where all was decided. */
export function undecidedWords(summary: object): string {
  const count = undecidedIn(summary);
  return count === 0 ? '' : `${counted(count, 'verdict')} ${count === 1 ? 'is' : 'are'} undecided`;
}

/** The same with how they are seen. */
export function undecidedHint(summary: object): string {
  const words = undecidedWords(summary);
  return words === '' ? '' : `${words} (--indeterminate lists them)`;
}

const NONE = { low: 0, medium: 0, high: 0, critical: 0 };

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const { exempt, ...counts } = { open: { ...NONE }, resolved: { ...NONE }, exempt: { ...NONE } };
  const all = { ...counts, exempt };
  for (const { status, severity } of findings) all[status][severity] += 1;
  return sum(exempt) > 0 ? all : counts;
}

/** The open ones by severity, in one line. */
export function renderCounts(
  { open, resolved, exempt }: FindingCounts,
  style: Style,
  summary: object = {},
): string {
  const [ended, excused] = [sum(resolved), exempt === undefined ? 0 : sum(exempt)];
  const more = [...(excused > 0 ? [`${excused} exempt`] : []), ...(ended > 0 ? [`${ended} resolved`] : [])];
  const hint = undecidedHint(summary);
  return `${[describeCounts(open, style), ...more, ...(hint === '' ? [] : [hint])].join('; ')}\n`;
}

function exemptCount({ exempt }: FindingCounts): string {
  return exempt === undefined ? '' : `; ${sum(exempt)} exempt`;
}

function sum(counts: Readonly<Record<Severity, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

export function renderSummary(summary: Summary, style: Style): string {
  const { records, relevant, unreadable, problems = 0, passedOver = 0, indeterminate, findings } = summary;
  const { seconds, bytes } = summary;
  const ended = sum(findings.resolved);
  // A store that is kept has findings of earlier records.
  const isNothing = records === 0 && sum(findings.open) + ended + sum(findings.exempt ?? NONE) === 0;
  const open = isNothing ? 'Nothing was judged' : describeCounts(findings.open, style);
  const parts = [
    `${records} records read, ${relevant} relevant`,
    ...(passedOver > 0 ? [`${counted(passedOver, 'other file')} passed over`] : []),
    ...(problems > 0 ? [`${counted(problems, 'file')} not read whole`] : []),
    ...(unreadable > 0 ? [`${unreadable} unreadable`] : []),
    ...(indeterminate > 0 ? [`${indeterminate} undecided (--indeterminate lists them)`] : []),
    `${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s`,
    ...(summary.interrupted === true ? ['interrupted'] : []),
  ];
  const rest = `${exemptCount(findings)}${ended > 0 ? `; ${ended} opened and resolved` : ''}`;
  return `${open}${rest}\n${style.faint(parts.join(' · '))}\n`;
}

export function renderCheckSummary(summary: CheckSummary, style: Style): string {
  const { documents, manifests, otherObjects, passedOver, unreadable, undecided, indeterminate } = summary;
  const { findings, seconds, undecidedExempt = 0 } = summary;
  const parts = [
    `${READ.filter(([name]) => summary[name] > 0 || (name === 'documents' && manifests === 0))
      .map(([name, noun]) => counted(summary[name], noun))
      .join(' and ')} read`,
    ...(otherObjects > 0 ? [`${counted(otherObjects, 'object')} of other kinds passed over`] : []),
    ...(passedOver > 0 ? [`${counted(passedOver, 'other file')} passed over`] : []),
    ...(unreadable > 0 ? [`${unreadable} unreadable`] : []),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    ...(undecidedExempt > 0 ? [`${counted(undecidedExempt, 'undecided verdict')} exempt`] : []),
    ...(indeterminate > 0
      ? [
          `${counted(indeterminate, 'verdict')} would need more than the documents (--indeterminate lists them)`,
        ]
      : []),
    `${seconds.toFixed(1)} s`,
    ...(summary.interrupted === true ? ['interrupted'] : []),
  ];
  const result =
    documents + manifests === 0
      ? 'Nothing was judged'
      : `${describeCounts(findings.open, style)}${exemptCount(findings)}`;
  return `${result}\n${style.faint(parts.join(' · '))}\n`;
}

const READ = [
  ['documents', 'policy document'],
  ['manifests', 'manifest'],
] as const;

function describeCounts(counts: FindingCounts['open'], style: Style): string {
  const some = [...SEVERITIES].reverse().filter((severity) => counts[severity] > 0);
  if (some.length === 0) return style.good('No open findings');
  return `Open: ${some.map((severity) => style.severity[severity](`${counts[severity]} ${severity}`)).join(', ')}`;
}

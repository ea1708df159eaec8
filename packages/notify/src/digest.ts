import { SEVERITIES, type Severity, severityRank, type Transition } from '@podguard/core';
import { cut } from './inert.ts';
import { nameOf } from './resource-words.ts';

const WORST = 10;
const RULES = 40;
const NOTES = 10;
const TEXT = 300;

/** The sum of many transitions that are told together: a message of bounded size. */
export interface Digest {
  readonly v: 1;
  /** The same sum told again has the same. */
  readonly id: string;
  readonly title: string;
  readonly account: string;
  /** Where everything is listed, `s3://...`. */
  readonly report: string | null;
  /** What else the reader must know: what could not be read, what is judged still. */
  readonly notes: readonly string[];
  readonly transitions: number;
  /** Findings by severity that were open at the end, and those that ended. */
  readonly open: Readonly<Record<Severity, number>>;
  readonly ended: number;
  /** The worst first, as many as fit; `moreRules` are left out. */
  readonly rules: readonly DigestRule[];
  readonly moreRules: number;
  /** The worst findings that are open. */
  readonly worst: readonly DigestFinding[];
}

export interface DigestRule {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly open: number;
  readonly ended: number;
}

export interface DigestFinding {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly resource: string;
  readonly openedAt: string | null;
}

export interface DigestAbout {
  /** A run's: what tells two digests apart. */
  readonly id: string;
  readonly title: string;
  readonly account: string;
  readonly report?: string | null;
  readonly notes?: readonly string[];
}

/** Sums up transitions, in any order: of each finding its newest counts. */
export function toDigest(transitions: Iterable<Transition>, about: DigestAbout): Digest {
  const all = [...transitions];
  const newest = newestOf(all);
  const open = newest.filter(isOpen);
  const rules = rulesOf(newest);
  const { id, title, account, report = null, notes = [] } = about;
  return {
    v: 1,
    id,
    title: cut(title, TEXT),
    account,
    report,
    notes: notesOf(notes),
    transitions: all.length,
    open: countOf(open),
    ended: newest.length - open.length,
    rules: rules.slice(0, RULES),
    moreRules: Math.max(0, rules.length - RULES),
    worst: open.toSorted(byGravity).slice(0, WORST).map(shownOf),
  };
}

function newestOf(all: readonly Transition[]): readonly Transition[] {
  const newest = new Map<string, Transition>();
  for (const one of all) {
    const other = newest.get(one.finding.id);
    if (other === undefined || one.at >= other.at) newest.set(one.finding.id, one);
  }
  return [...newest.values()];
}

function isOpen({ finding }: Transition): boolean {
  return finding.status === 'open';
}

function countOf(open: readonly Transition[]): Digest['open'] {
  const counts = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const { severity } of open) counts[severity] += 1;
  return counts;
}

function rulesOf(newest: readonly Transition[]): readonly DigestRule[] {
  return [...Map.groupBy(newest, ({ finding }) => finding.rule)]
    .map(([rule, some]) => {
      const open = some.filter(isOpen);
      const grave = (open.length > 0 ? open : some).map(({ severity }) => severityRank(severity));
      return {
        rule,
        title: cut(some[0]?.finding.title ?? rule, TEXT),
        severity: SEVERITIES[Math.max(...grave)] ?? 'low',
        open: open.length,
        ended: some.length - open.length,
      };
    })
    .sort(
      (a, b) =>
        Number(b.open > 0) - Number(a.open > 0) ||
        severityRank(b.severity) - severityRank(a.severity) ||
        b.open - a.open ||
        compare(a.rule, b.rule),
    );
}

function byGravity(a: Transition, b: Transition): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    compare(a.finding.opened?.at ?? a.at, b.finding.opened?.at ?? b.at) ||
    compare(a.finding.id, b.finding.id)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function shownOf({ severity, finding }: Transition): DigestFinding {
  const { id, rule, summary, opened } = finding;
  return {
    id,
    rule,
    severity,
    summary: cut(summary, TEXT),
    resource: cut(nameOf(finding), TEXT),
    openedAt: opened?.at ?? null,
  };
}

function notesOf(notes: readonly string[]): readonly string[] {
  const shown = notes.slice(0, NOTES).map((note) => cut(note, TEXT));
  return notes.length > NOTES ? [...shown, `and ${notes.length - NOTES} more notes, in the report`] : shown;
}

import { type Finding, SEVERITIES, type Severity, severityRank, type TransitionType } from '@podguard/core';
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
  /** By which whoever has it can open the report for a while. */
  readonly reportLink?: string | undefined;
  /** What else the reader must know: what could not be read, what is judged still. */
  readonly notes: readonly string[];
  readonly transitions: number;
  /** Of what a channel was to be told one by one: which types of transitions are in it. */
  readonly types?: readonly TransitionType[] | undefined;
  /** Of these findings, by severity those that were open when it was made, and those that had ended. */
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
  /** What tells two digests apart. */
  readonly id: string;
  readonly title: string;
  readonly account: string;
  readonly transitions: number;
  readonly types?: readonly TransitionType[] | undefined;
  readonly report?: string | null;
  readonly reportLink?: string | undefined;
  readonly notes?: readonly string[];
}

/** A finding as it is when the digest is made. */
export interface DigestedFinding
  extends Pick<Finding, 'id' | 'rule' | 'title' | 'severity' | 'status' | 'summary' | 'resource'> {
  readonly opened: { readonly at: string } | null;
}

/** What is counted and the worst, however many findings there are. */
export interface DigestSum {
  /** Takes each finding once, in any order. */
  add(finding: DigestedFinding): void;
  toDigest(about: DigestAbout): Digest;
}

interface RuleSum {
  readonly title: string;
  readonly open: number;
  readonly ended: number;
  /** Of those that are open, and of those that ended. */
  readonly openRank: number;
  readonly endedRank: number;
}

export function createDigestSum(): DigestSum {
  const open = { low: 0, medium: 0, high: 0, critical: 0 };
  const rules = new Map<string, RuleSum>();
  let ended = 0;
  let worst: readonly DigestFinding[] = [];
  return {
    add(finding) {
      rules.set(finding.rule, withFinding(rules.get(finding.rule), finding));
      if (finding.status !== 'open') {
        ended += 1;
        return;
      }
      open[finding.severity] += 1;
      worst = [...worst, shownOf(finding)].sort(byGravity).slice(0, WORST);
    },
    toDigest({ id, title, account, transitions, types, report = null, reportLink, notes = [] }) {
      const all = rulesOf(rules);
      return {
        v: 1,
        id,
        title: cut(title, TEXT),
        account,
        report,
        ...(reportLink === undefined ? {} : { reportLink }),
        notes: notesOf(notes),
        transitions,
        ...(types === undefined ? {} : { types }),
        open: { ...open },
        ended,
        rules: all.slice(0, RULES),
        moreRules: Math.max(0, all.length - RULES),
        worst,
      };
    },
  };
}

function withFinding(
  sum: RuleSum = { title: '', open: 0, ended: 0, openRank: -1, endedRank: -1 },
  { title, severity, status }: DigestedFinding,
): RuleSum {
  const rank = severityRank(severity);
  const named = { ...sum, title: sum.title || cut(title, TEXT) };
  return status === 'open'
    ? { ...named, open: sum.open + 1, openRank: Math.max(sum.openRank, rank) }
    : { ...named, ended: sum.ended + 1, endedRank: Math.max(sum.endedRank, rank) };
}

function rulesOf(rules: ReadonlyMap<string, RuleSum>): readonly DigestRule[] {
  return [...rules]
    .map(([rule, { title, open, ended, openRank, endedRank }]) => ({
      rule,
      title,
      severity: SEVERITIES[open > 0 ? openRank : endedRank] ?? 'low',
      open,
      ended,
    }))
    .sort(
      (a, b) =>
        Number(b.open > 0) - Number(a.open > 0) ||
        severityRank(b.severity) - severityRank(a.severity) ||
        b.open - a.open ||
        compare(a.rule, b.rule),
    );
}

function byGravity(a: DigestFinding, b: DigestFinding): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    compare(a.openedAt ?? '', b.openedAt ?? '') ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function shownOf(finding: DigestedFinding): DigestFinding {
  const { id, rule, severity, summary, opened } = finding;
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

import { type Finding, type Posture, parseArn, type Rule } from '@podguard/core';
import type { AccountReport, TrendPoint } from '../account-report.ts';
import { type Explain, explainBy } from '../found-by-run.ts';
import { inOrder } from '../in-order.ts';
import { placeWords } from '../posture-words.ts';

export interface HtmlOptions {
  /** The catalogue: why each rule that fails matters. Absent: its title is all that is said. */
  readonly rules?: readonly Pick<Rule, 'id' | 'rationale'>[];
  /** What names the state in a command line, as `--store` takes it; absent: commands find it by themselves. */
  readonly store?: string;
}

/** What the sections of a report are made from. */
export interface ReportView {
  readonly report: AccountReport;
  readonly now: Date;
  /** The worst first, of those the oldest. */
  readonly open: readonly Finding[];
  readonly exempt: readonly Finding[];
  readonly ended: readonly Finding[];
  /** The run before this one. */
  readonly before: TrendPoint | undefined;
  /** What people call resources whose keys do not say it, by key. */
  readonly names: ReadonlyMap<string, string>;
  /** Findings that are in the report as a card. */
  readonly linked: ReadonlySet<string>;
  /** Who did what a read found, where the report tells. */
  readonly explain: Explain;
  /** Whose resources are in it. */
  readonly accounts: ReadonlySet<string>;
  /** Rules of which something is open: the report has a line of each. */
  readonly failing: ReadonlySet<string>;
  readonly rationales: ReadonlyMap<string, string>;
  /** What commands end with. */
  readonly flag: string;
}

export function toReportView(report: AccountReport, { rules = [], store }: HtmlOptions): ReportView {
  const sorted = inOrder(report.findings);
  const accounts = new Set([
    ...(report.posture?.accounts ?? []).map(({ account }) => account),
    ...report.migration.map(({ place }) => place.account),
    ...report.trend.flatMap(({ account = [] }) => account),
  ]);
  const only = (status: Finding['status']) => sorted.filter((finding) => finding.status === status);
  return {
    report,
    now: report.at,
    open: only('open'),
    exempt: only('exempt').toSorted((a, b) => compare(a.exemption?.until ?? '', b.exemption?.until ?? '')),
    ended: only('resolved').toSorted((a, b) => compare(b.resolved?.at ?? '', a.resolved?.at ?? '')),
    before: accounts.size > 1 ? undefined : report.trend.findLast(({ run }) => run !== report.run?.id),
    explain: explainBy(report.differences),
    accounts,
    names: report.posture === undefined ? new Map() : namesOf(report.posture),
    linked: new Set([...only('open'), ...only('exempt')].map(({ id }) => id)),
    failing: new Set(only('open').map(({ rule }) => rule)),
    rationales: new Map(rules.map(({ id, rationale }) => [id, rationale])),
    flag: store === undefined ? '' : ` --store ${/^[\w.:@/-]+$/.test(store) ? store : 'STORE'}`,
  };
}

/** An association's key ends in an id that AWS made up: its pods are what it is about. */
function namesOf({ identities }: Posture): ReadonlyMap<string, string> {
  return new Map(
    identities.flatMap((identity) =>
      identity.resources
        .filter((key) => parseArn(key)?.resource.startsWith('podidentityassociation/') === true)
        .map((key) => [key, `${identity.name} in ${placeWords(identity)}`] as const),
    ),
  );
}

/** How many are open, also where the report has a part of them. */
export function openCount({ open, report: { totals } }: ReportView): number {
  const counts = totals?.open;
  return counts === undefined ? open.length : Object.values(counts).reduce((all, count) => all + count, 0);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

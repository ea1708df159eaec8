import type { Baseline, Config, Finding, Item, Posture } from '@podguard/core';
import {
  type AccountReport,
  createSinceBaseline,
  inOrder,
  type MigrationProgress,
  type SinceBaseline,
  type UnusedIdentity,
} from '@podguard/report';
import { type PostureFact, postureOf, readPostureFact } from '@podguard/rules';
import { migrationOf } from './report-data-migration.ts';
import { createSince, isOther, type OpenBefore } from './report-data-since.ts';
import { type LastReading, readUse, type UseFact, unusedOf } from './report-data-unused.ts';

export interface ReportDataDeps {
  readonly config: Config;
  readonly at: Date;
  /** Whose resources it is of; absent: of all. */
  readonly account?: string;
  /** The last of each account that is known. */
  readonly readings?: readonly LastReading[];
  readonly baseline?: Baseline | undefined;
  /** What was open at the end of the run before. */
  readonly before?: OpenBefore | undefined;
}

/** What a store tells of its account. */
export interface ReportData {
  /** Open and exempt, in order. */
  readonly findings: readonly Finding[];
  readonly resources: number;
  /** Whose resources they are; those of no known account have none. */
  readonly accounts: readonly string[];
  readonly indeterminate: number;
  readonly posture: Posture;
  readonly unused: readonly UnusedIdentity[];
  readonly migration: readonly MigrationProgress[];
  readonly sinceBaseline?: SinceBaseline;
  readonly since?: NonNullable<AccountReport['since']>;
}

export interface ReportDataReader {
  /** Takes each item of the store once, with all its findings. */
  show(item: Item, findings: readonly Finding[]): void;
  result(): ReportData;
}

/** Creates what makes of the items of a store what a report of the account says. */
export function createReportData(deps: ReportDataDeps): ReportDataReader {
  const { config, at, account, baseline, before, readings = [] } = deps;
  const sinceBaseline = baseline && createSinceBaseline(baseline);
  const since = before && createSince(before);
  const present: Finding[] = [];
  const facts: PostureFact[] = [];
  const uses = new Map<string, UseFact>();
  const accounts = new Set<string>();
  let resources = 0;
  let indeterminate = 0;
  return {
    show(item, findings) {
      // Who gets what of another account is known by both.
      const fact = readPostureFact(item, config);
      if (fact !== null) facts.push(fact);
      const use = readUse(item);
      if (use !== undefined) uses.set(item.key, use);
      if (isOther(item.account, account)) return;
      resources += 1;
      accounts.add(item.account);
      indeterminate += item.undecided.length;
      for (const finding of findings) {
        sinceBaseline?.add(finding);
        since?.add(finding);
        if (finding.status !== 'resolved') present.push(finding);
      }
    },
    result() {
      const posture = ofAccount(postureOf(facts, config), account);
      return {
        findings: inOrder(present),
        ...{ resources, indeterminate, posture, accounts: [...accounts].filter(Boolean).sort() },
        unused: unusedOf(posture, uses, { at, days: config.drift.unusedDays, readings }),
        migration: migrationOf(posture),
        ...(sinceBaseline === undefined ? {} : { sinceBaseline: sinceBaseline.result() }),
        ...(since === undefined ? {} : { since: since.result() }),
      };
    },
  };
}

function ofAccount(posture: Posture, own: string | undefined): Posture {
  const ofIt = <T extends { readonly account: string }>(all: readonly T[]) =>
    all.filter(({ account }) => !isOther(account, own));
  const { accounts, clusters, identities, unknown } = posture;
  return {
    ...posture,
    accounts: ofIt(accounts),
    clusters: ofIt(clusters),
    identities: ofIt(identities),
    unknown: ofIt(unknown),
  };
}

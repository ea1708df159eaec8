import { type Baseline, type Config, type Finding, firstOf, type Item, type Posture } from '@podguard/core';
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
import { createSince, type OpenBefore } from './report-data-since.ts';
import { readUse, type UseFact, unusedOf } from './report-data-unused.ts';

export interface ReportDataDeps {
  readonly config: Config;
  readonly at: Date;
  readonly baseline?: Baseline | undefined;
  /** What was open at the end of the run before. */
  readonly before?: OpenBefore | undefined;
}

/** What a store tells of its account. */
export interface ReportData {
  /** Open and exempt, in order. */
  readonly findings: readonly Finding[];
  readonly resources: number;
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
export function createReportData({ config, at, baseline, before }: ReportDataDeps): ReportDataReader {
  const sinceBaseline = baseline && createSinceBaseline(baseline);
  const since = before && createSince(before);
  const present: Finding[] = [];
  const facts: PostureFact[] = [];
  const uses = new Map<string, UseFact>();
  let resources = 0;
  let indeterminate = 0;
  return {
    show(item, findings) {
      resources += 1;
      indeterminate += item.undecided.length;
      const fact = readPostureFact(item, config);
      if (fact !== null) facts.push(fact);
      const use = readUse(item);
      if (use !== undefined) uses.set(item.key, use);
      for (const finding of findings) {
        sinceBaseline?.add(finding);
        since?.add(finding);
        if (finding.status !== 'resolved') present.push(finding);
      }
    },
    result() {
      const posture = postureOf(facts, config);
      return {
        findings: inOrder(present),
        ...{ resources, indeterminate, posture },
        unused: unusedOf(posture, uses, {
          at,
          days: config.drift.unusedDays,
          knownSince: knownSince(baseline),
        }),
        migration: migrationOf(posture),
        ...(sinceBaseline === undefined ? {} : { sinceBaseline: sinceBaseline.result() }),
        ...(since === undefined ? {} : { since: since.result() }),
      };
    },
  };
}

/** What is first seen later than this was made since. */
function knownSince(baseline: Baseline | undefined): string | null {
  return baseline === undefined ? null : firstOf(baseline).finishedAt;
}

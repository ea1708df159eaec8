import type { Finding, IdentityMethod, PosturePlace, Severity } from '@podguard/core';
import type { Report } from './report.ts';
import type { ReportedRemediations } from './reported-remediations.ts';

/** A report of a whole account, by a drift run or of a store at one moment: what `Report` has, and what has become of it. */
export interface AccountReport extends Report {
  readonly title: string;
  readonly at: Date;
  /** The run that it tells of; absent where it is of the store as it is. */
  readonly run?: {
    readonly id: string;
    readonly kind: 'baseline' | 'drift';
    readonly startedAt: string;
    readonly finishedAt: string;
    /** Resources that were read. */
    readonly read: number;
  };
  /** Of the store as it is: the last run of each account that is over; what differed and what was not read is of then. Empty: none read it. */
  readonly lastRuns?: readonly LastRun[];
  /** Counts of what the lists have only a part of, or were chosen from. */
  readonly totals?: ReportTotals;
  /** Past runs and this one, the oldest first. */
  readonly trend: readonly TrendPoint[];
  /** Since the run before; absent where there was none. */
  readonly since?: {
    readonly run: string;
    readonly at: string;
    readonly opened: readonly Finding[];
    readonly resolved: readonly Finding[];
  };
  /** What differed from what was recorded or approved, worst first. */
  readonly differences: readonly ReportedDifference[];
  readonly unused: readonly UnusedIdentity[];
  readonly migration: readonly MigrationProgress[];
  /** Absent where nothing was planned, ever or for long. */
  readonly remediations?: ReportedRemediations | undefined;
}

/** A run that is over, and what it told of itself. */
export interface LastRun {
  readonly account: string;
  readonly id: string;
  readonly kind: 'baseline' | 'drift';
  readonly finishedAt: string;
  /** Resources that were not as recorded or approved. */
  readonly drifted: number;
  readonly gaps: number;
}

export interface ReportTotals {
  /** Resources that are not as recorded or approved, each once. */
  readonly drifted?: number;
  readonly differences?: number;
  readonly late?: number;
  readonly open?: Readonly<Record<Severity, number>>;
  readonly gaps?: number;
}

/** What one run showed. */
export interface TrendPoint {
  readonly run: string;
  /** Whose resources it counts; absent where an older version wrote it. */
  readonly account?: string;
  readonly at: string;
  /** Of all accounts in it, as docs/posture.md has it; null where nothing has one. */
  readonly score: number | null;
  readonly methods: { readonly [M in IdentityMethod]?: number };
  readonly open: Readonly<Record<Severity, number>>;
  readonly exempt: number;
  /** Resources, each once. */
  readonly drifted: number;
  readonly gaps: number;
}

/** A difference in the words of the report: a value is text, and `null` where there is none. */
export interface ReportedDifference {
  readonly key: string;
  readonly kind: string;
  readonly region: string;
  readonly type: 'appeared' | 'changed' | 'gone' | 'unapproved';
  readonly fields: readonly {
    readonly name: string;
    readonly recorded: string | null;
    readonly found: string | null;
  }[];
  readonly readAt: string;
  readonly recordedAt: string | null;
  readonly origin: 'missed' | 'out-of-band' | 'late' | 'not-asked';
  readonly explanation: {
    readonly eventId: string;
    readonly eventName: string;
    readonly at: string;
    readonly actor: string;
  } | null;
  readonly reason: string | null;
}

/** A role that pods were granted and nobody used, or not for long. */
export interface UnusedIdentity {
  readonly role: string;
  /** The associations, service accounts or nodes that get it. */
  readonly grants: readonly string[];
  readonly place: PosturePlace | null;
  /** Null: never, as far back as AWS tells (400 days). */
  readonly lastUsedAt: string | null;
  /** When AWS told of its use: of later nothing is known; null where only events tell. */
  readonly asOf: string | null;
  readonly grantedAt: string | null;
}

/** How far a cluster is from having only identities of the pods' own. */
export interface MigrationProgress {
  readonly place: PosturePlace;
  readonly methods: { readonly [M in IdentityMethod]?: number };
  /** Identities by `pod-identity`, `irsa` or `assume-role` of those that are known, from 0 to 1; null where there is none. */
  readonly ownIdentity: number | null;
  /** What may be an identity, and is in no count. */
  readonly unknown: number;
  /** The identities that are left, the worst first. */
  readonly left: readonly string[];
}

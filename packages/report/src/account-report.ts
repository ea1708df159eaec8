import type { Finding, IdentityMethod, PosturePlace, Severity } from '@podguard/core';
import type { Report } from './report.ts';

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
}

/** What one run showed. */
export interface TrendPoint {
  readonly run: string;
  readonly at: string;
  /** Of all accounts in it, as docs/posture.md has it; null where nothing has one. */
  readonly score: number | null;
  readonly methods: { readonly [M in IdentityMethod]?: number };
  readonly open: Readonly<Record<Severity, number>>;
  readonly exempt: number;
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
  readonly grantedAt: string | null;
}

/** How far a cluster is from having only identities of the pods' own. */
export interface MigrationProgress {
  readonly place: PosturePlace;
  readonly methods: { readonly [M in IdentityMethod]?: number };
  /** Identities by `pod-identity`, `irsa` or `assume-role` of all, from 0 to 1; null where there is none. */
  readonly ownIdentity: number | null;
  /** The identities that are left, the worst first. */
  readonly left: readonly string[];
}

import type { Finding, Posture } from '@podguard/core';
import type { SinceBaseline } from './since-baseline.ts';

/** What is written about findings, in whatever format. */
export interface Report {
  readonly findings: readonly Finding[];
  /** What was read, and counts; `indeterminate`, where it is there: the verdicts that could not be reached. */
  readonly summary: object;
  /** Which workload identity uses which method, where the state tells. */
  readonly posture?: Posture;
  /** Where the store is a service's that read the whole account once. */
  readonly sinceBaseline?: SinceBaseline;
  /** What could not be read or was not judged yet: of it the report says nothing. */
  readonly gaps?: readonly Gap[];
  /** When it is written: exemptions that end within a week are marked. */
  readonly at?: Date;
}

export interface Gap {
  readonly what: string;
  readonly reason: string;
}

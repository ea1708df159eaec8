import type { Finding, Posture } from '@podguard/core';

/** What is written about findings, in whatever format. */
export interface Report {
  readonly findings: readonly Finding[];
  /** What was read, and counts. */
  readonly summary: object;
  /** Which workload identity uses which method, where the state tells. */
  readonly posture?: Posture;
}

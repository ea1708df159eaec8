import type { ShadowSummary, WouldBe } from '@podguard/report';

/** What shadow mode of a rule recorded until now, for people to decide whether they dare more. */
export interface ShadowReport extends ShadowSummary {
  readonly v: 1;
  /** The same report told again has the same. */
  readonly id: string;
  readonly account: string;
  readonly newest: readonly ShadowExample[];
}

/** One remediation that shadow mode recorded. */
export interface ShadowExample {
  /** The remediation's id, and the finding's. */
  readonly id: string;
  readonly finding: string;
  readonly at: string;
  readonly summary: string;
  /** What `auto` would have made of it. */
  readonly wouldBe: WouldBe;
  /** Why it would have been refused; null: it would not. */
  readonly refusal: string | null;
}

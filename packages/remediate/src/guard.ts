import type {
  Cause,
  Finding,
  GuardAnswer,
  Remediation,
  RemediationPlan,
  RemediationSettings,
  Resource,
} from '@podguard/core';
import type { AlsoRead } from './also-read.ts';

/** Whether the account still is as it was judged. */
export type LiveState =
  | { readonly outcome: 'same' }
  | { readonly outcome: 'differs'; readonly names: readonly string[] }
  /** A field that the plan or the rule reads is not told; or the account did not answer. `lasting`: it will not either when asked again. */
  | { readonly outcome: 'unknown'; readonly reason: string; readonly lasting?: true };

/** All that guards look at: they are pure, and ask nobody. `undefined`: it could not be found out. */
export interface GuardInput {
  readonly now: Date;
  readonly mode: Remediation['mode'];
  readonly isForced: boolean;
  readonly settings: RemediationSettings;
  /** The finding as it is judged now. */
  readonly finding: Finding | undefined;
  readonly plan: RemediationPlan;
  readonly planHash: string;
  readonly remediation: Remediation;
  readonly live: LiveState;
  /** The target, one view of it: more than one is `unknown` live. */
  readonly target: Resource | undefined;
  /** The finding's resource, as it is judged. */
  readonly subject?: Resource | undefined;
  /** What is around the target, as its remediator's planning saw it: of the relations that it needs. */
  readonly related?: Readonly<Record<string, unknown>>;
  /** What its own guards rest on besides, as the account tells it now. */
  readonly also?: ReadonlyMap<string, AlsoRead>;
  /** What opened the finding, or made it worse last; and the newest change of the target. */
  readonly cause: Cause | undefined;
  readonly newest: Cause | undefined;
  /** Principals by which the service itself changes things. */
  readonly own: readonly string[];
  /** Who would call AWS here: a role's or a user's ARN. */
  readonly principal?: string | undefined;
  /** The id of the access key by which it would; absent: not known. */
  readonly callerKey?: string | undefined;
  /** Other remediations of the target, the newest first. */
  readonly ofTarget: readonly Remediation[] | undefined;
  /** All that were applied or undone lately (a day), the newest first. */
  readonly recent: readonly Remediation[] | undefined;
  /** How many of the target's kind there are. */
  readonly kindCount: number | undefined;
}

/** Answers one question, for itself; what cannot be answered is no. */
export interface Guard {
  readonly id: string;
  readonly title: string;
  check(input: GuardInput): GuardAnswer;
}

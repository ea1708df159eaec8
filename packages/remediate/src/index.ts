export type { Guard, GuardInput, LiveState } from './guard.ts';
export { ALL_GUARDS, askGuards, askOwnGuards } from './guards/guards.ts';
export type { PerformDeps } from './perform.ts';
export { createPerform } from './perform.ts';
export type {
  Begun,
  FindingRef,
  FoundThere,
  Perform,
  Preview,
  RemediateDeps,
  Remediating,
  Reviewed,
  RolledBack,
} from './remediate-deps.ts';
export { createRemediating } from './remediating.ts';
export type {
  GrantPlace,
  PlanContext,
  PlanDraft,
  Remediator,
  RemediatorGrant,
  SeenUse,
} from './remediator.ts';
export { defineRemediator } from './remediator.ts';
export { ALL_REMEDIATORS } from './remediators/remediators.ts';
export { remediatorsFor } from './remediators-for.ts';
export { notOpen } from './request.ts';
export { createReview } from './review.ts';

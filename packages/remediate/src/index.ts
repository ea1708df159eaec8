export type { Guard, GuardInput, LiveState } from './guard.ts';
export type {
  Begun,
  FindingRef,
  Perform,
  Preview,
  RemediateDeps,
  Remediating,
  Reviewed,
  RolledBack,
} from './remediate-deps.ts';
export type { GrantPlace, PlanContext, PlanDraft, Remediator, RemediatorGrant } from './remediator.ts';
export { defineRemediator } from './remediator.ts';
export { ALL_REMEDIATORS } from './remediators/remediators.ts';

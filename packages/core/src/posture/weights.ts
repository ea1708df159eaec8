import type { Severity } from '../verdict.ts';

/** The ways by which a workload identity gets its credentials, best first. */
export const IDENTITY_METHODS = [
  'pod-identity',
  'irsa',
  'assume-role',
  'external-secrets',
  'node-role',
  'legacy',
  'static-key',
] as const;
export type IdentityMethod = (typeof IDENTITY_METHODS)[number];

/** What stands in the place of a severity: nothing is open, or nothing is and something could not be decided. */
export type Standing = Severity | 'none' | 'undecided';

export interface Weight {
  /** Of 100. */
  readonly percent: number;
  /** In words, for the report and the docs. */
  readonly because: string;
}

/**
 * What each method is worth when nothing is wrong with it.
 * Source of the order: https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
 */
export const METHOD_WEIGHTS: Readonly<Record<IdentityMethod, Weight>> = {
  'pod-identity': {
    percent: 100,
    because: "the service account's own credentials, short-lived, from the agent of the cluster",
  },
  irsa: {
    percent: 100,
    because: "the service account's own credentials, short-lived, for a token that the cluster signed",
  },
  'assume-role': {
    percent: 90,
    because: 'the same with a second role behind the first: two trust policies have to be right',
  },
  'external-secrets': {
    percent: 80,
    because:
      'short-lived credentials, but one identity reads for many workloads, and what it hands out lasts',
  },
  'node-role': {
    percent: 40,
    because: 'short-lived, but every pod of the node that reaches its metadata service has them',
  },
  legacy: {
    percent: 30,
    because:
      'kube2iam and kiam: as the node role, and what keeps the pods apart runs on the node beside them',
  },
  'static-key': {
    percent: 10,
    because: 'never ends by itself, works from anywhere, and is in as many hands as it was copied to',
  },
};

/** What is left of it by the worst that is open on what it consists of. */
export const STANDING_FACTORS: Readonly<Record<Standing, Weight>> = {
  none: { percent: 100, because: 'all rules were decided, and nothing is open' },
  low: { percent: 90, because: 'untidy, no way in by itself' },
  medium: { percent: 70, because: 'a protection is missing that another may stand in for' },
  undecided: {
    percent: 70,
    because: 'a rule could not be decided: that is no pass, so it counts as a medium',
  },
  high: {
    percent: 40,
    because: 'others can use it, or it does not work and the pods fall back to something else',
  },
  critical: { percent: 10, because: 'anybody, or any pod, may have it, or it is an administrator' },
};

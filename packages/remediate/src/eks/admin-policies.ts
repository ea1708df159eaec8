import type { Resource } from '@podguard/core';

type Entry = Resource<'access-entry'>;

/** https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const ADMIN = /:cluster-access-policy\/(AmazonEKSClusterAdminPolicy|AmazonEKSAdminPolicy)$/;
const ALL = /:cluster-access-policy\/AmazonEKSClusterAdminPolicy$/;

/** As IAM's policies name them. */
export const ADMIN_POLICIES: readonly string[] = ['AmazonEKSClusterAdminPolicy', 'AmazonEKSAdminPolicy'].map(
  (name) => `arn:*:eks::aws:cluster-access-policy/${name}`,
);

/** The administrators' policies that it holds for the whole cluster; `unknown`: it holds one of which the scope is not known. */
export function adminPolicies({ sets: { policies } }: Entry): {
  readonly held: readonly string[];
  readonly unknown: readonly string[];
} {
  const named = [...policies.members].filter(([arn]) => ADMIN.test(arn));
  const scoped = (wanted: unknown) => named.filter(([, scope]) => scope === wanted).map(([arn]) => arn);
  return { held: scoped('cluster'), unknown: scoped(true) };
}

/** Whether it may do everything in the cluster; undefined where that is not known. */
export function isAdministrator({ present, sets: { policies, groups } }: Entry): boolean | undefined {
  if (!present) return false;
  if (groups.members.has('system:masters')) return true;
  const all = [...policies.members].filter(([arn]) => ALL.test(arn)).map(([, scope]) => scope);
  if (all.includes('cluster')) return true;
  return policies.complete && groups.complete && !all.includes(true) ? false : undefined;
}

import { type Evidence, parseArn, type Resource } from '@podguard/core';

type Entry = Resource<'access-entry'>;

/**
 * They let their holder, on the whole cluster, do everything, or take what runs in any namespace and grant rights in it:
 * https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
const ADMIN = ['AmazonEKSClusterAdminPolicy', 'AmazonEKSAdminPolicy'];

/** An access policy's name, or null where the ARN is none's. */
export function accessPolicyName(arn: string): string | null {
  return /^cluster-access-policy\/([^/]+)$/.exec(parseArn(arn)?.resource ?? '')?.[1] ?? null;
}

export type ClusterAdmin =
  | { readonly answer: 'yes'; readonly policy: string; readonly evidence: readonly Evidence[] }
  | { readonly answer: 'no' }
  | { readonly answer: 'unknown'; readonly missing: readonly string[] };

/** Whether an entry holds an administrator's policy whose scope is the cluster. */
export function clusterAdminBy({ sets: { policies } }: Entry): ClusterAdmin {
  const held = [...policies.members].filter(([arn]) => ADMIN.includes(accessPolicyName(arn) ?? ''));
  const [found] = held.find(([, scope]) => scope === 'cluster') ?? [];
  if (found !== undefined) {
    return {
      answer: 'yes',
      policy: accessPolicyName(found) ?? found,
      evidence: [
        { path: 'policyArn', value: found },
        { path: 'accessScope', value: 'cluster' },
      ],
    };
  }
  const unscoped = held.filter(([, scope]) => scope === true).map(([arn]) => `scope of ${arn}`);
  const missing = policies.complete ? unscoped : [...unscoped, 'policies'];
  return missing.length > 0 ? { answer: 'unknown', missing } : { answer: 'no' };
}

/** Whether events ever associated an administrator's policy for the cluster in this life of the entry. */
export function clusterAdminEver({ state, former }: Entry): ClusterAdmin {
  const granted = [state.granted, ...(former.granted ?? []).map(({ value }) => value)];
  const admin = granted.flatMap((one) => {
    const [policy = '', scope = ''] = typeof one === 'string' ? one.split(' ') : [];
    return ADMIN.includes(accessPolicyName(policy) ?? '') ? [{ policy, scope }] : [];
  });
  const found = admin.find(({ scope }) => scope === 'cluster');
  if (found !== undefined) {
    return {
      answer: 'yes',
      policy: accessPolicyName(found.policy) ?? found.policy,
      evidence: [
        { path: 'policyArn', value: found.policy },
        { path: 'accessScope', value: 'cluster' },
      ],
    };
  }
  const unscoped = admin.filter(({ scope }) => scope === '?').map(({ policy }) => `scope of ${policy}`);
  return unscoped.length > 0 ? { answer: 'unknown', missing: unscoped } : { answer: 'no' };
}

/** Its cluster's name, for a summary. */
export function clusterOf({ key, state }: Entry): string {
  return state.clusterName ?? parseArn(key)?.resource.split('/')[1] ?? '?';
}

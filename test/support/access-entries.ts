import { ACCOUNT } from './states.ts';

/** An access policy's ARN. */
export const access = (name: string, partition = 'aws') =>
  `arn:${partition}:eks::aws:cluster-access-policy/${name}`;

export const CLUSTER_ADMIN = access('AmazonEKSClusterAdminPolicy');
export const PRINCIPAL = `arn:aws:iam::${ACCOUNT}:role/app`;
export const STRANGER = 'arn:aws:iam::444455556666:role/app';
export const USER = `arn:aws:iam::${ACCOUNT}:user/anneke`;

export const entryState = { clusterName: 'prod', principalArn: PRINCIPAL, type: 'STANDARD' };

/** All that an entry holds: policies with their scopes. */
export const holding = (policies: Readonly<Record<string, string | boolean>>) => ({ policies, groups: {} });
export const adminOfCluster = holding({ [CLUSTER_ADMIN]: 'cluster' });

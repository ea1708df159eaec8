import { ACCOUNT } from '../records.ts';

export const principalArn = `arn:aws:iam::${ACCOUNT}:role/people/platform-admin`;
export const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:access-entry/prod/arn:aws:iam::${ACCOUNT}:role/platform-admin`;
export const viewPolicy = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';

/** As EKS answers. */
export const entry = {
  clusterName: 'prod',
  principalArn,
  kubernetesGroups: ['deployers'],
  accessEntryArn: `arn:aws:eks:eu-central-1:${ACCOUNT}:access-entry/prod/role/${ACCOUNT}/platform-admin/6ac1f5b2-4a0e-8a3c-0c9b-8f6c7d11a2b3`,
  createdAt: 1773300604.418,
  modifiedAt: 1773300604.418,
  tags: {},
  username: `arn:aws:sts::${ACCOUNT}:assumed-role/platform-admin/{{SessionName}}`,
  type: 'STANDARD',
};
export const fields = {
  clusterName: 'prod',
  principalArn,
  type: 'STANDARD',
  username: entry.username,
};

import { ACCOUNT } from '../records.ts';

export const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:fargateprofile/prod/batch`;

/** As EKS answers. */
export const profile = {
  fargateProfileName: 'batch',
  fargateProfileArn: `${key}/e8d7c6b5-52d4-4a0e-8a3c-0c9b8f6c7d11`,
  clusterName: 'prod',
  createdAt: 1773300604.418,
  podExecutionRoleArn: `arn:aws:iam::${ACCOUNT}:role/fargate`,
  subnets: ['subnet-0abc'],
  selectors: [{ namespace: 'batch-*' }, { namespace: 'jobs', labels: { tier: 'b', app: 'a' } }],
  status: 'CREATING',
  tags: {},
};

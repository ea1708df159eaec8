import { ACCOUNT } from '../records.ts';

export const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:addon/prod/aws-ebs-csi-driver`;

/** As EKS answers. */
export const addon = {
  addonName: 'aws-ebs-csi-driver',
  clusterName: 'prod',
  status: 'CREATING',
  addonVersion: 'v1.51.0-eksbuild.1',
  health: { issues: [] },
  addonArn: `${key}/d2c4b1a0-52d4-4a0e-8a3c-0c9b8f6c7d11`,
  createdAt: 1773300604.418,
  modifiedAt: 1773300604.418,
  serviceAccountRoleArn: `arn:aws:iam::${ACCOUNT}:role/ebs-csi`,
  tags: {},
};

import { ACCOUNT } from '../records.ts';

export const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:podidentityassociation/prod/a-0123456789abcdefg`;
export const roleArn = `arn:aws:iam::${ACCOUNT}:role/app/checkout`;

/** As `record` has it. */
export const changedBy = `arn:aws:iam::${ACCOUNT}:role/ci/deployer`;

/** As EKS answers. */
export const association = {
  clusterName: 'prod',
  namespace: 'shop',
  serviceAccount: 'checkout',
  roleArn,
  associationArn: key,
  associationId: 'a-0123456789abcdefg',
  tags: {},
  createdAt: 1773300604.418,
  modifiedAt: 1773300604.418,
  disableSessionTags: false,
};
export const fields = {
  associationId: association.associationId,
  clusterName: 'prod',
  namespace: 'shop',
  serviceAccount: 'checkout',
  roleArn,
  targetRoleArn: null,
  externalId: null,
  disableSessionTags: false,
  policy: null,
  ownerArn: null,
  changedBy,
};

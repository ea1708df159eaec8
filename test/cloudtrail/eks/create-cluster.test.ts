import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;
const roleArn = `arn:aws:iam::${ACCOUNT}:role/eks-cluster`;
const accessConfig = { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false };
const request = {
  name: 'prod',
  version: '1.34',
  roleArn,
  accessConfig,
  resourcesVpcConfig: { subnetIds: ['subnet-1'] },
};
const cluster = {
  name: 'prod',
  arn: key,
  createdAt: 1773300604.418,
  roleArn,
  accessConfig,
  status: 'CREATING',
};
const fields = { arn: key, name: 'prod', roleArn, authenticationMode: 'API', issuer: '?' };
const put = { op: 'put', creates: true, key, fields, sets: {} } as const;

describeEvent('CreateCluster', {
  record: record('eks', 'CreateCluster', request, { cluster }),
  gives: [put],
  withoutRequest: [put],
  omitted: [put],
  cases: [
    {
      name: 'a record of 2018: clusterName, and nobody says how one authenticates',
      but: { requestParameters: { clusterName: 'prod', roleArn }, responseElements: null },
      gives: [{ ...put, fields: { ...fields, authenticationMode: '?' } }],
    },
    {
      name: 'an issuer in the answer',
      but: {
        responseElements: {
          cluster: { ...cluster, identity: { oidc: { issuer: 'https://oidc.eks/id/1' } } },
        },
      },
      gives: [{ ...put, fields: { ...fields, issuer: 'oidc.eks/id/1' } }],
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('CreateCluster', 'cluster'),
    },
    { name: 'a cluster of ECS', but: { eventSource: 'ecs.amazonaws.com' }, gives: 'irrelevant' },
  ],
});

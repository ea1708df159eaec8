import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:nodegroup/prod/workers`;
const nodeRole = `arn:aws:iam::${ACCOUNT}:role/eks/node`;
const nodegroup = {
  nodegroupName: 'workers',
  nodegroupArn: `${key}/a4b3c2d1-52d4-4a0e-8a3c-0c9b8f6c7d11`,
  clusterName: 'prod',
  version: '1.34',
  createdAt: 1773300604.418,
  status: 'DELETING',
  capacityType: 'ON_DEMAND',
  scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
  instanceTypes: ['m7g.large'],
  amiType: 'AL2023_ARM_64_STANDARD',
  nodeRole,
};

describeEvent('DeleteNodegroup', {
  record: record('eks', 'DeleteNodegroup', { name: 'prod', nodegroupName: 'workers' }, { nodegroup }),
  gives: [{ op: 'delete', key }],
  withoutRequest: [{ op: 'delete', key }],
  omitted: [{ op: 'delete', key }],
  cases: [
    { name: 'no answer', but: { responseElements: null }, gives: [{ op: 'delete', key }] },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('DeleteNodegroup', 'node group'),
    },
  ],
});

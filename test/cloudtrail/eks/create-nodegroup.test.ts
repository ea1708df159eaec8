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
  status: 'CREATING',
  capacityType: 'ON_DEMAND',
  scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
  instanceTypes: ['m7g.large'],
  amiType: 'AL2023_ARM_64_STANDARD',
  nodeRole,
};
const request = {
  name: 'prod',
  nodegroupName: 'workers',
  nodeRole,
  subnets: ['subnet-0abc'],
  clientRequestToken: 'c1f0b1e5-52d4-4a0e-8a3c-0c9b8f6c7d11',
};
const fields = {
  arn: nodegroup.nodegroupArn,
  clusterName: 'prod',
  nodegroupName: 'workers',
  nodeRole,
  templateId: null,
  templateName: null,
  templateVersion: null,
};
const template = { templateId: 'lt-0a1b2c3d4e5f60718', templateName: 'workers', templateVersion: '3' };
const launchTemplate = { name: 'workers', version: '3', id: 'lt-0a1b2c3d4e5f60718' };
const put = { op: 'put', creates: true, key, fields, sets: {} } as const;
const answered = { ...put, uniqueId: nodegroup.nodegroupArn };

describeEvent('CreateNodegroup', {
  record: record('eks', 'CreateNodegroup', request, { nodegroup }),
  gives: [answered],
  withoutRequest: [answered],
  omitted: [answered],
  cases: [
    {
      name: 'no answer',
      but: { responseElements: null },
      gives: [{ ...put, fields: { ...fields, arn: '?' } }],
    },
    {
      name: 'a launch template, as the answer has it',
      but: {
        requestParameters: { ...request, launchTemplate: { name: 'workers', version: '$Latest' } },
        responseElements: { nodegroup: { ...nodegroup, launchTemplate } },
      },
      gives: [{ ...answered, fields: { ...fields, ...template } }],
    },
    {
      name: 'no answer, a launch template by its id: the version is the default one of the moment',
      but: {
        requestParameters: { ...request, launchTemplate: { id: launchTemplate.id } },
        responseElements: null,
      },
      gives: [
        { ...put, fields: { ...fields, arn: '?', ...template, templateName: '?', templateVersion: '?' } },
      ],
    },
    {
      name: 'a launch template that a redactor covered',
      but: { requestParameters: { ...request, launchTemplate: '***' }, responseElements: null },
      gives: [
        {
          ...put,
          fields: { ...fields, arn: '?', templateId: '?', templateName: '?', templateVersion: '?' },
        },
      ],
    },
    {
      name: 'a role that a redactor covered',
      but: { requestParameters: { ...request, nodeRole: '***' }, responseElements: null },
      gives: [{ ...put, fields: { ...fields, arn: '?', nodeRole: '?' } }],
    },
    {
      name: 'no cluster named',
      but: { requestParameters: { nodegroupName: 'workers' }, responseElements: null },
      gives: names('CreateNodegroup', 'node group'),
    },
  ],
});

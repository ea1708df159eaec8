import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { entry, fields, key, principalArn } from './access-entry.ts';

const request = {
  name: 'prod',
  principalArn,
  kubernetesGroups: ['deployers'],
  clientRequestToken: 'c1f0b1e5-52d4-4a0e-8a3c-0c9b8f6c7d11',
};
const sets = { policies: {}, groups: { deployers: true } };
const put = { op: 'put', creates: true, key, fields: { ...fields, granted: null }, sets } as const;
const answered = { ...put, uniqueId: entry.accessEntryArn };
const role = `arn:aws:iam::${ACCOUNT}:role/node`;

describeEvent('CreateAccessEntry', {
  record: record('eks', 'CreateAccessEntry', request, { accessEntry: entry }),
  gives: [answered],
  withoutRequest: [answered],
  omitted: [answered],
  cases: [
    {
      name: 'no answer: the standard type, and a user name that EKS made up',
      but: { responseElements: null },
      gives: [{ ...put, fields: { ...put.fields, username: '?' } }],
    },
    {
      name: 'no answer: what the request names',
      but: {
        requestParameters: {
          name: 'prod',
          principalArn: role,
          type: 'EC2_LINUX',
          username: 'node',
          granted: null,
        },
        responseElements: null,
      },
      gives: [
        {
          ...put,
          key: `arn:aws:eks:eu-central-1:${ACCOUNT}:access-entry/prod/${role}`,
          fields: {
            clusterName: 'prod',
            principalArn: role,
            type: 'EC2_LINUX',
            username: 'node',
            granted: null,
          },
          sets: { policies: {}, groups: {} },
        },
      ],
    },
    {
      name: 'an answer of the names only, and no request',
      but: {
        requestParameters: { omitted: true },
        responseElements: { accessEntry: { clusterName: 'prod', principalArn } },
      },
      gives: [
        {
          ...put,
          fields: { ...put.fields, type: '?', username: '?' },
          sets: { policies: {}, groups: null },
        },
      ],
    },
    {
      name: 'no principal named',
      but: { requestParameters: { name: 'prod' }, responseElements: null },
      gives: names('CreateAccessEntry', 'access entry'),
    },
  ],
});

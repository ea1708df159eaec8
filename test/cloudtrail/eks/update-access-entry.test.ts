import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { entry, fields, key, principalArn } from './access-entry.ts';

const request = {
  name: 'prod',
  principalArn: encodeURIComponent(principalArn),
  kubernetesGroups: ['deployers'],
};
const put = {
  op: 'put',
  creates: false,
  key,
  fields: { ...fields, granted: '?' },
  sets: { policies: null, groups: { deployers: true } },
} as const;

describeEvent('UpdateAccessEntry', {
  record: record('eks', 'UpdateAccessEntry', request, { accessEntry: entry }),
  gives: [put],
  withoutRequest: [put],
  omitted: [put],
  cases: [
    {
      name: 'no groups any more',
      but: { responseElements: { accessEntry: { ...entry, kubernetesGroups: [] } } },
      gives: [{ ...put, sets: { policies: null, groups: {} } }],
    },
    {
      name: 'no answer: only what the request names',
      but: { responseElements: null },
      gives: [{ op: 'patch', key, fields: {}, sets: { groups: { deployers: true } } }],
    },
    {
      name: 'no answer: another user name',
      but: {
        requestParameters: { name: 'prod', principalArn, username: 'admin' },
        responseElements: null,
      },
      gives: [{ op: 'patch', key, fields: { username: 'admin' }, sets: { groups: {} } }],
    },
    {
      name: 'neither names it',
      but: { requestParameters: { name: 'prod' }, responseElements: null },
      gives: names('UpdateAccessEntry', 'access entry'),
    },
  ],
});

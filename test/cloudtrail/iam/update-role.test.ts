import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;
const request = { roleName: 'checkout', description: 'Takes the money', maxSessionDuration: 43200 };

describeEvent('UpdateRole', {
  record: record('iam', 'UpdateRole', request),
  gives: [{ op: 'patch', key, fields: { maxSessionDuration: 43200 }, sets: {} }],
  withoutRequest: names('UpdateRole', 'role'),
  omitted: names('UpdateRole', 'role'),
  cases: [
    {
      name: 'the description only: the duration may have become the default',
      but: { requestParameters: { roleName: 'checkout', description: 'Takes the money' } },
      gives: [{ op: 'patch', key, fields: { maxSessionDuration: '?' }, sets: {} }],
    },
    {
      name: 'a duration that is no number',
      but: { requestParameters: { ...request, maxSessionDuration: 'long' } },
      gives: [{ op: 'patch', key, fields: { maxSessionDuration: '?' }, sets: {} }],
    },
  ],
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { key, principalArn } from './access-entry.ts';

const missing = names('DeleteAccessEntry', 'access entry');
const user = `arn:aws:iam::${ACCOUNT}:user/people/anneke`;

describeEvent('DeleteAccessEntry', {
  record: record('eks', 'DeleteAccessEntry', {
    name: 'prod',
    principalArn: encodeURIComponent(principalArn),
  }),
  gives: [{ op: 'delete', key }],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'of a user, whose path the key leaves out too',
      but: { requestParameters: { name: 'prod', principalArn: user } },
      gives: [{ op: 'delete', key: key.replace('role/platform-admin', 'user/anneke') }],
    },
    { name: 'no principal named', but: { requestParameters: { name: 'prod' } }, gives: missing },
  ],
});

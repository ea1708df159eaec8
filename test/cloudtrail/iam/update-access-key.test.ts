import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record, root, user } from '../records.ts';

const keyId = 'AKIANEWKEY01EXAMPLE';
const fields = { keyId, status: 'Inactive', userName: 'anneke', ofRoot: false };
const patch = { op: 'patch', key: `${ACCOUNT}/${keyId}`, fields, sets: {} } as const;
const request = { accessKeyId: keyId, status: 'Inactive' };

describeEvent('UpdateAccessKey', {
  record: record('iam', 'UpdateAccessKey', { ...request, userName: 'anneke' }),
  gives: [patch],
  withoutRequest: names('UpdateAccessKey', 'access key'),
  omitted: names('UpdateAccessKey', 'access key'),
  cases: [
    { name: 'a user his own', but: { requestParameters: request, userIdentity: user }, gives: [patch] },
    {
      name: 'root its own',
      but: { requestParameters: request, userIdentity: root },
      gives: [{ ...patch, fields: { ...fields, userName: null, ofRoot: true } }],
    },
    {
      name: 'no user named, and the caller has no keys of his own',
      but: { requestParameters: request },
      gives: [{ ...patch, fields: { keyId, status: 'Inactive' } }],
    },
    {
      name: 'a status that was taken out',
      but: { requestParameters: { accessKeyId: keyId, userName: 'anneke', status: '***' } },
      gives: [{ ...patch, fields: { ...fields, status: '?' } }],
    },
  ],
});

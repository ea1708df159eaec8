import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

describeEvent('DeleteAccessKey', {
  record: record('iam', 'DeleteAccessKey', { userName: 'anneke', accessKeyId: 'AKIANEWKEY01EXAMPLE' }),
  gives: [{ op: 'delete', key: `${ACCOUNT}/AKIANEWKEY01EXAMPLE` }],
  withoutRequest: names('DeleteAccessKey', 'access key'),
  omitted: names('DeleteAccessKey', 'access key'),
});

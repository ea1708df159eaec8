import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

describeEvent('DeleteRole', {
  record: record('iam', 'DeleteRole', { roleName: 'checkout' }),
  gives: [{ op: 'delete', key: `arn:aws:iam::${ACCOUNT}:role/checkout` }],
  withoutRequest: names('DeleteRole', 'role'),
  omitted: names('DeleteRole', 'role'),
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

describeEvent('DeleteUser', {
  record: record('iam', 'DeleteUser', { userName: 'carts' }),
  gives: [{ op: 'delete', key: `arn:aws:iam::${ACCOUNT}:user/carts` }],
  withoutRequest: names('DeleteUser', 'user'),
  omitted: names('DeleteUser', 'user'),
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:instance-profile/node`;

describeEvent('DeleteInstanceProfile', {
  record: record('iam', 'DeleteInstanceProfile', { instanceProfileName: 'node' }),
  gives: [{ op: 'delete', key }],
  withoutRequest: names('DeleteInstanceProfile', 'instance profile'),
  omitted: names('DeleteInstanceProfile', 'instance profile'),
});

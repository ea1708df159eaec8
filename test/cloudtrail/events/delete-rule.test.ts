import { setBy } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/podguard-iam`;
const rule = { arn, name: 'podguard-iam' };

describeEvent('DeleteRule', {
  record: record('events', 'DeleteRule', { name: rule.name, force: false }),
  gives: [
    {
      op: 'patch',
      key: arn,
      fields: { ...rule, state: 'DELETED' },
      sets: { changes: setBy('state') },
    },
  ],
  withoutRequest: names('DeleteRule', 'rule'),
  omitted: names('DeleteRule', 'rule'),
});

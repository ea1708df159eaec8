import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:carts/db`;
const arn = `${key}-a1B2c3`;

const patch = (told: string) => [{ op: 'patch', key, fields: { arn: told }, sets: {} }] as const;

describeEvent('RestoreSecret', {
  record: record('secretsmanager', 'RestoreSecret', { secretId: arn }, { aRN: arn, name: 'carts/db' }),
  gives: patch(arn),
  withoutRequest: patch(arn),
  omitted: patch(arn),
  cases: [
    {
      name: 'a name, and no answer',
      but: { requestParameters: { secretId: 'carts/db' }, responseElements: null },
      gives: patch('?'),
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('RestoreSecret', 'secret'),
    },
  ],
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:carts/db`;
const arn = `${key}-a1B2c3`;

describeEvent('DeleteSecret', {
  record: record(
    'secretsmanager',
    'DeleteSecret',
    { secretId: 'carts/db', recoveryWindowInDays: 7 },
    { aRN: arn, name: 'carts/db', deletionDate: 'Mar 19, 2026, 7:30:04 AM' },
  ),
  gives: [{ op: 'delete', key }],
  withoutRequest: [{ op: 'delete', key }],
  omitted: [{ op: 'delete', key }],
  cases: [
    {
      name: 'an ARN, and no answer',
      but: { requestParameters: { secretId: arn }, responseElements: null },
      gives: [{ op: 'delete', key }],
    },
    {
      name: "something else's ARN",
      but: {
        requestParameters: { secretId: `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/carts` },
        responseElements: null,
      },
      gives: names('DeleteSecret', 'secret'),
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('DeleteSecret', 'secret'),
    },
  ],
});

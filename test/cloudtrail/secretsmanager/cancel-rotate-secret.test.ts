import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:carts/db`;
const arn = `${key}-a1B2c3`;

const gives = [{ op: 'patch', key, fields: { rotation: 'disabled' }, sets: {} }] as const;

describeEvent('CancelRotateSecret', {
  record: record(
    'secretsmanager',
    'CancelRotateSecret',
    { secretId: arn },
    { aRN: arn, name: 'carts/db', versionId: 'v' },
  ),
  gives: gives,
  withoutRequest: gives,
  omitted: gives,
  cases: [
    {
      name: 'a secret of another account, by its ARN',
      but: {
        requestParameters: { secretId: arn.replace(ACCOUNT, '444455556666') },
        responseElements: null,
      },
      gives: [{ ...gives[0], key: key.replace(ACCOUNT, '444455556666') }],
    },
    {
      name: 'a name, and no answer',
      but: { requestParameters: { secretId: 'carts/db' }, responseElements: null },
      gives,
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('CancelRotateSecret', 'secret'),
    },
  ],
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:carts/db`;
const arn = `${key}-a1B2c3`;

const gives = [{ op: 'patch', key, fields: { resourcePolicy: null }, sets: {} }] as const;

describeEvent('DeleteResourcePolicy', {
  record: record('secretsmanager', 'DeleteResourcePolicy', { secretId: arn }, { aRN: arn, name: 'carts/db' }),
  gives: gives,
  withoutRequest: gives,
  omitted: gives,
  cases: [
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('DeleteResourcePolicy', 'secret'),
    },
  ],
});

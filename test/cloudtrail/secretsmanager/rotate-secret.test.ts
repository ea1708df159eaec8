import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:carts/db`;
const arn = `${key}-a1B2c3`;

const gives = [{ op: 'patch', key, fields: { rotation: 'enabled', rotatedAt: '?' }, sets: {} }] as const;

describeEvent('RotateSecret', {
  record: record(
    'secretsmanager',
    'RotateSecret',
    {
      secretId: arn,
      rotationLambdaARN: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:rotate`,
      rotationRules: { automaticallyAfterDays: 30 },
    },
    { aRN: arn, name: 'carts/db', versionId: 'v' },
  ),
  gives: gives,
  withoutRequest: gives,
  omitted: gives,
  cases: [
    {
      name: 'not before the next window',
      but: { requestParameters: { secretId: arn, rotateImmediately: false } },
      gives,
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('RotateSecret', 'secret'),
    },
  ],
});

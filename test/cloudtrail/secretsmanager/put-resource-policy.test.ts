import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:carts/db`;
const arn = `${key}-a1B2c3`;

const document =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"secretsmanager:*","Resource":"*"}]}';
const resourcePolicy = JSON.stringify(JSON.parse(document), null, '  ');
const patch = (policy: string) =>
  [{ op: 'patch', key, fields: { resourcePolicy: policy }, sets: {} }] as const;

describeEvent('PutResourcePolicy', {
  record: record(
    'secretsmanager',
    'PutResourcePolicy',
    { secretId: arn, resourcePolicy, blockPublicPolicy: true },
    { aRN: arn, name: 'carts/db' },
  ),
  gives: patch(document),
  withoutRequest: patch('?'),
  omitted: patch('?'),
  cases: [
    {
      name: 'a document that a redactor covered',
      but: { requestParameters: { secretId: arn, resourcePolicy: '***' } },
      gives: patch('?'),
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('PutResourcePolicy', 'secret'),
    },
  ],
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;
const policyDocument =
  '{\n  "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]\n}';
const trust = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}';

describeEvent('UpdateAssumeRolePolicy', {
  record: record('iam', 'UpdateAssumeRolePolicy', { roleName: 'checkout', policyDocument }),
  gives: [{ op: 'patch', key, fields: { trust }, sets: {} }],
  withoutRequest: names('UpdateAssumeRolePolicy', 'role'),
  omitted: names('UpdateAssumeRolePolicy', 'role'),
  cases: [
    {
      name: 'a document that was taken out is unknown, not empty',
      but: { requestParameters: { roleName: 'checkout' } },
      gives: [{ op: 'patch', key, fields: { trust: '?' }, sets: {} }],
    },
    {
      name: 'a document as an object',
      but: { requestParameters: { roleName: 'checkout', policyDocument: JSON.parse(policyDocument) } },
      gives: [{ op: 'patch', key, fields: { trust }, sets: {} }],
    },
    {
      name: 'a percent sign inside a policy is no encoding',
      but: { requestParameters: { roleName: 'checkout', policyDocument: '{"Id":"100%7B"}' } },
      gives: [{ op: 'patch', key, fields: { trust: '{"Id":"100%7B"}' }, sets: {} }],
    },
  ],
});

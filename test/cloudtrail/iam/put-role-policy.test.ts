import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;
const document =
  '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::carts/*"}]}';
const policyDocument = JSON.stringify(JSON.parse(document), null, '\t');
const request = { roleName: 'checkout', policyName: 'read-carts', policyDocument };
const patch = (member: string, value: string | true) =>
  [{ op: 'patch', key, fields: {}, sets: { inlinePolicies: { [member]: value } } }] as const;

describeEvent('PutRolePolicy', {
  record: record('iam', 'PutRolePolicy', request),
  gives: patch('read-carts', document),
  withoutRequest: names('PutRolePolicy', 'role'),
  omitted: names('PutRolePolicy', 'role'),
  cases: [
    {
      name: 'a document that was taken out: the policy is there, its text is not known',
      but: { requestParameters: { roleName: 'checkout', policyName: 'read-carts' } },
      gives: patch('read-carts', true),
    },
    {
      name: 'a document that a redactor covered',
      but: { requestParameters: { ...request, policyDocument: '***' } },
      gives: patch('read-carts', true),
    },
    {
      name: 'a document that is no JSON is kept as it is',
      but: { requestParameters: { ...request, policyDocument: '{"Statement"' } },
      gives: patch('read-carts', '{"Statement"'),
    },
    {
      name: 'a policy that is called like a property of every object',
      but: { requestParameters: { ...request, policyName: '__proto__' } },
      gives: patch('__proto__', document),
    },
    {
      name: 'no policy named',
      but: { requestParameters: { roleName: 'checkout', policyDocument } },
      gives: names('PutRolePolicy', 'policy'),
    },
  ],
});

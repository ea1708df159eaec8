import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:policy/carts`;
const policyArn = `arn:aws:iam::${ACCOUNT}:policy/shop/carts`;
const document = '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const request = { policyArn, policyDocument: `\n${document}\n`, setAsDefault: true };
const policyVersion = {
  versionId: 'v2',
  isDefaultVersion: true,
  createDate: 'Mar 12, 2026, 7:30:04 AM',
};
const patch = { op: 'patch', key } as const;
const fields = { defaultVersion: 'v2' };
const sets = { versions: { v2: document } };

describeEvent('CreatePolicyVersion', {
  record: record('iam', 'CreatePolicyVersion', request, { policyVersion }),
  gives: [{ ...patch, fields, sets }],
  withoutRequest: names('CreatePolicyVersion', 'policy'),
  omitted: names('CreatePolicyVersion', 'policy'),
  cases: [
    {
      name: 'not the default',
      but: {
        requestParameters: { policyArn, policyDocument: document },
        responseElements: { policyVersion: { ...policyVersion, isDefaultVersion: false } },
      },
      gives: [{ ...patch, fields: {}, sets }],
    },
    {
      name: 'an answer of the id only: the request says whether it is the default',
      but: { responseElements: { policyVersion: { versionId: 'v2' } } },
      gives: [{ ...patch, fields, sets }],
    },
    {
      name: 'no answer: the default is another one, which is not known',
      but: { responseElements: null },
      gives: [{ ...patch, fields: { defaultVersion: '?' }, sets: {} }],
    },
    {
      name: 'no answer, and not the default',
      but: { requestParameters: { policyArn, policyDocument: document }, responseElements: null },
      gives: names('CreatePolicyVersion', 'version'),
    },
    {
      name: 'a document that was taken out',
      but: { requestParameters: { policyArn, setAsDefault: true } },
      gives: [{ ...patch, fields, sets: { versions: { v2: true } } }],
    },
    {
      name: "a policy of AWS's own",
      but: { requestParameters: { ...request, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
      gives: names('CreatePolicyVersion', 'policy'),
    },
  ],
});

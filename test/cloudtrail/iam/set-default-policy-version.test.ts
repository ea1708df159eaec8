import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:policy/carts`;
const policyArn = `arn:aws:iam::${ACCOUNT}:policy/shop/carts`;
const request = { policyArn, versionId: 'v1' };

describeEvent('SetDefaultPolicyVersion', {
  record: record('iam', 'SetDefaultPolicyVersion', request),
  gives: [{ op: 'patch', key, fields: { defaultVersion: 'v1' }, sets: {} }],
  withoutRequest: names('SetDefaultPolicyVersion', 'policy'),
  omitted: names('SetDefaultPolicyVersion', 'policy'),
  cases: [
    {
      name: 'a version that was taken out is unknown',
      but: { requestParameters: { policyArn } },
      gives: [{ op: 'patch', key, fields: { defaultVersion: '?' }, sets: {} }],
    },
    {
      name: "a policy of AWS's own",
      but: { requestParameters: { ...request, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
      gives: names('SetDefaultPolicyVersion', 'policy'),
    },
  ],
});

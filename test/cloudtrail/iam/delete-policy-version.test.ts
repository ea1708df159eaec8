import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:policy/carts`;
const policyArn = `arn:aws:iam::${ACCOUNT}:policy/shop/carts`;
const request = { policyArn, versionId: 'v2' };

describeEvent('DeletePolicyVersion', {
  record: record('iam', 'DeletePolicyVersion', request),
  gives: [{ op: 'patch', key, fields: {}, sets: { versions: { v2: null } } }],
  withoutRequest: names('DeletePolicyVersion', 'policy'),
  omitted: names('DeletePolicyVersion', 'policy'),
  cases: [
    {
      name: 'no version named',
      but: { requestParameters: { policyArn } },
      gives: names('DeletePolicyVersion', 'version'),
    },
    {
      name: "a policy of AWS's own",
      but: { requestParameters: { ...request, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
      gives: names('DeletePolicyVersion', 'policy'),
    },
  ],
});

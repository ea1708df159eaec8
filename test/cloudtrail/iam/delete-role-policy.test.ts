import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;

describeEvent('DeleteRolePolicy', {
  record: record('iam', 'DeleteRolePolicy', { roleName: 'checkout', policyName: 'read-carts' }),
  gives: [{ op: 'patch', key, fields: {}, sets: { inlinePolicies: { 'read-carts': null } } }],
  withoutRequest: names('DeleteRolePolicy', 'role'),
  omitted: names('DeleteRolePolicy', 'role'),
  cases: [
    {
      name: 'no policy named',
      but: { requestParameters: { roleName: 'checkout' } },
      gives: names('DeleteRolePolicy', 'policy'),
    },
  ],
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;
const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';

describeEvent('DetachRolePolicy', {
  record: record('iam', 'DetachRolePolicy', { roleName: 'checkout', policyArn }),
  gives: [{ op: 'patch', key, fields: {}, sets: { policies: { [policyArn]: null } } }],
  withoutRequest: names('DetachRolePolicy', 'role'),
  omitted: names('DetachRolePolicy', 'role'),
  cases: [
    {
      name: 'no policy named',
      but: { requestParameters: { roleName: 'checkout' } },
      gives: names('DetachRolePolicy', 'policy'),
    },
  ],
});

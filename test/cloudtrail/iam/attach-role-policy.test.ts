import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;
const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';

describeEvent('AttachRolePolicy', {
  record: record('iam', 'AttachRolePolicy', { roleName: 'checkout', policyArn }),
  gives: [{ op: 'patch', key, fields: {}, sets: { policies: { [policyArn]: true } } }],
  withoutRequest: names('AttachRolePolicy', 'role'),
  omitted: names('AttachRolePolicy', 'role'),
  cases: [
    {
      name: 'no policy named',
      but: { requestParameters: { roleName: 'checkout' } },
      gives: names('AttachRolePolicy', 'policy'),
    },
  ],
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:instance-profile/node`;

describeEvent('RemoveRoleFromInstanceProfile', {
  record: record('iam', 'RemoveRoleFromInstanceProfile', {
    instanceProfileName: 'node',
    roleName: 'workers',
  }),
  gives: [{ op: 'patch', key, fields: {}, sets: { roles: { workers: null } } }],
  withoutRequest: names('RemoveRoleFromInstanceProfile', 'instance profile'),
  omitted: names('RemoveRoleFromInstanceProfile', 'instance profile'),
  cases: [
    {
      name: 'no role named',
      but: { requestParameters: { instanceProfileName: 'node' } },
      gives: names('RemoveRoleFromInstanceProfile', 'role'),
    },
  ],
});

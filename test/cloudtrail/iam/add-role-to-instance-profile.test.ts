import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:instance-profile/node`;

describeEvent('AddRoleToInstanceProfile', {
  record: record('iam', 'AddRoleToInstanceProfile', { instanceProfileName: 'node', roleName: 'workers' }),
  gives: [{ op: 'patch', key, fields: {}, sets: { roles: { workers: true } } }],
  withoutRequest: names('AddRoleToInstanceProfile', 'instance profile'),
  omitted: names('AddRoleToInstanceProfile', 'instance profile'),
  cases: [
    {
      name: 'no role named',
      but: { requestParameters: { instanceProfileName: 'node' } },
      gives: names('AddRoleToInstanceProfile', 'role'),
    },
  ],
});

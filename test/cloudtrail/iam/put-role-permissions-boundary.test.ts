import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;
const permissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/limits/pod-boundary`;

describeEvent('PutRolePermissionsBoundary', {
  record: record('iam', 'PutRolePermissionsBoundary', { roleName: 'checkout', permissionsBoundary }),
  gives: [{ op: 'patch', key, fields: { boundary: permissionsBoundary }, sets: {} }],
  withoutRequest: names('PutRolePermissionsBoundary', 'role'),
  omitted: names('PutRolePermissionsBoundary', 'role'),
  cases: [
    {
      name: 'a boundary that was taken out is unknown, not absent',
      but: { requestParameters: { roleName: 'checkout' } },
      gives: [{ op: 'patch', key, fields: { boundary: '?' }, sets: {} }],
    },
  ],
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;

describeEvent('DeleteRolePermissionsBoundary', {
  record: record('iam', 'DeleteRolePermissionsBoundary', { roleName: 'checkout' }),
  gives: [{ op: 'patch', key, fields: { boundary: null }, sets: {} }],
  withoutRequest: names('DeleteRolePermissionsBoundary', 'role'),
  omitted: names('DeleteRolePermissionsBoundary', 'role'),
});

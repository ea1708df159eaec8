import { defineMapper, patch } from '../mapper.ts';
import { requestedRole } from './requested-role.ts';

export const deleteRolePermissionsBoundary = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeleteRolePermissionsBoundary',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    if (key === undefined) return { missing: 'role' };
    return [patch(call, 'iam-role', key, { fields: { boundary: null } })];
  },
});

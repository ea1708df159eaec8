import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { requestedRole } from './requested-role.ts';

export const putRolePermissionsBoundary = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'PutRolePermissionsBoundary',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    if (key === undefined) return { missing: 'role' };
    const boundary = text(call.request, 'permissionsBoundary') ?? undefined;
    return [patch(call, 'iam-role', key, { fields: { boundary } })];
  },
});

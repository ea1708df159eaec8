import { defineMapper, remove } from '../mapper.ts';
import { requestedRole } from './requested-role.ts';

export const deleteRole = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeleteRole',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    return key === undefined ? { missing: 'role' } : [remove(call, 'iam-role', key)];
  },
});

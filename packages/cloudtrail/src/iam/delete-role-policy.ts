import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { requestedRole } from './requested-role.ts';

export const deleteRolePolicy = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeleteRolePolicy',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    if (key === undefined) return { missing: 'role' };
    const name = text(call.request, 'policyName');
    if (!name) return { missing: 'policy' };
    return [patch(call, 'iam-role', key, { sets: { inlinePolicies: { [name]: null } } })];
  },
});

import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { requestedRole } from './requested-role.ts';

export const detachRolePolicy = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DetachRolePolicy',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    if (key === undefined) return { missing: 'role' };
    const policy = text(call.request, 'policyArn');
    if (!policy) return { missing: 'policy' };
    return [patch(call, 'iam-role', key, { sets: { policies: { [policy]: null } } })];
  },
});

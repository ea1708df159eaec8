import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { requestedRole } from './requested-role.ts';

export const attachRolePolicy = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'AttachRolePolicy',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    if (key === undefined) return { missing: 'role' };
    const policy = text(call.request, 'policyArn');
    if (!policy) return { missing: 'policy' };
    return [patch(call, 'iam-role', key, { sets: { policies: { [policy]: true } } })];
  },
});

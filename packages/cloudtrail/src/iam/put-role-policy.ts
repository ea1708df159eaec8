import { defineMapper, patch } from '../mapper.ts';
import { policyText, text } from '../parameters.ts';
import { requestedRole } from './requested-role.ts';

export const putRolePolicy = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'PutRolePolicy',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    if (key === undefined) return { missing: 'role' };
    const name = text(call.request, 'policyName');
    if (!name) return { missing: 'policy' };
    const document = policyText(call.request, 'policyDocument') ?? true;
    return [patch(call, 'iam-role', key, { sets: { inlinePolicies: { [name]: document } } })];
  },
});

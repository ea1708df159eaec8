import { defineMapper, patch } from '../mapper.ts';
import { policyText } from '../parameters.ts';
import { requestedRole } from './requested-role.ts';

export const updateAssumeRolePolicy = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'UpdateAssumeRolePolicy',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    if (key === undefined) return { missing: 'role' };
    const trust = policyText(call.request, 'policyDocument') ?? undefined;
    return [patch(call, 'iam-role', key, { fields: { trust } })];
  },
});

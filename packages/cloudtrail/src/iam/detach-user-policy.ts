import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { requestedUser } from './requested-user.ts';

export const detachUserPolicy = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DetachUserPolicy',
  group: 'default',
  regional: false,
  kinds: ['iam-user'],
  toChanges(call) {
    const key = requestedUser(call);
    if (key === undefined) return { missing: 'user' };
    const policy = text(call.request, 'policyArn');
    if (!policy) return { missing: 'policy' };
    return [patch(call, 'iam-user', key, { sets: { policies: { [policy]: null } } })];
  },
});

import { defineMapper, remove } from '../mapper.ts';
import { requestedPolicy } from './requested-policy.ts';

export const deletePolicy = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeletePolicy',
  group: 'default',
  regional: false,
  kinds: ['iam-policy'],
  toChanges(call) {
    const key = requestedPolicy(call);
    return key === undefined ? { missing: 'policy' } : [remove(call, 'iam-policy', key)];
  },
});

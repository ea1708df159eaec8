import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { requestedPolicy } from './requested-policy.ts';

export const deletePolicyVersion = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeletePolicyVersion',
  group: 'default',
  regional: false,
  kinds: ['iam-policy'],
  toChanges(call) {
    const key = requestedPolicy(call);
    if (key === undefined) return { missing: 'policy' };
    const version = text(call.request, 'versionId');
    if (!version) return { missing: 'version' };
    return [patch(call, 'iam-policy', key, { sets: { versions: { [version]: null } } })];
  },
});

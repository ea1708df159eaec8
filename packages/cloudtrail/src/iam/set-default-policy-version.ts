import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { requestedPolicy } from './requested-policy.ts';

export const setDefaultPolicyVersion = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'SetDefaultPolicyVersion',
  group: 'default',
  regional: false,
  kinds: ['iam-policy'],
  toChanges(call) {
    const key = requestedPolicy(call);
    if (key === undefined) return { missing: 'policy' };
    const defaultVersion = text(call.request, 'versionId') ?? undefined;
    return [patch(call, 'iam-policy', key, { fields: { defaultVersion } })];
  },
});

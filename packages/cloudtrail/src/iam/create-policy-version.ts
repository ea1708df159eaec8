import { defineMapper, patch } from '../mapper.ts';
import { flag, policyText, text, within } from '../parameters.ts';
import { requestedPolicy } from './requested-policy.ts';

export const createPolicyVersion = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'CreatePolicyVersion',
  group: 'default',
  regional: false,
  kinds: ['iam-policy'],
  toChanges(call) {
    const key = requestedPolicy(call);
    if (key === undefined) return { missing: 'policy' };
    const version = within(call.response, 'policyVersion');
    const id = text(version, 'versionId') ?? undefined;
    const isDefault = flag(version, 'isDefaultVersion') ?? flag(call.request, 'setAsDefault');
    // Without an id it says at least that the default is another one, or may be.
    if (id === undefined && (isDefault === false || isDefault === null)) return { missing: 'version' };
    const fields =
      isDefault === undefined ? { defaultVersion: undefined } : isDefault ? { defaultVersion: id } : {};
    const document = policyText(call.request, 'policyDocument') ?? true;
    const sets = id === undefined ? {} : { versions: { [id]: document } };
    return [patch(call, 'iam-policy', key, { fields, sets })];
  },
});

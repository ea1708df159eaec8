import { capabilityKey } from '@podguard/core';
import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

export const updateCapability = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'UpdateCapability',
  group: 'default',
  regional: true,
  kinds: ['eks-capability'],
  toChanges(call) {
    const key = keyOfOwned(call, capabilityKey, ownedNames(call, null, 'capabilityName'));
    if (key === undefined) return { missing: 'capability' };
    const roleArn = text(call.request, 'roleArn');
    return roleArn === null ? [] : [patch(call, 'eks-capability', key, { fields: { roleArn } })];
  },
});

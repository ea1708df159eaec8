import { capabilityKey } from '@podguard/core';
import { defineMapper, remove } from '../mapper.ts';
import { within } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

export const deleteCapability = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'DeleteCapability',
  group: 'default',
  regional: true,
  kinds: ['eks-capability'],
  toChanges(call) {
    const names = ownedNames(call, within(call.response, 'capability'), 'capabilityName');
    const key = keyOfOwned(call, capabilityKey, names);
    return key === undefined ? { missing: 'capability' } : [remove(call, 'eks-capability', key)];
  },
});

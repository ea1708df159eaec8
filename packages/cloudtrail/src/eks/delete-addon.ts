import { addonKey } from '@podguard/core';
import { defineMapper, remove } from '../mapper.ts';
import { within } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

export const deleteAddon = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'DeleteAddon',
  group: 'default',
  regional: true,
  kinds: ['eks-addon'],
  toChanges(call) {
    const key = keyOfOwned(call, addonKey, ownedNames(call, within(call.response, 'addon'), 'addonName'));
    return key === undefined ? { missing: 'add-on' } : [remove(call, 'eks-addon', key)];
  },
});

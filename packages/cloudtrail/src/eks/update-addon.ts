import { addonKey } from '@podguard/core';
import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

export const updateAddon = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'UpdateAddon',
  group: 'default',
  regional: true,
  kinds: ['eks-addon'],
  toChanges(call) {
    const key = keyOfOwned(call, addonKey, ownedNames(call, null, 'addonName'));
    if (key === undefined) return { missing: 'add-on' };
    // An update that names no role takes it away: https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateAddon.html
    const fields = { serviceAccountRoleArn: text(call.request, 'serviceAccountRoleArn') };
    return [patch(call, 'eks-addon', key, { fields })];
  },
});

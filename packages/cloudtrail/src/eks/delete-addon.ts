import { addonKey } from '@podguard/core';
import { defineMapper, patch, remove } from '../mapper.ts';
import { flag, within } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

export const deleteAddon = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'DeleteAddon',
  group: 'default',
  regional: true,
  kinds: ['eks-addon'],
  toChanges(call) {
    const key = keyOfOwned(call, addonKey, ownedNames(call, within(call.response, 'addon'), 'addonName'));
    if (key === undefined) return { missing: 'add-on' };
    // Its software and its roles stay; EKS no longer tells how it does.
    // https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteAddon.html
    if (flag(call.request, 'preserve') === true)
      return [patch(call, 'eks-addon', key, { fields: { status: undefined } })];
    return [remove(call, 'eks-addon', key)];
  },
});

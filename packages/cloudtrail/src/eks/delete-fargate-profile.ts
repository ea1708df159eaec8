import { fargateProfileKey } from '@podguard/core';
import { defineMapper, remove } from '../mapper.ts';
import { within } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

export const deleteFargateProfile = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'DeleteFargateProfile',
  group: 'default',
  regional: true,
  kinds: ['eks-fargate-profile'],
  toChanges(call) {
    const names = ownedNames(call, within(call.response, 'fargateProfile'), 'fargateProfileName');
    const key = keyOfOwned(call, fargateProfileKey, names);
    return key === undefined ? { missing: 'Fargate profile' } : [remove(call, 'eks-fargate-profile', key)];
  },
});

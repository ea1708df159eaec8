import { addonKey } from '@podguard/core';
import { defineMapper, put } from '../mapper.ts';
import { first, text, within } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

export const createAddon = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'CreateAddon',
  group: 'default',
  regional: true,
  kinds: ['eks-addon'],
  toChanges(call) {
    const answered = within(call.response, 'addon');
    const names = ownedNames(call, answered, 'addonName');
    const key = keyOfOwned(call, addonKey, names);
    if (key === undefined) return { missing: 'add-on' };
    const arn = text(answered, 'addonArn') ?? undefined;
    const fields = {
      arn,
      addonName: names.name,
      clusterName: names.clusterName,
      serviceAccountRoleArn: first((place) => text(place, 'serviceAccountRoleArn'), answered, call.request),
      status: text(answered, 'status') ?? undefined,
    };
    return [put(call, 'eks-addon', key, { creates: true, uniqueId: arn, fields, sets: {} })];
  },
});

import { capabilityKey } from '@podguard/core';
import { defineMapper, put } from '../mapper.ts';
import { first, text, within } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

export const createCapability = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'CreateCapability',
  group: 'default',
  regional: true,
  kinds: ['eks-capability'],
  toChanges(call) {
    const answered = within(call.response, 'capability');
    const names = ownedNames(call, answered, 'capabilityName');
    const key = keyOfOwned(call, capabilityKey, names);
    if (key === undefined) return { missing: 'capability' };
    const arn = text(answered, 'arn', 'capabilityArn') ?? undefined;
    const fields = {
      arn,
      capabilityName: names.name,
      clusterName: names.clusterName,
      type: first((place) => text(place, 'type'), answered, call.request) ?? undefined,
      roleArn: first((place) => text(place, 'roleArn'), answered, call.request) ?? undefined,
    };
    return [put(call, 'eks-capability', key, { creates: true, uniqueId: arn, fields, sets: {} })];
  },
});

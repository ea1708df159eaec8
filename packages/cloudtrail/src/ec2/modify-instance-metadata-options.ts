import { instanceKey } from '@podguard/core';
import { defineMapper, named, patch } from '../mapper.ts';
import { first, text, within } from '../parameters.ts';
import { metadataOptions } from './metadata-options.ts';

export const modifyInstanceMetadataOptions = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'ModifyInstanceMetadataOptions',
  group: 'default',
  regional: true,
  kinds: ['ec2-instance'],
  toChanges(call) {
    const id = first((place) => text(place, 'instanceId'), call.request, call.response);
    if (!id) return { missing: 'instance' };
    const key = instanceKey(call.partition, call.region, call.account, id);
    const answered = within(call.response, 'instanceMetadataOptions');
    return [patch(call, 'ec2-instance', key, { fields: named(metadataOptions(answered, call.request)) })];
  },
});

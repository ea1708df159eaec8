import { defineMapper, patch } from '../mapper.ts';
import { tagMembers } from '../tags.ts';
import { taggedInstances } from './tagged-instances.ts';

export const createTags = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'CreateTags',
  group: 'default',
  regional: true,
  kinds: ['ec2-instance'],
  toChanges(call) {
    const keys = taggedInstances(call);
    if (keys === undefined) return { missing: 'resource' };
    if (keys.length === 0) return [];
    const tags = tagMembers(call.request, 'tagSet', 'tag', 'tags');
    if (!tags) return { missing: 'tag' };
    return keys.map((key) => patch(call, 'ec2-instance', key, { sets: { tags } }));
  },
});

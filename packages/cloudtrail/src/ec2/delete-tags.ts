import { defineMapper, patch } from '../mapper.ts';
import { list, places, text } from '../parameters.ts';
import { taggedInstances } from './tagged-instances.ts';

const TAGS = ['tagSet', 'tag', 'tags'] as const;

export const deleteTags = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'DeleteTags',
  group: 'default',
  regional: true,
  kinds: ['ec2-instance'],
  toChanges(call) {
    const keys = taggedInstances(call);
    if (keys === undefined) return { missing: 'resource' };
    if (keys.length === 0) return [];
    const written = list(call.request, ...TAGS) ?? [];
    const named = places(call.request, ...TAGS).map((tag) => text(tag, 'key'));
    // Without any tag all of a resource's own are deleted, which its members alone do not say.
    if (written.length === 0 || named.length < written.length || !named.every(Boolean))
      return { missing: 'tag' };
    // With another value than the tag has the call deletes nothing; tools name the value that it has, or none.
    const tags = Object.fromEntries(named.map((name) => [name, null]));
    return keys.map((key) => patch(call, 'ec2-instance', key, { sets: { tags } }));
  },
});

import { defineMapper, patch } from '../mapper.ts';
import { list, places, text } from '../parameters.ts';
import { taggedInstances } from './tagged-instances.ts';

const TAGS = ['tagSet', 'tag', 'tags'] as const;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html */
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
    const written = list(call.request, ...TAGS);
    // Without any tag all are deleted but AWS's own, and which of those there are is not known.
    if (written === null || written?.length === 0)
      return keys.map((key) => patch(call, 'ec2-instance', key, { sets: { tags: null } }));
    const named = places(call.request, ...TAGS).map((tag) => text(tag, 'key'));
    if (!written || named.length < written.length || !named.every(Boolean)) return { missing: 'tag' };
    // With another value than the tag has the call deletes nothing; tools name the value that it has, or none.
    const tags = Object.fromEntries(named.map((name) => [name, null]));
    return keys.map((key) => patch(call, 'ec2-instance', key, { sets: { tags } }));
  },
});

import { defineMapper, patch } from '../mapper.ts';
import { removedTags } from '../tags.ts';
import { requestedRole } from './requested-role.ts';
import { roleTags } from './role-tags.ts';

export const untagRole = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'UntagRole',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    if (key === undefined) return { missing: 'role' };
    const tags = roleTags(removedTags(call.request, 'tagKeys'));
    return tags ? [patch(call, 'iam-role', key, { sets: { tags } })] : { missing: 'tag' };
  },
});

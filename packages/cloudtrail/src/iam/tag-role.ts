import { defineMapper, patch } from '../mapper.ts';
import { keptTags } from '../tags.ts';
import { requestedRole } from './requested-role.ts';
import { roleTags } from './role-tags.ts';

export const tagRole = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'TagRole',
  group: 'default',
  regional: false,
  kinds: ['iam-role'],
  toChanges(call) {
    const key = requestedRole(call);
    if (key === undefined) return { missing: 'role' };
    const tags = roleTags(keptTags(call.request, 'tags'));
    return tags ? [patch(call, 'iam-role', key, { sets: { tags } })] : { missing: 'tag' };
  },
});

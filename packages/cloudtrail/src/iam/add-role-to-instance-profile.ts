import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { requestedProfile } from './requested-profile.ts';

export const addRoleToInstanceProfile = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'AddRoleToInstanceProfile',
  group: 'default',
  regional: false,
  kinds: ['instance-profile'],
  toChanges(call) {
    const key = requestedProfile(call);
    if (key === undefined) return { missing: 'instance profile' };
    const role = text(call.request, 'roleName');
    if (!role) return { missing: 'role' };
    return [patch(call, 'instance-profile', key, { sets: { roles: { [role]: true } } })];
  },
});

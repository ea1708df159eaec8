import { defineMapper, remove } from '../mapper.ts';
import { requestedProfile } from './requested-profile.ts';

export const deleteInstanceProfile = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeleteInstanceProfile',
  group: 'default',
  regional: false,
  kinds: ['instance-profile'],
  toChanges(call) {
    const key = requestedProfile(call);
    return key === undefined ? { missing: 'instance profile' } : [remove(call, 'instance-profile', key)];
  },
});

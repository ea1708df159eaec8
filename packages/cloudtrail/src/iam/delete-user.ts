import { defineMapper, remove } from '../mapper.ts';
import { requestedUser } from './requested-user.ts';

export const deleteUser = defineMapper({
  source: 'iam.amazonaws.com',
  name: 'DeleteUser',
  group: 'default',
  regional: false,
  kinds: ['iam-user'],
  toChanges(call) {
    const key = requestedUser(call);
    return key === undefined ? { missing: 'user' } : [remove(call, 'iam-user', key)];
  },
});

import { defineMapper, remove } from '../mapper.ts';
import { secretOf } from './secret.ts';

export const deleteSecret = defineMapper({
  source: 'secretsmanager.amazonaws.com',
  name: 'DeleteSecret',
  group: 'default',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const secret = secretOf(call, 'secretId');
    return secret === undefined ? { missing: 'secret' } : [remove(call, 'secret', secret.key)];
  },
});

import { defineMapper, patch } from '../mapper.ts';
import { secretOf } from './secret.ts';

export const deleteResourcePolicy = defineMapper({
  source: 'secretsmanager.amazonaws.com',
  name: 'DeleteResourcePolicy',
  group: 'default',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const secret = secretOf(call, 'secretId');
    if (secret === undefined) return { missing: 'secret' };
    return [patch(call, 'secret', secret.key, { fields: { resourcePolicy: null } })];
  },
});

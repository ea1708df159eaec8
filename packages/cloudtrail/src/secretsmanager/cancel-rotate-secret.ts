import { defineMapper, patch } from '../mapper.ts';
import { secretOf } from './secret.ts';

export const cancelRotateSecret = defineMapper({
  source: 'secretsmanager.amazonaws.com',
  name: 'CancelRotateSecret',
  group: 'default',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const secret = secretOf(call, 'secretId');
    if (secret === undefined) return { missing: 'secret' };
    return [patch(call, 'secret', secret.key, { fields: { rotation: 'disabled' } })];
  },
});

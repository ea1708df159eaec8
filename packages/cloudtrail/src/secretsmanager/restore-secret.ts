import { defineMapper, patch } from '../mapper.ts';
import { secretOf } from './secret.ts';

export const restoreSecret = defineMapper({
  source: 'secretsmanager.amazonaws.com',
  name: 'RestoreSecret',
  group: 'default',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const secret = secretOf(call, 'secretId');
    if (secret === undefined) return { missing: 'secret' };
    // That it is there again is all that the record says.
    return [patch(call, 'secret', secret.key, { fields: { arn: secret.arn } })];
  },
});

import { defineMapper, patch } from '../mapper.ts';
import { secretOf } from './secret.ts';

export const rotateSecret = defineMapper({
  source: 'secretsmanager.amazonaws.com',
  name: 'RotateSecret',
  group: 'default',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const secret = secretOf(call, 'secretId');
    if (secret === undefined) return { missing: 'secret' };
    // It only begins here, and goes on by a schedule that makes no calls:
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
    return [patch(call, 'secret', secret.key, { fields: { rotation: 'enabled', rotatedAt: undefined } })];
  },
});

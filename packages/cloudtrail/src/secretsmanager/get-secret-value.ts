import { defineMapper } from '../mapper.ts';
import { readsOf, secretRead } from '../secret-reader.ts';
import { secretOf } from './secret.ts';

export const getSecretValue = defineMapper({
  source: 'secretsmanager.amazonaws.com',
  name: 'GetSecretValue',
  group: 'secret-reads',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const how = secretRead(call);
    if (how === undefined) return [];
    const secret = secretOf(call, 'secretId');
    return secret === undefined ? { missing: 'secret' } : readsOf(call, how, [secret.key]);
  },
});

import { defineMapper, patch } from '../mapper.ts';
import { policyText } from '../parameters.ts';
import { secretOf } from './secret.ts';

export const putResourcePolicy = defineMapper({
  source: 'secretsmanager.amazonaws.com',
  name: 'PutResourcePolicy',
  group: 'default',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const secret = secretOf(call, 'secretId');
    if (secret === undefined) return { missing: 'secret' };
    const resourcePolicy = policyText(call.request, 'resourcePolicy') ?? undefined;
    return [patch(call, 'secret', secret.key, { fields: { resourcePolicy } })];
  },
});

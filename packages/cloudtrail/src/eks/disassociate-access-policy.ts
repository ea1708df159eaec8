import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { entryOf } from './access-entry.ts';

export const disassociateAccessPolicy = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'DisassociateAccessPolicy',
  group: 'default',
  regional: true,
  kinds: ['access-entry'],
  toChanges(call) {
    const { key } = entryOf(call, null);
    if (key === undefined) return { missing: 'access entry' };
    const policy = text(call.request, 'policyArn');
    if (!policy) return { missing: 'access policy' };
    return [patch(call, 'access-entry', key, { sets: { policies: { [policy]: null } } })];
  },
});

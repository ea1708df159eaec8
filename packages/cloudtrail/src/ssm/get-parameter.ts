import { defineMapper } from '../mapper.ts';
import { text } from '../parameters.ts';
import { readsOf } from '../secret-reader.ts';
import { decryptingRead, parameterOf } from './parameter.ts';

export const getParameter = defineMapper({
  source: 'ssm.amazonaws.com',
  name: 'GetParameter',
  group: 'secret-reads',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const how = decryptingRead(call);
    if (how === undefined) return [];
    const name = text(call.request, 'name');
    if (!name) return { missing: 'parameter' };
    const key = parameterOf(call, name);
    return key === undefined ? [] : readsOf(call, how, [key]);
  },
});

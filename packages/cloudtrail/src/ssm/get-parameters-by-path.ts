import { parameterKey } from '@podguard/core';
import { defineMapper } from '../mapper.ts';
import { text } from '../parameters.ts';
import { readsOf } from '../secret-reader.ts';
import { decryptingRead } from './parameter.ts';

export const getParametersByPath = defineMapper({
  source: 'ssm.amazonaws.com',
  name: 'GetParametersByPath',
  group: 'secret-reads',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const how = decryptingRead(call);
    if (how === undefined) return [];
    const path = text(call.request, 'path');
    if (!path) return { missing: 'path' };
    const below = path.replace(/^\/|\/$/g, '');
    if (/^aws(\/|$)/i.test(below)) return [];
    // It names none of the parameters: what is below the path stands for them.
    const name = below === '' ? '*' : `${below}/*`;
    return readsOf(call, how, [parameterKey(call.partition, call.region, call.account, name)]);
  },
});

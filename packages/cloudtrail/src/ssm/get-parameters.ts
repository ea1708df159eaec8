import { defineMapper } from '../mapper.ts';
import { texts } from '../parameters.ts';
import { readsOf } from '../secret-reader.ts';
import { decryptingRead, parameterOf } from './parameter.ts';

export const getParameters = defineMapper({
  source: 'ssm.amazonaws.com',
  name: 'GetParameters',
  group: 'secret-reads',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const how = decryptingRead(call);
    if (how === undefined) return [];
    const names = texts(call.request, 'names');
    if (!names) return { missing: 'parameters' };
    return readsOf(
      call,
      how,
      names.flatMap((name) => parameterOf(call, name) ?? []),
    );
  },
});

import { defineMapper, remove } from '../mapper.ts';
import { entryOf } from './access-entry.ts';

export const deleteAccessEntry = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'DeleteAccessEntry',
  group: 'default',
  regional: true,
  kinds: ['access-entry'],
  toChanges(call) {
    const { key } = entryOf(call, null);
    return key === undefined ? { missing: 'access entry' } : [remove(call, 'access-entry', key)];
  },
});

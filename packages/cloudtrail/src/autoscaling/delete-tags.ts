import { defineMapper } from '../mapper.ts';
import { taggedGroups } from './tagged-groups.ts';

export const deleteTags = defineMapper({
  source: 'autoscaling.amazonaws.com',
  name: 'DeleteTags',
  group: 'default',
  regional: true,
  kinds: ['auto-scaling-group'],
  toChanges: (call) => taggedGroups(call, 'removed'),
});

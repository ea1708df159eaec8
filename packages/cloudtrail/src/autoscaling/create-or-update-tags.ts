import { defineMapper } from '../mapper.ts';
import { taggedGroups } from './tagged-groups.ts';

export const createOrUpdateTags = defineMapper({
  source: 'autoscaling.amazonaws.com',
  name: 'CreateOrUpdateTags',
  group: 'default',
  regional: true,
  kinds: ['auto-scaling-group'],
  toChanges: (call) => taggedGroups(call, 'kept'),
});

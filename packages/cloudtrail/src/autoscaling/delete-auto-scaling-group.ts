import { defineMapper, remove } from '../mapper.ts';
import { requestedGroup } from './group.ts';

export const deleteAutoScalingGroup = defineMapper({
  source: 'autoscaling.amazonaws.com',
  name: 'DeleteAutoScalingGroup',
  group: 'default',
  regional: true,
  kinds: ['auto-scaling-group'],
  toChanges(call) {
    const group = requestedGroup(call);
    return group === undefined
      ? { missing: 'Auto Scaling group' }
      : [remove(call, 'auto-scaling-group', group.key)];
  },
});

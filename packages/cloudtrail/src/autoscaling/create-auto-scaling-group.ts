import { defineMapper, put } from '../mapper.ts';
import { tagMembers } from '../tags.ts';
import { NO_TEMPLATE, requestedGroup, requestedTemplate } from './group.ts';

export const createAutoScalingGroup = defineMapper({
  source: 'autoscaling.amazonaws.com',
  name: 'CreateAutoScalingGroup',
  group: 'default',
  regional: true,
  kinds: ['auto-scaling-group'],
  toChanges(call) {
    const group = requestedGroup(call);
    if (group === undefined) return { missing: 'Auto Scaling group' };
    const fields = { name: group.name, ...(requestedTemplate(call) ?? NO_TEMPLATE) };
    const tags = tagMembers(call.request, 'tags');
    const sets = { tags: tags === undefined ? null : (tags ?? {}) };
    return [put(call, 'auto-scaling-group', group.key, { creates: true, fields, sets })];
  },
});

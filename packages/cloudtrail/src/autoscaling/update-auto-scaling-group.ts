import { defineMapper, patch } from '../mapper.ts';
import { text } from '../parameters.ts';
import { NO_TEMPLATE, requestedGroup, requestedTemplate } from './group.ts';

export const updateAutoScalingGroup = defineMapper({
  source: 'autoscaling.amazonaws.com',
  name: 'UpdateAutoScalingGroup',
  group: 'default',
  regional: true,
  kinds: ['auto-scaling-group'],
  toChanges(call) {
    const group = requestedGroup(call);
    if (group === undefined) return { missing: 'Auto Scaling group' };
    // A launch configuration takes the place of a template.
    const configured = text(call.request, 'launchConfigurationName') !== null;
    const fields = requestedTemplate(call) ?? (configured ? NO_TEMPLATE : null);
    return fields === null ? [] : [patch(call, 'auto-scaling-group', group.key, { fields })];
  },
});

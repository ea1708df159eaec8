import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { key } from './group.ts';

const missing = names('DeleteAutoScalingGroup', 'Auto Scaling group');

describeEvent('DeleteAutoScalingGroup', {
  record: record('autoscaling', 'DeleteAutoScalingGroup', {
    autoScalingGroupName: 'workers',
    forceDelete: true,
  }),
  gives: [{ op: 'delete', key }],
  withoutRequest: missing,
  omitted: missing,
});

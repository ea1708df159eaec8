import { instanceKey } from '@podguard/core';
import { defineMapper, remove } from '../mapper.ts';
import { text } from '../parameters.ts';

/** EventBridge's own event, as `toRecord` makes a record of it: instances also end without a call to terminate them. */
export const ec2InstanceStateChangeNotification = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'EC2 Instance State-change Notification',
  group: 'default',
  regional: true,
  kinds: ['ec2-instance'],
  toChanges(call) {
    const id = text(call.request, 'instance-id');
    if (!id) return { missing: 'instance' };
    if (text(call.request, 'state') !== 'terminated') return [];
    return [remove(call, 'ec2-instance', instanceKey(call.partition, call.region, call.account, id))];
  },
});

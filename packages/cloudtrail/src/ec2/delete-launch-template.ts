import { defineMapper, remove } from '../mapper.ts';
import { within } from '../parameters.ts';
import { templateOf } from './launch-template.ts';

export const deleteLaunchTemplate = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'DeleteLaunchTemplate',
  group: 'default',
  regional: true,
  kinds: ['launch-template'],
  toChanges(call) {
    const template = templateOf(call, within(call.response, 'launchTemplate'), call.request);
    return template === undefined
      ? { missing: 'launch template' }
      : [remove(call, 'launch-template', template.key)];
  },
});

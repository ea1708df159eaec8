import { defineMapper } from '../mapper.ts';
import { within } from '../parameters.ts';
import { changedPart, settings } from '../platform-part.ts';
import { queueArn } from './queue-arn.ts';

export const setQueueAttributes = defineMapper({
  source: 'sqs.amazonaws.com',
  name: 'SetQueueAttributes',
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const arn = queueArn(call);
    return arn === undefined
      ? { missing: 'queue' }
      : [changedPart(call, arn, settings(within(call.request, 'attributes')))];
  },
});

import { defineMapper } from '../mapper.ts';
import { changedPart } from '../platform-part.ts';
import { queueArn } from './queue-arn.ts';

export const deleteQueue = defineMapper({
  source: 'sqs.amazonaws.com',
  name: 'DeleteQueue',
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const arn = queueArn(call);
    return arn === undefined ? { missing: 'queue' } : [changedPart(call, arn, null)];
  },
});

import { defineMapper } from '../mapper.ts';
import { changedPart } from '../platform-part.ts';
import { queueArn } from './queue-arn.ts';

export const purgeQueue = defineMapper({
  source: 'sqs.amazonaws.com',
  name: 'PurgeQueue',
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const arn = queueArn(call);
    return arn === undefined ? { missing: 'queue' } : [changedPart(call, arn, null)];
  },
});

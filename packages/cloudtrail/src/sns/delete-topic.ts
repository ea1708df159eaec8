import { defineMapper } from '../mapper.ts';
import { text } from '../parameters.ts';
import { changedPart } from '../platform-part.ts';

export const deleteTopic = defineMapper({
  source: 'sns.amazonaws.com',
  name: 'DeleteTopic',
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const arn = text(call.request, 'topicArn');
    return arn ? [changedPart(call, arn, null)] : { missing: 'topic' };
  },
});

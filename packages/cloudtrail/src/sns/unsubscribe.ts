import { defineMapper } from '../mapper.ts';
import { text } from '../parameters.ts';
import { changedPart } from '../platform-part.ts';

export const unsubscribe = defineMapper({
  source: 'sns.amazonaws.com',
  name: 'Unsubscribe',
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    // A subscription's ARN is its topic's and an id: https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html
    const [, topic, id] = /^(arn:[^:]+:.+):([^:]+)$/.exec(text(call.request, 'subscriptionArn') ?? '') ?? [];
    return topic ? [changedPart(call, topic, `subscription ${id}`)] : { missing: 'topic' };
  },
});

import { defineMapper } from '../mapper.ts';
import { changedPart } from '../platform-part.ts';
import { mappedPart } from './event-source-mapping.ts';

export const deleteEventSourceMapping = defineMapper({
  source: 'lambda.amazonaws.com',
  name: 'DeleteEventSourceMapping',
  alsoNamed: ['DeleteEventSourceMapping20150331'],
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const part = mappedPart(call);
    if (part === undefined) return { missing: 'event source mapping' };
    return [changedPart(call, part.arn, part.mapping && `mapping ${part.mapping}`)];
  },
});

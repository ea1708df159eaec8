import { defineMapper } from '../mapper.ts';
import { changedPart, settings } from '../platform-part.ts';
import { mappedPart } from './event-source-mapping.ts';

export const updateEventSourceMapping = defineMapper({
  source: 'lambda.amazonaws.com',
  name: 'UpdateEventSourceMapping',
  alsoNamed: ['UpdateEventSourceMapping20150331'],
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const part = mappedPart(call);
    if (part === undefined) return { missing: 'event source mapping' };
    const set = settings(call.request, 'uuid', 'functionname');
    const detail = set && part.mapping ? `mapping ${part.mapping}: ${set}` : set;
    return [changedPart(call, part.arn, detail)];
  },
});

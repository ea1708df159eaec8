import { defineMapper, patch } from '../mapper.ts';
import { first } from '../parameters.ts';
import { managementEvents } from './management-events.ts';
import { trailOf } from './trail.ts';

export const putEventSelectors = defineMapper({
  source: 'cloudtrail.amazonaws.com',
  name: 'PutEventSelectors',
  group: 'default',
  regional: true,
  kinds: ['cloudtrail-trail'],
  toChanges(call) {
    const trail = trailOf(call);
    if (trail === undefined) return { missing: 'trail' };
    const logged = first(managementEvents, call.response, call.request) ?? undefined;
    const fields = { ...trail, managementEvents: logged, selectedAt: call.record.eventTime };
    return [patch(call, 'cloudtrail-trail', trail.arn, { fields })];
  },
});

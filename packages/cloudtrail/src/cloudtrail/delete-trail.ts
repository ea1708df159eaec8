import { defineMapper, remove } from '../mapper.ts';
import { trailOf } from './trail.ts';

export const deleteTrail = defineMapper({
  source: 'cloudtrail.amazonaws.com',
  name: 'DeleteTrail',
  group: 'default',
  regional: true,
  kinds: ['cloudtrail-trail'],
  toChanges(call) {
    const trail = trailOf(call);
    return trail === undefined ? { missing: 'trail' } : [remove(call, 'cloudtrail-trail', trail.arn)];
  },
});

import { defineMapper, patch } from '../mapper.ts';
import { trailOf } from './trail.ts';

export const stopLogging = defineMapper({
  source: 'cloudtrail.amazonaws.com',
  name: 'StopLogging',
  group: 'default',
  regional: true,
  kinds: ['cloudtrail-trail'],
  toChanges(call) {
    const trail = trailOf(call);
    if (trail === undefined) return { missing: 'trail' };
    return [patch(call, 'cloudtrail-trail', trail.arn, { fields: { ...trail, logging: false } })];
  },
});

import { defineMapper, patch } from '../mapper.ts';
import { trailOf } from './trail.ts';

export const startLogging = defineMapper({
  source: 'cloudtrail.amazonaws.com',
  name: 'StartLogging',
  group: 'default',
  regional: true,
  kinds: ['cloudtrail-trail'],
  toChanges(call) {
    const trail = trailOf(call);
    if (trail === undefined) return { missing: 'trail' };
    return [patch(call, 'cloudtrail-trail', trail.arn, { fields: { ...trail, logging: true } })];
  },
});

import { defineMapper, named, patch } from '../mapper.ts';
import { first, flag } from '../parameters.ts';
import { trailOf } from './trail.ts';

export const updateTrail = defineMapper({
  source: 'cloudtrail.amazonaws.com',
  name: 'UpdateTrail',
  group: 'default',
  regional: true,
  kinds: ['cloudtrail-trail'],
  toChanges(call) {
    const trail = trailOf(call);
    if (trail === undefined) return { missing: 'trail' };
    const multiRegion = first((place) => flag(place, 'isMultiRegionTrail'), call.response, call.request);
    return [patch(call, 'cloudtrail-trail', trail.arn, { fields: { ...trail, ...named({ multiRegion }) } })];
  },
});

import { defineMapper, put } from '../mapper.ts';
import { first, flag } from '../parameters.ts';
import { trailOf } from './trail.ts';

export const createTrail = defineMapper({
  source: 'cloudtrail.amazonaws.com',
  name: 'CreateTrail',
  group: 'default',
  regional: true,
  kinds: ['cloudtrail-trail'],
  toChanges(call) {
    const trail = trailOf(call);
    if (trail === undefined) return { missing: 'trail' };
    const multiRegion = first((place) => flag(place, 'isMultiRegionTrail'), call.response, call.request);
    return [
      put(call, 'cloudtrail-trail', trail.arn, {
        creates: true,
        fields: {
          ...trail,
          // It logs from StartLogging on, at first all management events, and unless told otherwise of its own region:
          // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html, API_PutEventSelectors.html and
          // API_CreateTrail.html
          logging: false,
          managementEvents: 'all',
          selectedAt: null,
          multiRegion: multiRegion === null ? false : multiRegion,
        },
        sets: {},
      }),
    ];
  },
});

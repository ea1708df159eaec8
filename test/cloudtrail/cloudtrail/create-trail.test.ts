import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/all-regions`;
const trail = { arn, name: 'all-regions' };

const put = {
  op: 'put',
  creates: true,
  key: arn,
  fields: { ...trail, logging: false, managementEvents: 'all', selectedAt: null, multiRegion: true },
  sets: {},
} as const;
const request = { name: 'all-regions', s3BucketName: 'trails-111122223333', isMultiRegionTrail: true };
const answer = { ...request, includeGlobalServiceEvents: true, trailARN: arn };

describeEvent('CreateTrail', {
  record: record('cloudtrail', 'CreateTrail', request, answer),
  gives: [put],
  withoutRequest: [put],
  omitted: [put],
  cases: [
    {
      name: 'no answer, and nothing said of regions: its own only',
      but: { requestParameters: { name: 'all-regions' }, responseElements: null },
      gives: [{ ...put, fields: { ...put.fields, multiRegion: false } }],
    },
    {
      name: 'no answer, and regions that a redactor covered',
      but: { requestParameters: { ...request, isMultiRegionTrail: '***' }, responseElements: null },
      gives: [{ ...put, fields: { ...put.fields, multiRegion: '?' } }],
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('CreateTrail', 'trail'),
    },
  ],
});

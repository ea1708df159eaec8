import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/all-regions`;
const trail = { arn, name: 'all-regions' };

const answer = {
  name: 'all-regions',
  s3BucketName: 'trails-111122223333',
  includeGlobalServiceEvents: true,
  isMultiRegionTrail: false,
  trailARN: arn,
  logFileValidationEnabled: true,
  isOrganizationTrail: false,
};
const patch = (fields: object) =>
  [{ op: 'patch', key: arn, fields: { ...trail, ...fields }, sets: {} }] as const;

describeEvent('UpdateTrail', {
  record: record('cloudtrail', 'UpdateTrail', { name: 'all-regions', isMultiRegionTrail: false }, answer),
  gives: patch({ multiRegion: false }),
  withoutRequest: patch({ multiRegion: false }),
  omitted: patch({ multiRegion: false }),
  cases: [
    {
      name: 'no answer, and another setting: this one is kept',
      but: { requestParameters: { name: 'all-regions', s3BucketName: 'b' }, responseElements: null },
      gives: patch({}),
    },
    {
      name: 'no answer, and a setting that a redactor covered',
      but: { requestParameters: { name: arn, isMultiRegionTrail: '***' }, responseElements: null },
      gives: patch({ multiRegion: '?' }),
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('UpdateTrail', 'trail'),
    },
  ],
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/all-regions`;
const trail = { arn, name: 'all-regions' };

describeEvent('DeleteTrail', {
  record: record('cloudtrail', 'DeleteTrail', { name: trail.name }),
  gives: [{ op: 'delete', key: arn }],
  withoutRequest: names('DeleteTrail', 'trail'),
  omitted: names('DeleteTrail', 'trail'),
  cases: [{ name: 'by ARN', but: { requestParameters: { name: arn } }, gives: [{ op: 'delete', key: arn }] }],
});

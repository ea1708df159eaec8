import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/all-regions`;
const trail = { arn, name: 'all-regions' };

const patch = (key: string) =>
  [{ op: 'patch', key, fields: { ...trail, arn: key, logging: false }, sets: {} }] as const;
const elsewhere = 'arn:aws:cloudtrail:us-east-1:444455556666:trail/all-regions';

describeEvent('StopLogging', {
  record: record('cloudtrail', 'StopLogging', { name: 'all-regions' }),
  gives: patch(arn),
  withoutRequest: names('StopLogging', 'trail'),
  omitted: names('StopLogging', 'trail'),
  cases: [
    {
      name: "an organization's trail, by its ARN",
      but: { requestParameters: { name: elsewhere } },
      gives: patch(elsewhere),
    },
  ],
});

import { changed } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:sqs:eu-central-1:${ACCOUNT}:podguard-events`;
const queueUrl = `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/podguard-events`;
const part = (detail: string | null) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { arn, lastChange: 'DeleteQueue', detail },
      sets: changed('DeleteQueue', detail),
    },
  ] as const;

describeEvent('DeleteQueue', {
  record: record('sqs', 'DeleteQueue', { queueUrl }),
  gives: part(null),
  withoutRequest: names('DeleteQueue', 'queue'),
  omitted: names('DeleteQueue', 'queue'),
  cases: [
    {
      name: 'an account that a redactor changed',
      but: {
        requestParameters: {
          queueUrl: 'https://eu-central-1.queue.amazonaws.com/ACCOUNT_ID/podguard-events',
        },
      },
      gives: part(null),
    },
    {
      name: 'no URL of a queue',
      but: { requestParameters: { queueUrl: 'podguard-events' } },
      gives: names('DeleteQueue', 'queue'),
    },
  ],
});

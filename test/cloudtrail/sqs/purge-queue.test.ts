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
      fields: { arn, lastChange: 'PurgeQueue', detail },
      sets: changed('PurgeQueue', detail),
    },
  ] as const;

describeEvent('PurgeQueue', {
  record: record('sqs', 'PurgeQueue', { queueUrl }),
  gives: part(null),
  withoutRequest: names('PurgeQueue', 'queue'),
  omitted: names('PurgeQueue', 'queue'),
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
      gives: names('PurgeQueue', 'queue'),
    },
  ],
});

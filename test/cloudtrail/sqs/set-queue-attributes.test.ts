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
      fields: { arn, lastChange: 'SetQueueAttributes', detail },
      sets: changed('SetQueueAttributes', detail),
    },
  ] as const;

const attributes = { VisibilityTimeout: '0', Policy: '' };

describeEvent('SetQueueAttributes', {
  record: record('sqs', 'SetQueueAttributes', { queueUrl, attributes }),
  gives: part('Policy, VisibilityTimeout'),
  withoutRequest: names('SetQueueAttributes', 'queue'),
  omitted: names('SetQueueAttributes', 'queue'),
  cases: [
    {
      name: 'attributes that are no object',
      but: { requestParameters: { queueUrl, attributes: '***' } },
      gives: part('?'),
    },
    { name: 'no attributes', but: { requestParameters: { queueUrl } }, gives: part(null) },
  ],
});

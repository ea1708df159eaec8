import { changed } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:podguard-evaluate`;
const uuid = 'c2f5b0d4-6a1e-4b57-9d0c-2f0d3a1b7e66';
const part = (detail: string | null) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { arn, lastChange: 'UpdateEventSourceMapping', detail },
      sets: changed('UpdateEventSourceMapping', detail),
    },
  ] as const;

const request = { uUID: uuid, enabled: false, batchSize: 10 };
const answer = {
  uUID: uuid,
  functionArn: arn,
  eventSourceArn: `arn:aws:sqs:eu-central-1:${ACCOUNT}:podguard-events`,
  state: 'Disabling',
};
const itself = `arn:aws:lambda:eu-central-1:${ACCOUNT}:event-source-mapping:${uuid}`;

describeEvent('UpdateEventSourceMapping', {
  record: record('lambda', 'UpdateEventSourceMapping20150331', request, answer),
  gives: part(`mapping ${uuid}: batchSize 10, enabled false`),
  withoutRequest: part('?'),
  omitted: part('?'),
  cases: [
    {
      name: 'no answer: of the mapping no more is known',
      but: { eventName: 'UpdateEventSourceMapping', responseElements: null },
      gives: [
        {
          op: 'patch',
          key: itself,
          fields: {
            arn: itself,
            lastChange: 'UpdateEventSourceMapping',
            detail: `mapping ${uuid}: batchSize 10, enabled false`,
          },
          sets: changed('UpdateEventSourceMapping', `mapping ${uuid}: batchSize 10, enabled false`),
        },
      ],
    },
    {
      name: 'another function, and no id',
      but: { requestParameters: { functionName: 'podguard-evaluate' }, responseElements: null },
      gives: part(null),
    },
    {
      name: 'neither names it',
      but: { requestParameters: {}, responseElements: null },
      gives: names('UpdateEventSourceMapping20150331', 'event source mapping'),
    },
  ],
});

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
      fields: { arn, lastChange: 'DeleteEventSourceMapping', detail },
      sets: changed('DeleteEventSourceMapping', detail),
    },
  ] as const;

const answer = { uUID: uuid, functionArn: arn, state: 'Deleting' };

describeEvent('DeleteEventSourceMapping', {
  record: record('lambda', 'DeleteEventSourceMapping20150331', { uUID: uuid }, answer),
  gives: part(`mapping ${uuid}`),
  withoutRequest: part(`mapping ${uuid}`),
  omitted: part(`mapping ${uuid}`),
  cases: [
    {
      name: 'no id',
      but: { requestParameters: null, responseElements: { functionArn: arn } },
      gives: part('?'),
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('DeleteEventSourceMapping20150331', 'event source mapping'),
    },
  ],
});

import { changed } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:podguard-evaluate`;
const part = (detail: string | null) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { arn, lastChange: 'DeleteFunction', detail },
      sets: changed('DeleteFunction', detail),
    },
  ] as const;

describeEvent('DeleteFunction', {
  record: record('lambda', 'DeleteFunction20150331', { functionName: 'podguard-evaluate' }),
  gives: part(null),
  withoutRequest: names('DeleteFunction20150331', 'function'),
  omitted: names('DeleteFunction20150331', 'function'),
  cases: [
    {
      name: 'a version only',
      but: {
        eventName: 'DeleteFunction',
        requestParameters: { functionName: 'podguard-evaluate', qualifier: '7' },
      },
      gives: part('version 7'),
    },
  ],
});

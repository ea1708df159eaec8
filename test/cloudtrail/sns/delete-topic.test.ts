import { changed } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:sns:eu-central-1:${ACCOUNT}:podguard-alerts`;
const part = (detail: string | null) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { arn, lastChange: 'DeleteTopic', detail },
      sets: changed('DeleteTopic', detail),
    },
  ] as const;

describeEvent('DeleteTopic', {
  record: record('sns', 'DeleteTopic', { topicArn: arn }),
  gives: part(null),
  withoutRequest: names('DeleteTopic', 'topic'),
  omitted: names('DeleteTopic', 'topic'),
});

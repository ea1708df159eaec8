import { changed } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:sns:eu-central-1:${ACCOUNT}:podguard-alerts`;
const part = (detail: string | null) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { arn, lastChange: 'Unsubscribe', detail },
      sets: changed('Unsubscribe', detail),
    },
  ] as const;

const id = '0f6f5a1e-7a3b-4b0e-8c55-6d7f7f1f2a10';

describeEvent('Unsubscribe', {
  record: record('sns', 'Unsubscribe', { subscriptionArn: `${arn}:${id}` }),
  gives: part(`subscription ${id}`),
  withoutRequest: names('Unsubscribe', 'topic'),
  omitted: names('Unsubscribe', 'topic'),
  cases: [
    {
      name: 'a subscription that has no ARN yet',
      but: { requestParameters: { subscriptionArn: 'PendingConfirmation' } },
      gives: names('Unsubscribe', 'topic'),
    },
  ],
});

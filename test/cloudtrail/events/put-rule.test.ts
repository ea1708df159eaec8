import { setBy } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/podguard-iam`;
const rule = { arn, name: 'podguard-iam' };

const pattern = '{"source":["aws.iam"]}';
const request = {
  name: 'podguard-iam',
  eventPattern: JSON.stringify(JSON.parse(pattern), null, 2),
  state: 'DISABLED',
};
const patch = (state: string, told: string | null) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { ...rule, state, pattern: told },
      sets: { changes: setBy('state', 'pattern') },
    },
  ] as const;

describeEvent('PutRule', {
  record: record('events', 'PutRule', request, { ruleArn: arn }),
  gives: patch('DISABLED', pattern),
  withoutRequest: patch('?', '?'),
  omitted: patch('?', '?'),
  cases: [
    {
      name: 'a schedule, and no state: it is on',
      but: { requestParameters: { name: 'podguard-iam', scheduleExpression: 'rate(1 hour)' } },
      gives: patch('ENABLED', null),
    },
    {
      name: 'a state that does not exist',
      but: { requestParameters: { ...request, state: 'SLEEPING' } },
      gives: patch('?', pattern),
    },
    { name: 'no answer', but: { responseElements: null }, gives: patch('DISABLED', pattern) },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('PutRule', 'rule'),
    },
  ],
});

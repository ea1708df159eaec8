import { setBy } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/podguard-iam`;
const rule = { arn, name: 'podguard-iam' };

const patch = (key: string) =>
  [
    { op: 'patch', key, fields: { ...rule, arn: key, state: 'DISABLED' }, sets: { changes: setBy('state') } },
  ] as const;
const onBus = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/security/podguard-iam`;

describeEvent('DisableRule', {
  record: record('events', 'DisableRule', { name: 'podguard-iam' }),
  gives: patch(arn),
  withoutRequest: names('DisableRule', 'rule'),
  omitted: names('DisableRule', 'rule'),
  cases: [
    {
      name: 'on the default bus, by name',
      but: { requestParameters: { name: 'podguard-iam', eventBusName: 'default' } },
      gives: patch(arn),
    },
    {
      name: 'on another bus, by name',
      but: { requestParameters: { name: 'podguard-iam', eventBusName: 'security' } },
      gives: patch(onBus),
    },
    {
      name: 'on another bus, by ARN',
      but: {
        requestParameters: {
          name: 'podguard-iam',
          eventBusName: `arn:aws:events:eu-central-1:${ACCOUNT}:event-bus/security`,
        },
      },
      gives: patch(onBus),
    },
    {
      name: 'on a bus that a redactor covered',
      but: { requestParameters: { name: 'podguard-iam', eventBusName: '***' } },
      gives: names('DisableRule', 'rule'),
    },
  ],
});

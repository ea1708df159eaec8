import { setBy } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/podguard-iam`;
const rule = { arn, name: 'podguard-iam' };

const queue = `arn:aws:sqs:eu-central-1:${ACCOUNT}:podguard-events`;
const request = {
  rule: 'podguard-iam',
  targets: [
    { id: 'queue', arn: queue },
    { id: 'log', arn: `${queue}-log` },
  ],
};
const answer = { failedEntryCount: 0, failedEntries: [] };
const patch = (targets: Record<string, string | true>) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: rule,
      sets: { targets, changes: setBy(...Object.keys(targets).map((id) => `target ${id}`)) },
    },
  ] as const;

describeEvent('PutTargets', {
  record: record('events', 'PutTargets', request, answer),
  gives: patch({ queue, log: `${queue}-log` }),
  withoutRequest: names('PutTargets', 'rule'),
  omitted: names('PutTargets', 'rule'),
  cases: [
    {
      name: 'one that failed',
      but: {
        responseElements: {
          failedEntryCount: 1,
          failedEntries: [{ targetId: 'log', errorCode: 'ConcurrentModificationException' }],
        },
      },
      gives: patch({ queue }),
    },
    {
      name: 'one that failed, and it is not said which',
      but: { responseElements: { failedEntryCount: 1 } },
      gives: names('PutTargets', 'target'),
    },
    { name: 'no answer', but: { responseElements: null }, gives: patch({ queue, log: `${queue}-log` }) },
    {
      name: 'a target whose ARN a redactor covered',
      but: { requestParameters: { rule: 'podguard-iam', targets: [{ id: 'queue', arn: '***' }] } },
      gives: patch({ queue: true }),
    },
    {
      name: 'targets that cannot all be read',
      but: { requestParameters: { rule: 'podguard-iam', targets: [{ id: 'queue', arn: queue }, '***'] } },
      gives: names('PutTargets', 'target'),
    },
    {
      name: 'no targets',
      but: { requestParameters: { rule: 'podguard-iam' } },
      gives: names('PutTargets', 'target'),
    },
  ],
});

import { setBy } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/podguard-iam`;
const rule = { arn, name: 'podguard-iam' };

const request = { rule: 'podguard-iam', ids: ['queue', 'log'], force: false };
const patch = (targets: Record<string, null>) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: rule,
      sets: { targets, changes: setBy(...Object.keys(targets).map((id) => `target ${id}`)) },
    },
  ] as const;

describeEvent('RemoveTargets', {
  record: record('events', 'RemoveTargets', request, { failedEntryCount: 0, failedEntries: [] }),
  gives: patch({ queue: null, log: null }),
  withoutRequest: names('RemoveTargets', 'rule'),
  omitted: names('RemoveTargets', 'rule'),
  cases: [
    {
      name: 'one that failed',
      but: { responseElements: { failedEntryCount: 1, failedEntries: [{ targetId: 'queue' }] } },
      gives: patch({ log: null }),
    },
    {
      name: 'one that failed, and it is not said which',
      but: { responseElements: { failedEntryCount: 1 } },
      gives: names('RemoveTargets', 'target'),
    },
    {
      name: 'ids that cannot all be read',
      but: { requestParameters: { ...request, ids: ['queue', '***'] } },
      gives: names('RemoveTargets', 'target'),
    },
  ],
});

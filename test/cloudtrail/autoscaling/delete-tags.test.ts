import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const tag = {
  resourceId: 'workers',
  resourceType: 'auto-scaling-group',
  key: 'kubernetes.io/cluster/prod',
  value: 'owned',
  propagateAtLaunch: true,
};
const patch = (group: string, tags: object = { [tag.key]: null }) =>
  ({
    op: 'patch',
    key: `arn:aws:autoscaling:eu-central-1:${ACCOUNT}:autoScalingGroup/${group}`,
    fields: {},
    sets: { tags },
  }) as never;
const asks = (...tags: readonly unknown[]) => ({ requestParameters: { tags } }) as never;
const missing = names('DeleteTags', 'tag');

describeEvent('DeleteTags', {
  record: record('autoscaling', 'DeleteTags', { tags: [tag] }),
  gives: [patch('workers')],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'several tags of several groups',
      but: asks(tag, { ...tag, key: 'Name' }, { ...tag, resourceId: 'others' }),
      gives: [patch('workers', { [tag.key]: null, Name: null }), patch('others')],
    },
    {
      name: 'a value that a redactor covered: it is gone all the same',
      but: asks({ ...tag, value: '***' }),
      gives: [patch('workers')],
    },
    { name: 'no tag named', but: asks(), gives: missing },
    { name: 'a tag without its key', but: asks({ ...tag, key: '***' }), gives: missing },
    {
      name: 'a tag of no group',
      but: asks({ ...tag, resourceId: null }),
      gives: names('DeleteTags', 'Auto Scaling group'),
    },
  ],
});

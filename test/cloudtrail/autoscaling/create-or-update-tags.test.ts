import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const tag = {
  resourceId: 'workers',
  resourceType: 'auto-scaling-group',
  key: 'kubernetes.io/cluster/prod',
  value: 'owned',
  propagateAtLaunch: true,
};
const patch = (group: string, tags: object = { [tag.key]: 'owned' }) =>
  ({
    op: 'patch',
    key: `arn:aws:autoscaling:eu-central-1:${ACCOUNT}:autoScalingGroup/${group}`,
    fields: {},
    sets: { tags },
  }) as never;
const asks = (...tags: readonly unknown[]) => ({ requestParameters: { tags } }) as never;
const missing = names('CreateOrUpdateTags', 'tag');

describeEvent('CreateOrUpdateTags', {
  record: record('autoscaling', 'CreateOrUpdateTags', { tags: [tag] }),
  gives: [patch('workers')],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'several tags of several groups',
      but: asks(tag, { ...tag, key: 'Name' }, { ...tag, resourceId: 'others' }),
      gives: [patch('workers', { [tag.key]: 'owned', Name: 'owned' }), patch('others')],
    },
    {
      name: 'a value that a redactor covered',
      but: asks({ ...tag, value: '***' }),
      gives: names('CreateOrUpdateTags', 'tag'),
    },
    {
      name: 'a tag without a value',
      but: asks({ ...tag, value: null }),
      gives: [patch('workers', { [tag.key]: '' })],
    },
    { name: 'no tag named', but: asks(), gives: missing },
    { name: 'a tag without its key', but: asks({ ...tag, key: '***' }), gives: missing },
    {
      name: 'a tag of no group',
      but: asks({ ...tag, resourceId: null }),
      gives: names('CreateOrUpdateTags', 'Auto Scaling group'),
    },
  ],
});

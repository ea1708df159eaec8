import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = (id: string) => `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/${id}`;
const resources = (...ids: readonly string[]) => ({ items: ids.map((resourceId) => ({ resourceId })) });
const tags = { items: [{ key: 'kubernetes.io/cluster/prod', value: 'owned' }, { key: 'Name' }] };
const patch = (id: string, members: object = { 'kubernetes.io/cluster/prod': 'owned', Name: '' }) =>
  ({ op: 'patch', key: key(id), fields: {}, sets: { tags: members } }) as never;
const asks = (resourcesSet: unknown, tagSet: unknown = tags) =>
  ({ requestParameters: { resourcesSet, tagSet } }) as never;
const missing = names('CreateTags', 'resource');

describeEvent('CreateTags', {
  record: record(
    'ec2',
    'CreateTags',
    { resourcesSet: resources('i-1', 'vol-1', 'i-2'), tagSet: tags },
    { requestId: '3a1e9b77-8a2d-4c36-9f1f-5d2a3b4c5d6e', _return: true },
  ),
  gives: [patch('i-1'), patch('i-2')],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    { name: 'no instance', but: asks(resources('vol-1', 'sg-1')), gives: [] },
    { name: 'no instance, tags covered', but: asks(resources('vol-1'), '***'), gives: [] },
    { name: 'one named twice', but: asks(resources('i-1', 'i-1')), gives: [patch('i-1')] },
    {
      name: 'a value of another type is text',
      but: asks(resources('i-1'), { items: [{ key: 'spot', value: true }] }),
      gives: [patch('i-1', { spot: 'true' })],
    },
    {
      name: 'the wrapped form',
      but: {
        requestParameters: {
          CreateTagsRequest: {
            ResourceId: { content: 'i-1', tag: 1 },
            Tag: { Key: 'Name', Value: 'web', tag: 1 },
          },
        },
      },
      gives: [patch('i-1', { Name: 'web' })],
    },
    {
      name: 'a tag that a redactor covered',
      but: asks(resources('i-1'), { items: [{ key: 'Name', value: '***' }] }),
      gives: names('CreateTags', 'tag'),
    },
    { name: 'a resource without its id', but: asks({ items: [{}] }), gives: missing },
    { name: 'no resource named', but: { requestParameters: { tagSet: tags } }, gives: missing },
    { name: 'a dry run', but: { errorCode: 'Client.DryRunOperation' }, gives: 'failed-call' },
  ],
});

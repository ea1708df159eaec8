import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { key as association } from './association.ts';

const cluster = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;
const patch = (key: string, tags: object = { 'podguard:owner': 'shop' }) =>
  [{ op: 'patch', key, fields: {}, sets: { tags } }] as never;
const asks = (resourceArn: string, tags: unknown = { 'podguard:owner': 'shop' }) =>
  ({ requestParameters: { resourceArn, tags } }) as never;
const missing = names('TagResource', 'resource');

describeEvent('TagResource', {
  record: record('eks', 'TagResource', {
    resourceArn: encodeURIComponent(cluster),
    tags: { 'podguard:owner': 'shop' },
  }),
  gives: patch(cluster),
  withoutRequest: missing,
  omitted: missing,
  cases: [
    { name: 'an ARN that is not percent-encoded', but: asks(cluster), gives: patch(cluster) },
    { name: 'an association', but: asks(association), gives: patch(association) },
    {
      name: 'tags called key and value are tags as others',
      but: asks(cluster, { key: 'a', value: 'b' }),
      gives: patch(cluster, { key: 'a', value: 'b' }),
    },
    {
      name: 'what a cluster owns and keeps no tags',
      but: asks(`arn:aws:eks:eu-central-1:${ACCOUNT}:nodegroup/prod/workers/1c2d`),
      gives: [],
    },
    { name: 'an ARN of another service', but: asks(`arn:aws:iam::${ACCOUNT}:role/a`), gives: missing },
    { name: 'no ARN', but: asks('prod'), gives: missing },
    { name: 'tags that a redactor covered', but: asks(cluster, '***'), gives: names('TagResource', 'tag') },
    {
      name: 'the same call of EventBridge',
      but: { eventSource: 'events.amazonaws.com' },
      gives: 'irrelevant',
    },
  ],
});

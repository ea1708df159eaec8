import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { key as association } from './association.ts';

const cluster = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;
const patch = (key: string) =>
  [{ op: 'patch', key, fields: {}, sets: { tags: { 'podguard:owner': null } } }] as never;
const asks = (resourceArn: string, tagKeys: unknown = ['podguard:owner']) =>
  ({ requestParameters: { resourceArn, tagKeys } }) as never;
const missing = names('UntagResource', 'resource');

describeEvent('UntagResource', {
  record: record('eks', 'UntagResource', {
    resourceArn: encodeURIComponent(cluster),
    tagKeys: ['podguard:owner'],
  }),
  gives: patch(cluster),
  withoutRequest: missing,
  omitted: missing,
  cases: [
    { name: 'an association', but: asks(association), gives: patch(association) },
    {
      name: 'what a cluster owns and keeps no tags',
      but: asks(`arn:aws:eks:eu-central-1:${ACCOUNT}:addon/prod/vpc-cni/1c2d`),
      gives: [],
    },
    { name: 'no key named', but: asks(cluster, []), gives: names('UntagResource', 'tag') },
  ],
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/i-1`;
const resourcesSet = { items: [{ resourceId: 'i-1' }, { resourceId: 'subnet-1' }] };
const patch = (tags: object | null) => ({ op: 'patch', key, fields: {}, sets: { tags } }) as never;
const missing = names('DeleteTags', 'resource');

describeEvent('DeleteTags', {
  record: record(
    'ec2',
    'DeleteTags',
    { resourcesSet, tagSet: { items: [{ key: 'Name' }, { key: 'team', value: 'shop' }] } },
    { requestId: '3a1e9b77-8a2d-4c36-9f1f-5d2a3b4c5d6e', _return: true },
  ),
  gives: [patch({ Name: null, team: null })],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'no tag named: all that somebody set',
      but: { requestParameters: { resourcesSet } },
      gives: [patch(null)],
    },
    {
      name: 'an empty list of tags',
      but: { requestParameters: { resourcesSet, tagSet: {} } },
      gives: [patch(null)],
    },
    {
      name: 'a value that a redactor covered',
      but: { requestParameters: { resourcesSet, tagSet: { items: [{ key: 'team', value: '***' }] } } },
      gives: [patch({ team: null })],
    },
    {
      name: 'a tag that a redactor covered',
      but: { requestParameters: { resourcesSet, tagSet: { items: [{ key: 'team' }, '***'] } } },
      gives: names('DeleteTags', 'tag'),
    },
    {
      name: 'no instance',
      but: { requestParameters: { resourcesSet: { items: [{ resourceId: 'subnet-1' }] } } },
      gives: [],
    },
  ],
});

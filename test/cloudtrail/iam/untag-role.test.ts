import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;
const patch = (tags: object) => [{ op: 'patch', key, fields: {}, sets: { tags } }] as never;
const asks = (tagKeys: unknown) => ({ requestParameters: { roleName: 'checkout', tagKeys } }) as never;
const missing = names('UntagRole', 'role');

describeEvent('UntagRole', {
  record: record('iam', 'UntagRole', { roleName: 'checkout', tagKeys: ['podguard:owner', 'Stage'] }),
  gives: patch({ 'podguard:owner': null, stage: null }),
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'a key that a redactor covered',
      but: asks(['stage', '***']),
      gives: names('UntagRole', 'tag'),
    },
    { name: 'no key named', but: asks([]), gives: names('UntagRole', 'tag') },
  ],
});

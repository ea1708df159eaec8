import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;
const patch = (tags: object) => [{ op: 'patch', key, fields: {}, sets: { tags } }] as never;
const asks = (tags: unknown) => ({ requestParameters: { roleName: 'checkout', tags } }) as never;
const missing = names('TagRole', 'role');

describeEvent('TagRole', {
  record: record('iam', 'TagRole', {
    roleName: 'checkout',
    tags: [
      { key: 'podguard:owner', value: 'shop' },
      { key: 'stage', value: 'prod' },
    ],
  }),
  gives: patch({ 'podguard:owner': 'shop', stage: 'prod' }),
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'keys in other capitals are the same tags',
      but: asks([{ key: 'Podguard:Owner', value: 'Shop' }]),
      gives: patch({ 'podguard:owner': 'Shop' }),
    },
    { name: 'a tag without a value', but: asks([{ key: 'spot' }]), gives: patch({ spot: '' }) },
    {
      name: 'a tag that a redactor covered',
      but: asks([{ key: 'stage', value: '***' }]),
      gives: names('TagRole', 'tag'),
    },
    {
      name: 'a key longer than AWS allows',
      but: asks([{ key: 'k'.repeat(129), value: '' }]),
      gives: names('TagRole', 'tag'),
    },
    {
      name: 'more tags than AWS allows',
      but: asks(Array.from({ length: 101 }, (_, index) => ({ key: `k${index}`, value: '' }))),
      gives: names('TagRole', 'tag'),
    },
    { name: 'no tags named', but: asks(null), gives: names('TagRole', 'tag') },
  ],
});

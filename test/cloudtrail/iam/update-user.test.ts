import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:user/carts`;
const newKey = `arn:aws:iam::${ACCOUNT}:user/baskets`;
const gone = { op: 'delete', key } as const;
const renamed = (arn: string) =>
  ({
    op: 'put',
    creates: true,
    key: newKey,
    fields: { arn, userId: '?' },
    sets: { policies: null, serviceCredentials: null },
  }) as const;

describeEvent('UpdateUser', {
  record: record('iam', 'UpdateUser', { userName: 'carts', newUserName: 'baskets' }),
  gives: [gone, renamed('?')],
  withoutRequest: names('UpdateUser', 'user'),
  omitted: names('UpdateUser', 'user'),
  cases: [
    {
      name: 'a new path as well',
      but: { requestParameters: { userName: 'carts', newUserName: 'baskets', newPath: '/shop/' } },
      gives: [gone, renamed(`arn:aws:iam::${ACCOUNT}:user/shop/baskets`)],
    },
    {
      name: 'a new path alone: the same user, with another ARN',
      but: { requestParameters: { userName: 'carts', newPath: '/shop/' } },
      gives: [{ op: 'patch', key, fields: { arn: `arn:aws:iam::${ACCOUNT}:user/shop/carts` }, sets: {} }],
    },
    {
      name: 'a new path that a redactor covered',
      but: { requestParameters: { userName: 'carts', newPath: '***' } },
      gives: [{ op: 'patch', key, fields: { arn: '?' }, sets: {} }],
    },
    {
      name: 'the name that it has',
      but: { requestParameters: { userName: 'carts', newUserName: 'carts' } },
      gives: [],
    },
    {
      name: 'a new name that a redactor covered',
      but: { requestParameters: { userName: 'carts', newUserName: '***' } },
      gives: [gone],
    },
  ],
});

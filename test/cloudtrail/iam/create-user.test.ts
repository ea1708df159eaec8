import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:user/carts`;
const arn = `arn:aws:iam::${ACCOUNT}:user/apps/carts`;
const user = {
  path: '/apps/',
  userName: 'carts',
  userId: 'AIDACARTS001EXAMPLE',
  arn,
  createDate: 'Mar 12, 2026, 7:30:04 AM',
};
const put = {
  op: 'put',
  creates: true,
  uniqueId: user.userId,
  key,
  fields: { arn, userId: user.userId },
  sets: { policies: {}, serviceCredentials: {} },
} as const;
const { uniqueId: _, ...unidentified } = put;

describeEvent('CreateUser', {
  record: record('iam', 'CreateUser', { userName: 'carts', path: '/apps/', tags: [] }, { user }),
  gives: [put],
  withoutRequest: [put],
  omitted: [put],
  cases: [
    {
      name: 'no answer: the ARN is made of the path',
      but: { responseElements: null },
      gives: [{ ...unidentified, fields: { arn, userId: '?' } }],
    },
    {
      name: 'no answer, and no path: it is the root',
      but: { requestParameters: { userName: 'carts' }, responseElements: null },
      gives: [{ ...unidentified, fields: { arn: key, userId: '?' } }],
    },
    {
      name: 'no answer, and a path that a redactor covered',
      but: { requestParameters: { userName: 'carts', path: '***' }, responseElements: null },
      gives: [{ ...unidentified, fields: { arn: '?', userId: '?' } }],
    },
    {
      name: 'neither names the user',
      but: { requestParameters: null, responseElements: null },
      gives: names('CreateUser', 'user'),
    },
  ],
});

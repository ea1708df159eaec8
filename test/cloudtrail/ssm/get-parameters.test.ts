import { irsaPod } from '../callers.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, deployer, names, record } from '../records.ts';

const key = (name: string) => `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/${name}`;

describeEvent('GetParameters', {
  record: {
    ...record('ssm', 'GetParameters', {
      names: ['/carts/db', 'flat', '/aws/service/global-infrastructure', '/carts/db:2'],
      withDecryption: true,
    }),
    userIdentity: irsaPod,
    readOnly: true,
  },
  gives: [
    { op: 'activity', key: key('carts/db'), use: 'pod' },
    { op: 'activity', key: key('flat'), use: 'pod' },
  ],
  withoutRequest: [],
  omitted: [],
  cases: [
    { name: "by a person's role", but: { userIdentity: deployer }, gives: [] },
    {
      name: 'no names',
      but: { requestParameters: { withDecryption: true } },
      gives: names('GetParameters', 'parameters'),
    },
  ],
});

import { irsaPod } from '../callers.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, deployer, record } from '../records.ts';

const key = (name: string) => `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:${name}`;

describeEvent('BatchGetSecretValue', {
  record: {
    ...record('secretsmanager', 'BatchGetSecretValue', {
      secretIdList: [`${key('carts/db')}-a1B2c3`, 'carts/queue', 'carts/db'],
    }),
    userIdentity: irsaPod,
    readOnly: true,
  },
  gives: [
    { op: 'activity', key: key('carts/db'), use: 'pod' },
    { op: 'activity', key: key('carts/queue'), use: 'pod' },
  ],
  withoutRequest: [],
  omitted: [],
  cases: [
    {
      name: 'by filters',
      but: { requestParameters: { filters: [{ key: 'name', values: ['carts'] }] } },
      gives: [],
    },
    { name: "by a person's role", but: { userIdentity: deployer }, gives: [] },
  ],
});

import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, deployer, names, record, user } from '../records.ts';

const byKey = `static-key ${ACCOUNT}/AKIAANNEKE01EXAMPLE`;
const below = (path: string) =>
  [{ op: 'activity', key: `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/${path}`, use: byKey }] as const;
const asked = (path: string) => ({ requestParameters: { path, withDecryption: true } });

describeEvent('GetParametersByPath', {
  record: {
    ...record('ssm', 'GetParametersByPath', { path: '/carts/', recursive: true, withDecryption: true }),
    userIdentity: user,
    readOnly: true,
  },
  gives: below('carts/*'),
  withoutRequest: [],
  omitted: [],
  cases: [
    { name: 'all of them', but: asked('/'), gives: below('*') },
    { name: "AWS's own", but: asked('/aws/service/ami-amazon-linux-latest'), gives: [] },
    { name: "by a person's role", but: { userIdentity: deployer }, gives: [] },
    {
      name: 'no path',
      but: { requestParameters: { withDecryption: true } },
      gives: names('GetParametersByPath', 'path'),
    },
  ],
});

import { NODE_ROLE, node } from '../callers.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, deployer, names, record, user } from '../records.ts';

const key = `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/carts/db`;
const foreign = 'arn:aws:ssm:eu-central-1:444455556666:parameter/carts/db';
const byKey = `static-key ${ACCOUNT}/AKIAANNEKE01EXAMPLE`;
const read = (how: string, of = key) => [{ op: 'activity', key: of, use: how }] as const;
const asked = (name: string, withDecryption = true) => ({ requestParameters: { name, withDecryption } });

describeEvent('GetParameter', {
  record: {
    ...record('ssm', 'GetParameter', { name: '/carts/db', withDecryption: true }),
    userIdentity: user,
    readOnly: true,
  },
  gives: read(byKey),
  // Whether it decrypted is not known.
  withoutRequest: [],
  omitted: [],
  cases: [
    { name: 'a version', but: asked('/carts/db:3'), gives: read(byKey) },
    { name: 'by ARN', but: asked(`${foreign}`), gives: read(byKey, foreign) },
    { name: 'without decryption', but: asked('/carts/db', false), gives: [] },
    { name: "AWS's own", but: asked('/aws/service/eks/optimized-ami/1.33/recommended'), gives: [] },
    { name: 'a reference to a secret', but: asked('/aws/reference/secretsmanager/carts/db'), gives: [] },
    { name: 'by a node', but: { userIdentity: node }, gives: read(`node ${NODE_ROLE}`) },
    { name: "by a person's role", but: { userIdentity: deployer }, gives: [] },
    {
      name: 'no name',
      but: { requestParameters: { withDecryption: true } },
      gives: names('GetParameter', 'parameter'),
    },
  ],
});

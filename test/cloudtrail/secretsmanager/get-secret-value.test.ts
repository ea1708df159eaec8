import { irsaPod, NODE_ROLE, node, podIdentityPod } from '../callers.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, deployer, names, record, user } from '../records.ts';

const key = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:carts/db`;
const read = (how: string, of = key) => [{ op: 'activity', key: of, use: how }] as const;
const byKey = `static-key ${ACCOUNT}/AKIAANNEKE01EXAMPLE`;

describeEvent('GetSecretValue', {
  record: {
    ...record('secretsmanager', 'GetSecretValue', {
      secretId: `${key}-a1B2c3`,
      versionStage: 'AWSCURRENT',
    }),
    userIdentity: user,
    readOnly: true,
  },
  gives: read(byKey),
  withoutRequest: names('GetSecretValue', 'secret'),
  omitted: names('GetSecretValue', 'secret'),
  cases: [
    { name: 'by name', but: { requestParameters: { secretId: 'carts/db' } }, gives: read(byKey) },
    { name: 'by a node', but: { userIdentity: node }, gives: read(`node ${NODE_ROLE}`) },
    { name: 'by a pod with IRSA', but: { userIdentity: irsaPod }, gives: read('pod') },
    { name: 'by a pod with Pod Identity', but: { userIdentity: podIdentityPod }, gives: read('pod') },
    { name: "by a person's role", but: { userIdentity: deployer }, gives: [] },
    {
      name: "another account's secret",
      but: {
        requestParameters: {
          secretId: 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:carts/db-a1B2c3',
        },
      },
      gives: read(byKey, 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:carts/db'),
    },
  ],
});

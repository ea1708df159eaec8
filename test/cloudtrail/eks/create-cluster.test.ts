import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record, user } from '../records.ts';

const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;
const roleArn = `arn:aws:iam::${ACCOUNT}:role/eks-cluster`;
const accessConfig = { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false };
const logging = {
  clusterLogging: [
    { types: ['audit', 'authenticator'], enabled: true },
    { types: ['api', 'controllerManager', 'scheduler'], enabled: false },
  ],
};
const request = {
  name: 'prod',
  version: '1.34',
  roleArn,
  accessConfig,
  logging,
  resourcesVpcConfig: { subnetIds: ['subnet-1'] },
  computeConfig: { enabled: true, nodePools: ['general-purpose'], nodeRoleArn: roleArn },
};
const cluster = {
  name: 'prod',
  arn: key,
  createdAt: 1773300604.418,
  roleArn,
  accessConfig,
  logging,
  computeConfig: request.computeConfig,
  status: 'CREATING',
};
const fields = {
  arn: key,
  name: 'prod',
  roleArn,
  authenticationMode: 'API',
  issuer: '?',
  auditLog: true,
  authenticatorLog: true,
  creatorAdmin: false,
  creator: `arn:aws:iam::${ACCOUNT}:role/ci/deployer`,
  autoMode: true,
  associationsListed: true,
};
const put = { op: 'put', creates: true, key, fields, sets: { identityProviders: {}, tags: {} } } as const;
const untold = { ...put, sets: { identityProviders: {}, tags: null } };
const byDefault = {
  ...fields,
  authenticationMode: 'CONFIG_MAP',
  auditLog: false,
  authenticatorLog: false,
  creatorAdmin: true,
  autoMode: false,
  associationsListed: true,
};
const bare = { name: 'prod', roleArn };
const logged = (...clusterLogging: readonly object[]) =>
  ({
    requestParameters: { ...request, logging: { clusterLogging } },
    responseElements: null,
  }) as never;

describeEvent('CreateCluster', {
  record: record('eks', 'CreateCluster', request, { cluster }),
  gives: [put],
  withoutRequest: [untold],
  omitted: [untold],
  cases: [
    {
      name: 'a request that leaves everything to the defaults',
      but: { requestParameters: bare, responseElements: null },
      gives: [{ ...put, fields: byDefault }],
    },
    {
      name: 'a record of 2018: clusterName, and an answer without what came later',
      but: {
        requestParameters: { clusterName: 'prod', roleArn },
        responseElements: { cluster: { name: 'prod', arn: key, roleArn } },
      },
      gives: [{ ...put, fields: byDefault }],
    },
    {
      name: 'the console, whose default mode is another',
      but: { requestParameters: bare, responseElements: null, userAgent: 'console.amazonaws.com' },
      gives: [{ ...put, fields: { ...byDefault, authenticationMode: '?' } }],
    },
    {
      name: 'a tool that nobody knows',
      but: { requestParameters: bare, responseElements: null, userAgent: 'curl/8.9.1' },
      gives: [{ ...put, fields: { ...byDefault, authenticationMode: '?' } }],
    },
    {
      name: 'an answer of the name only, and no request',
      but: { requestParameters: { omitted: true }, responseElements: { cluster: { name: 'prod' } } },
      gives: [
        {
          ...untold,
          fields: {
            ...fields,
            roleArn: '?',
            authenticationMode: '?',
            auditLog: '?',
            authenticatorLog: '?',
            creatorAdmin: '?',
            autoMode: '?',
          },
        },
      ],
    },
    {
      name: 'tags',
      but: { requestParameters: { ...request, tags: { 'podguard:owner': 'shop', empty: '' } } },
      gives: [{ ...put, sets: { identityProviders: {}, tags: { 'podguard:owner': 'shop', empty: '' } } }],
    },
    {
      name: 'one of the two logs',
      but: logged({ types: ['audit'], enabled: true }, { types: ['authenticator'], enabled: false }),
      gives: [{ ...put, fields: { ...fields, authenticatorLog: false } }],
    },
    {
      name: 'logs of other types only',
      but: logged({ types: ['api'], enabled: true }),
      gives: [{ ...put, fields: { ...fields, auditLog: false, authenticatorLog: false } }],
    },
    {
      name: 'logs of types that a redactor covered',
      but: logged({ types: ['audit'], enabled: true }, { types: ['***'], enabled: true }),
      gives: [{ ...put, fields: { ...fields, authenticatorLog: '?' } }],
    },
    {
      name: 'logs that are neither on nor off',
      but: logged({ types: ['audit', 'authenticator'] }),
      gives: [{ ...put, fields: { ...fields, auditLog: '?', authenticatorLog: '?' } }],
    },
    {
      name: 'made by a user',
      but: { userIdentity: user },
      gives: [{ ...put, fields: { ...fields, creator: `arn:aws:iam::${ACCOUNT}:user/people/anneke` } }],
    },
    {
      name: 'made by somebody whom a redactor covered',
      but: { userIdentity: { type: 'IAMUser', principalId: 'AIDAANNEKE01EXAMPLE', accountId: ACCOUNT } },
      gives: [{ ...put, fields: { ...fields, creator: '?' } }],
    },
    {
      name: 'an issuer in the answer',
      but: {
        responseElements: {
          cluster: { ...cluster, identity: { oidc: { issuer: 'https://oidc.eks/id/1' } } },
        },
      },
      gives: [{ ...put, fields: { ...fields, issuer: 'oidc.eks/id/1' } }],
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('CreateCluster', 'cluster'),
    },
    { name: 'a cluster of ECS', but: { eventSource: 'ecs.amazonaws.com' }, gives: 'irrelevant' },
  ],
});

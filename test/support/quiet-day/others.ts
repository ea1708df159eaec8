import type { JsonObject } from '@podguard/core';
import { deleteKey, setKey } from '../../../scripts/samples/iam.ts';
import { ACCOUNT, ec2, eks, HOME, ines, maren, node, pipeline } from '../../../scripts/samples/people.ts';
import { PROD_ISSUER } from '../../../scripts/samples/trust.ts';
import { irsaPodOf, session, through } from './callers.ts';
import { ADMINISTRATOR, accessOf } from './clusters.ts';
import { sessionAnswer } from './pods.ts';
import { irsaTrust, makeRole, roleArn, serviceTrust } from './roles.ts';
import { call, later, type Operation, run, SOME_TIME } from './step.ts';

const CLUSTER = 'parcels-prod';
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${PROD_ISSUER}`;

/** Developers edit in their namespaces, and an administrator is one by configuration. */
const access: Operation = (n, random) => {
  const developers = roleArn(`developers-${n}`);
  const entry = { name: CLUSTER, principalArn: developers };
  return [
    ...accessOf(random, pipeline, CLUSTER, developers, 'AmazonEKSEditPolicy', {
      type: 'namespace',
      namespaces: [`team-${n}`],
    }),
    ...accessOf(random, pipeline, CLUSTER, ADMINISTRATOR, 'AmazonEKSClusterAdminPolicy', { type: 'cluster' }),
    ...later(
      5000,
      run(
        random,
        call(pipeline, 'eks', 'DisassociateAccessPolicy', {
          ...entry,
          policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
        }),
        call(pipeline, 'eks', 'DeleteAccessEntry', entry),
      ),
    ),
  ];
};

const keysGo: Operation = (n, random) => {
  const [user, key] = [`svc-${n}`, `AKIA${random.hex(16).toUpperCase()}`];
  return [
    ...run(random, setKey(SOME_TIME, maren, key, user, 'Inactive')),
    ...later(
      4000,
      run(
        random,
        deleteKey(SOME_TIME, maren, key, user),
        call(maren, 'iam', 'DeleteUser', { userName: user }),
      ),
    ),
  ];
};

/** A secret with rotation and a policy for one role, read by an operator's pod with a role for just that. */
const secrets: Operation = (n, random) => {
  const name = `prod/db-${n}`;
  const arn = `arn:aws:secretsmanager:${HOME}:${ACCOUNT}:secret:${name}-AbCdEf`;
  const operator = `external-secrets-${n}`;
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: roleArn(operator) },
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
      },
    ],
  };
  const reader = irsaPodOf(operator, PROVIDER);
  const rotator = {
    identity: session('rotation', 'rotate-db'),
    ip: '192.0.2.61',
    agent: 'Boto3/1.40.1 md/Botocore#1.40.1',
  };
  return [
    ...makeRole(random, pipeline, {
      name: operator,
      trust: irsaTrust(PROD_ISSUER, 'external-secrets:external-secrets'),
      allows: {
        actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        resources: [`arn:aws:secretsmanager:${HOME}:${ACCOUNT}:secret:${name}-*`],
      },
    }),
    ...run(
      random,
      call(pipeline, 'secretsmanager', 'CreateSecret', { name }, { aRN: arn, name }),
      call(pipeline, 'secretsmanager', 'PutResourcePolicy', {
        secretId: arn,
        resourcePolicy: JSON.stringify(policy),
      }),
      call(
        pipeline,
        'secretsmanager',
        'RotateSecret',
        { secretId: arn, rotationRules: { automaticallyAfterDays: 30 } },
        { aRN: arn },
      ),
      call(reader, 'secretsmanager', 'GetSecretValue', { secretId: name }),
      call(rotator, 'secretsmanager', 'GetSecretValue', { secretId: arn, versionStage: 'AWSPENDING' }),
      call(ines, 'secretsmanager', 'GetSecretValue', { secretId: arn }),
    ),
    ...later(3600, run(random, call(reader, 'secretsmanager', 'GetSecretValue', { secretId: name }))),
  ];
};

/** Services take the roles they were given, a pipeline its own, a node registers. */
const sessionsOfOthers: Operation = (_, random) => {
  const take = (by: typeof ec2, role: string, name: string) =>
    call(
      by,
      'sts',
      'AssumeRole',
      { roleArn: roleArn(role), roleSessionName: name },
      sessionAnswer(role, name),
    );
  return run(
    random,
    take(ec2, 'parcels-prod-node', `i-0${random.hex(16)}`),
    take(eks, 'parcels-cluster', 'aws-go-sdk-1773293580'),
    take(pipeline, 'github-deployer-target', `deploy-${random.below(2000)}`),
    take(maren, 'break-glass-admin', 'maren.holt'),
    call(node, 'eks-auth', 'AssumeRoleForPodIdentity', {
      clusterName: CLUSTER,
      token: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    }),
    call(node, 'sts', 'GetCallerIdentity', null),
  );
};

/** Roles of services, which have nothing to do with pods. */
const serviceRoles: Operation = (n, random) => {
  const linked = `AWSServiceRoleForAmazonEKS${n}`;
  const path = '/aws-service-role/eks.amazonaws.com/';
  const by = through(maren, 'cloudformation.amazonaws.com');
  const role = {
    path,
    roleName: linked,
    roleId: `AROA${random.hex(16).toUpperCase()}`,
    arn: `arn:aws:iam::${ACCOUNT}:role${path}${linked}`,
    assumeRolePolicyDocument: encodeURIComponent(serviceTrust('eks.amazonaws.com')),
  };
  return [
    ...run(
      random,
      call(eks, 'iam', 'CreateServiceLinkedRole', { aWSServiceName: 'eks.amazonaws.com' }, { role }),
    ),
    ...makeRole(random, by, {
      name: `function-${n}`,
      trust: serviceTrust('lambda.amazonaws.com'),
      policies: ['service-role/AWSLambdaBasicExecutionRole'],
    }),
    ...run(
      random,
      call(by, 'iam', 'UpdateRole', { roleName: `function-${n}`, maxSessionDuration: 3600 }),
      call(by, 'iam', 'TagRole', { roleName: `function-${n}`, tags: [{ key: 'owner', value: 'platform' }] }),
    ),
  ];
};

/** A pipeline outside AWS gets a role by its own issuer, for one branch of one repository. */
const pipelineRole: Operation = (n, random) => {
  const issuer = 'token.actions.githubusercontent.com';
  const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;
  const request = { url: `https://${issuer}`, clientIDList: ['sts.amazonaws.com'], thumbprintList: [] };
  const condition = {
    StringEquals: {
      [`${issuer}:aud`]: 'sts.amazonaws.com',
      [`${issuer}:sub`]: `repo:nordlicht/app-${n}:ref:refs/heads/main`,
    },
  };
  const statement = {
    Effect: 'Allow',
    Principal: { Federated: arn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  };
  return [
    ...run(
      random,
      call(maren, 'iam', 'CreateOpenIDConnectProvider', request, { openIDConnectProviderArn: arn }),
    ),
    ...makeRole(random, maren, {
      name: `ci-${n}`,
      trust: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      allows: {
        actions: ['ecr:PutImage'],
        resources: [`arn:aws:ecr:${HOME}:${ACCOUNT}:repository/app-${n}`],
      },
    }),
  ];
};

/** Looking at trails and rules, and rules of other teams. */
const watching: Operation = (n, random) => {
  const rule = { name: `nightly-${n}`, scheduleExpression: 'rate(1 day)', state: 'ENABLED' };
  const reads: readonly JsonObject[] = [{ name: 'organization-trail' }, { trailName: 'organization-trail' }];
  return run(
    random,
    ...reads.map((request) => call(ines, 'cloudtrail', 'GetTrailStatus', request)),
    call(ines, 'cloudtrail', 'DescribeTrails', null),
    call(pipeline, 'cloudtrail', 'StartLogging', { name: 'organization-trail' }),
    call(pipeline, 'events', 'PutRule', rule, {
      ruleArn: `arn:aws:events:${HOME}:${ACCOUNT}:rule/nightly-${n}`,
    }),
    call(pipeline, 'events', 'DisableRule', { name: rule.name }),
    call(pipeline, 'events', 'DeleteRule', { name: rule.name }),
  );
};

const denied = (name: string, source: string, request: JsonObject) => ({
  ...call(ines, source, name, request),
  error: { code: 'AccessDenied', message: 'not authorized' },
});

/** What was refused changed nothing. */
const refused: Operation = (n, random) =>
  run(
    random,
    denied('UpdateAssumeRolePolicy', 'iam', {
      roleName: `app-${n}`,
      policyDocument: '{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}',
    }),
    denied('AttachRolePolicy', 'iam', {
      roleName: `app-${n}`,
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
    denied('CreateAccessKey', 'iam', { userName: 'root' }),
    denied('DeleteRole', 'iam', { roleName: `app-${n}` }),
    denied('StopLogging', 'cloudtrail', { name: 'organization-trail' }),
    denied('DeleteOpenIDConnectProvider', 'iam', { openIDConnectProviderArn: PROVIDER }),
    denied('DeleteCluster', 'eks', { name: CLUSTER }),
    denied('AssumeRole', 'sts', { roleArn: roleArn(`app-${n}`), roleSessionName: 'mine' }),
  );

export const OTHER_OPERATIONS: readonly Operation[] = [
  access,
  keysGo,
  secrets,
  sessionsOfOthers,
  serviceRoles,
  pipelineRole,
  watching,
  refused,
];

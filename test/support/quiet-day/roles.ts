import { attach, createRole, deleteRole, detach, roleArn } from '../../../scripts/samples/iam.ts';
import { ACCOUNT, type Caller } from '../../../scripts/samples/people.ts';
import type { Random } from '../../../scripts/samples/random.ts';
import { call, run, SOME_TIME, type Step } from './step.ts';

export interface NewRole {
  readonly name: string;
  readonly trust: string;
  /** Names of policies that AWS manages. */
  readonly policies?: readonly string[];
  /** What an inline policy allows. */
  readonly allows?: Grant;
  readonly customer?: Grant;
}

interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** A role with what it may do, which tools set in any order after they have made it. */
export function makeRole(random: Random, by: Caller, role: NewRole): readonly Step[] {
  const { name, trust, policies = [], allows, customer } = role;
  const policyArn = `arn:aws:iam::${ACCOUNT}:policy/${name}`;
  const made = call(
    by,
    'iam',
    'CreatePolicy',
    { policyName: name, policyDocument: document(customer) },
    { policy: { policyName: name, arn: policyArn, defaultVersionId: 'v1', path: '/' } },
  );
  const grants = [
    ...policies.map((policy) => attach(SOME_TIME, by, name, policy)),
    ...(allows === undefined
      ? []
      : [
          call(by, 'iam', 'PutRolePolicy', {
            roleName: name,
            policyName: 'app',
            policyDocument: document(allows),
          }),
        ]),
    ...(customer === undefined ? [] : [call(by, 'iam', 'AttachRolePolicy', { roleName: name, policyArn })]),
  ];
  if (random.below(2) === 0) grants.reverse();
  return run(
    random,
    ...(customer === undefined ? [] : [made]),
    createRole(SOME_TIME, by, name, trust),
    ...grants,
  );
}

export function dropRole(
  random: Random,
  by: Caller,
  { name, policies = [], allows }: NewRole,
): readonly Step[] {
  const inline = call(by, 'iam', 'DeleteRolePolicy', { roleName: name, policyName: 'app' });
  return run(
    random,
    ...policies.map((policy) => detach(SOME_TIME, by, name, policy)),
    ...(allows === undefined ? [] : [inline]),
    deleteRole(SOME_TIME, by, name),
  );
}

export { roleArn };

function document(grant: Grant | undefined): string {
  const { actions = [], resources = [] } = grant ?? {};
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: resources }],
  });
}

/** Trust as AWS documents it for EKS Pod Identity, without any condition. */
export const POD_IDENTITY_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'AllowEksAuthToAssumeRoleForPodIdentity',
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
  ],
});

/** Trust in one service account of the cluster of an issuer. */
export function irsaTrust(issuer: string, subject: string): string {
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: 'sts.amazonaws.com',
            [`${issuer}:sub`]: `system:serviceaccount:${subject}`,
          },
        },
      },
    ],
  });
}

export function serviceTrust(service: string, actions: readonly string[] = ['sts:AssumeRole']): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: actions }],
  });
}

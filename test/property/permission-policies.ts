import { type NamedPolicy, type PermissionSet, parseHolder, parsePolicy } from '@podguard/policy';
import fc from 'fast-check';

export const ACCOUNT = '111122223333';
export const holder = parseHolder(`arn:aws:iam::${ACCOUNT}:role/app`)!;

const ACTIONS = [
  '*',
  'iam:*',
  'iam:PutRolePolicy',
  'iam:PassRole',
  'iam:*Policy',
  'sts:AssumeRole',
  'secretsmanager:Get*',
  'eks:*',
  'ec2:RunInstances',
  's3:*',
];
const RESOURCES = [
  '*',
  'arn:aws:iam::*:role/*',
  `arn:aws:iam::${ACCOUNT}:role/app`,
  `arn:aws:iam::${ACCOUNT}:role/a*`,
  'arn:aws:iam::*:role/*-admin',
  'arn:aws:iam::*:*',
  'arn:aws:iam::*:role/${aws:PrincipalTag/team}',
  'arn:aws:secretsmanager:eu-west-1:*:secret:*',
  'arn:aws:s3:::*',
];
const CONDITIONS = [
  {},
  {},
  {},
  { StringEquals: { 'iam:PassedToService': 'pods.eks.amazonaws.com' } },
  { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } },
  { StringEquals: { 'aws:ResourceTag/team': 'web' } },
  { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app' } },
];

export interface Json {
  readonly Effect: string;
  readonly [element: string]: unknown;
}

const some = (values: readonly string[], maxLength = 3): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength });

export const statement = (...effects: readonly string[]): fc.Arbitrary<Json> =>
  fc
    .record({
      Effect: fc.constantFrom(...effects),
      what: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), some(ACTIONS)),
      where: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), some(RESOURCES)),
      Condition: fc.constantFrom(...CONDITIONS),
    })
    .map(({ Effect, what, where, Condition }) => ({
      Effect,
      ...Object.fromEntries([what, where]),
      Condition,
    }));

export const statements = fc.array(statement('Allow', 'Allow', 'Allow', 'Deny'), {
  minLength: 1,
  maxLength: 4,
});

export function named(list: readonly Json[]): NamedPolicy {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: list });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { name: 'inline', policy: parsed.policy };
}

export function holding(list: readonly Json[], boundary: NamedPolicy | null = null): PermissionSet {
  return { holder, policies: [named(list)], boundary };
}

import {
  admits,
  analyseTrust,
  evaluate,
  parsePolicy,
  podIdentityWay,
  webIdentityWay,
} from '@podguard/policy';
import { describe, expect, it } from 'vitest';

const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/ABC';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const SUBJECT = 'system:serviceaccount:a:b';
const OPERATORS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
const CONDITIONS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html';
const KEYS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif';
const SETS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html';
const ABAC = 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html';

interface Case {
  readonly name: string;
  readonly condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly allowed: boolean;
  readonly source: string;
}

const tokens: readonly Case[] = [
  {
    name: 'a key in other case is the same key',
    condition: { StringEquals: { [`${ISSUER.toUpperCase()}:SUB`]: SUBJECT } },
    allowed: true,
    source: CONDITIONS,
  },
  {
    name: 'a value in other case is another value',
    condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT.toUpperCase() } },
    allowed: false,
    source: OPERATORS,
  },
  {
    name: "another provider's subject is not there",
    condition: { StringEquals: { 'oidc.eks.us-east-1.amazonaws.com/id/XYZ:sub': SUBJECT } },
    allowed: false,
    source: KEYS,
  },
  {
    name: 'a negation holds for a key that is not there',
    condition: { StringNotEquals: { 'oidc.eks.us-east-1.amazonaws.com/id/XYZ:sub': SUBJECT } },
    allowed: true,
    source: OPERATORS,
  },
  {
    name: 'ForAllValues holds for a key that is not there',
    condition: { 'ForAllValues:StringEquals': { 'oidc.eks.us-east-1.amazonaws.com/id/XYZ:sub': SUBJECT } },
    allowed: true,
    source: SETS,
  },
  {
    name: 'ForAnyValue does not hold for a key that is not there',
    condition: { 'ForAnyValue:StringNotEquals': { 'oidc.eks.us-east-1.amazonaws.com/id/XYZ:sub': SUBJECT } },
    allowed: false,
    source: SETS,
  },
  {
    name: 'Null true holds for a key that is not there',
    condition: { Null: { 'oidc.eks.us-east-1.amazonaws.com/id/XYZ:sub': 'true' } },
    allowed: true,
    source: OPERATORS,
  },
  {
    name: 'a token has a subject',
    condition: { Null: { [`${ISSUER}:sub`]: 'true' } },
    allowed: false,
    source: KEYS,
  },
];

const pods: readonly Case[] = [
  {
    name: 'a tag in other case is the same key',
    condition: { StringEquals: { 'AWS:requesttag/KUBERNETES-namespace': 'a' } },
    allowed: true,
    source: CONDITIONS,
  },
  {
    name: 'a tag that EKS does not give is not there',
    condition: { StringEquals: { 'aws:RequestTag/team': 'a' } },
    allowed: false,
    source: ABAC,
  },
  {
    name: 'a service is no principal of an organization',
    condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
    allowed: true,
    source: OPERATORS,
  },
];

function judge(principal: object, action: string, condition: object) {
  const result = parsePolicy({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: action, Condition: condition }],
  });
  if (!result.ok) throw new Error(result.error.message);
  const isToken = 'Federated' in principal;
  const way = isToken
    ? webIdentityWay({ provider: PROVIDER, cluster: true })
    : podIdentityWay({ action: 'sts:AssumeRole', sessionTags: true });
  const tag = 'aws:requesttag/kubernetes-';
  const point = isToken
    ? { sub: SUBJECT, aud: 'sts.amazonaws.com' }
    : {
        cluster: 'arn:aws:eks:us-east-1:111122223333:cluster/prod',
        [`${tag}namespace`]: 'a',
        [`${tag}service-account`]: 'b',
        [`${tag}pod-name`]: 'c',
        [`${tag}pod-uid`]: '0a',
      };
  const request = way.toRequest(new Map(Object.entries(point)));
  const analysis = analyseTrust(result.policy, way);
  if (!analysis.decided) throw new Error(analysis.reason);
  return {
    decision: evaluate(result.policy, request).decision === 'allow',
    admitted: admits(analysis, request) === 'yes',
  };
}

describe('what renaming keys would hide, by AWS’s documentation', () => {
  it.for(tokens)('$name ($source)', ({ condition, allowed }) => {
    const answer = judge({ Federated: PROVIDER }, 'sts:AssumeRoleWithWebIdentity', condition);
    expect(answer).toEqual({ decision: allowed, admitted: allowed });
  });
  it.for(pods)('$name ($source)', ({ condition, allowed }) => {
    const answer = judge({ Service: 'pods.eks.amazonaws.com' }, 'sts:AssumeRole', condition);
    expect(answer).toEqual({ decision: allowed, admitted: allowed });
  });
});

import {
  admits,
  admittedValues,
  analyseTrust,
  awsWay,
  boxOfTexts,
  createBudget,
  exactly,
  isAdmittingNobody,
  isIncludedIn,
  type PolicyRequest,
  podIdentityWay,
  type TrustAnalysis,
  type Way,
  webIdentityWay,
} from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, policyOf } from '../support.ts';
import { AUD, aws, irsa, PROVIDER, pods, SUB, subject } from './support.ts';

const CLUSTER = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/prod`;
const TOKENS = webIdentityWay({ provider: PROVIDER, cluster: true });

function analyse(way: Way, ...statements: readonly object[]): TrustAnalysis {
  const analysis = analyseTrust(policyOf(...statements), way);
  if (!analysis.decided) throw new Error(analysis.reason);
  return analysis;
}

describe('web identity', () => {
  const analysis = analyse(TOKENS, irsa({ StringEquals: { [SUB]: subject('a:b') } }));
  const request = (change: Partial<PolicyRequest>): PolicyRequest => ({
    principal: { type: 'Federated', provider: PROVIDER },
    action: 'sts:AssumeRoleWithWebIdentity',
    context: { [SUB]: [subject('a:b')], [AUD]: ['x'] },
    ...change,
  });

  test.for<[string, Partial<PolicyRequest>, string]>([
    ['the subject', {}, 'yes'],
    [
      'keys as a map',
      {
        context: new Map([
          [SUB, [subject('a:b')]],
          [AUD, ['x']],
        ]),
      },
      'yes',
    ],
    ['the action in another case', { action: 'STS:assumerolewithwebidentity' }, 'yes'],
    ['another subject', { context: { [SUB]: [subject('a:c')], [AUD]: ['x'] } }, 'no'],
    ['no subject', { context: { [AUD]: ['x'] } }, 'unknown'],
    ['two subjects', { context: { [SUB]: [subject('a:b'), subject('c:d')], [AUD]: ['x'] } }, 'unknown'],
    ['an unknown subject', { context: { [SUB]: 'unknown', [AUD]: ['x'] } }, 'unknown'],
    ['no service account', { context: { [SUB]: ['somebody'], [AUD]: ['x'] } }, 'unknown'],
    [
      'a claim that no token has',
      { context: { [SUB]: [subject('a:b')], [AUD]: ['x'], 'aws:PrincipalArn': ['x'] } },
      'unknown',
    ],
    ['another provider', { principal: { type: 'Federated', provider: 'x' } }, 'unknown'],
    ['another kind of caller', { principal: { type: 'Anonymous' } }, 'unknown'],
    ['another action', { action: 'sts:AssumeRole' }, 'unknown'],
  ])('%s: %s', ([, change, expected]) => {
    expect(admits(analysis, request(change))).toBe(expected);
  });

  test('what is admitted lies in what holds it', () => {
    const mine = [boxOfTexts({ sub: { present: exactly(subject('a:b')) } })];
    expect(isIncludedIn(analysis, mine)).toBe('yes');
    expect(isIncludedIn(analysis, [])).toBe('no');
    const open = analyse(TOKENS, irsa({ StringEquals: { [SUB]: '${aws:x}' } }));
    expect([isIncludedIn(open, mine), isAdmittingNobody(open)]).toEqual(['unknown', 'unknown']);
    expect(isAdmittingNobody(analysis)).toBe('no');
    expect(isAdmittingNobody(analyse(TOKENS, irsa({}, { Action: 'sts:TagSession' })))).toBe('yes');
  });

  test('a key that nothing bounds may be anything that it can be', () => {
    const { sure, possible } = admittedValues(analysis, 'aud');
    expect(sure).toBe(possible);
    expect(sure).toBe(TOKENS.domainOf('aud').values);
    expect(admittedValues(analyse(TOKENS, irsa({}, { Effect: 'Deny' })), 'aud').sure.absent).toBe(false);
  });

  test('a session name is always there, tags and a source identity never', () => {
    const never = { 'aws:RequestTag/a': 'true', 'sts:SourceIdentity': 'true', 'aws:TagKeys': 'true' };
    const always = { 'sts:RoleSessionName': 'false' };
    const { statements } = analyse(TOKENS, irsa({ Null: { ...never, ...always } }));
    expect(statements[0]?.possible).toHaveLength(1);
    expect(isAdmittingNobody(analyse(TOKENS, irsa({ Null: { 'sts:RoleSessionName': 'true' } })))).toBe('yes');
  });

  test('a budget that is spent is no answer', () => {
    const policy = policyOf(irsa({ StringLike: { [SUB]: 'a*' } }), irsa({ StringLike: { [SUB]: '*b' } }));
    expect(analyseTrust(policy, TOKENS, createBudget(1))).toMatchObject({ decided: false });
  });
});

describe('EKS Pod Identity', () => {
  const way = podIdentityWay({ action: 'sts:AssumeRole', sessionTags: false, account: ACCOUNT });
  const request = (context: PolicyRequest['context'], name = 'pods.eks.amazonaws.com'): PolicyRequest => ({
    principal: { type: 'Service', name },
    action: 'sts:AssumeRole',
    context: {
      'aws:PrincipalIsAWSService': ['true'],
      'aws:PrincipalServiceName': ['pods.eks.amazonaws.com'],
      'aws:SourceArn': [CLUSTER],
      'aws:SourceAccount': [ACCOUNT],
      ...context,
    },
  });

  test('a request is one of the way where its keys agree', () => {
    const analysis = analyse(way, pods({ ArnEquals: { 'aws:SourceArn': CLUSTER } }));
    expect(admits(analysis, request({}))).toBe('yes');
    expect(admits(analysis, request({ 'aws:SourceAccount': ['444455556666'] }))).toBe('unknown');
    expect(admits(analysis, request({ 'aws:SourceArn': 'absent' }))).toBe('unknown');
    expect(admits(analysis, request({}, 'ec2.amazonaws.com'))).toBe('unknown');
    expect(admits(analysis, { ...request({}), action: 'sts:TagSession' })).toBe('unknown');
  });

  test('in a known account a condition on it restricts nothing', () => {
    const analysis = analyse(way, pods({ StringNotEquals: { 'aws:SourceAccount': '444455556666' } }));
    expect(isIncludedIn({ ...analysis, sure: [new Map()], possible: [new Map()] }, analysis.sure)).toBe(
      'yes',
    );
  });
});

describe('AWS principals', () => {
  const analysis = analyse(awsWay({ action: 'sts:AssumeRole' }), aws({ AWS: ACCOUNT }));
  const arn = `arn:aws:iam::${ACCOUNT}:user/alice`;
  const keys = {
    'aws:PrincipalIsAWSService': ['false'],
    'aws:PrincipalArn': [arn],
    'aws:PrincipalAccount': [ACCOUNT],
    'aws:PrincipalType': ['User'],
    'aws:username': ['alice'],
  };
  const request: PolicyRequest = {
    principal: { type: 'AWS', arn, account: ACCOUNT },
    action: 'sts:AssumeRole',
    context: keys,
  };

  test('a request is one of the way where its keys agree', () => {
    expect(admits(analysis, request)).toBe('yes');
    expect(admits(analysis, { ...request, action: 'sts:TagSession' })).toBe('unknown');
    expect(admits(analysis, { ...request, principal: { type: 'Anonymous' } })).toBe('unknown');
    expect(admits(analysis, { ...request, context: { ...keys, 'aws:PrincipalType': ['AssumedRole'] } })).toBe(
      'unknown',
    );
    expect(admits(analysis, { ...request, context: { ...keys, 'aws:username': ['bob'] } })).toBe('unknown');
    expect(admits(analysis, { ...request, context: {} })).toBe('unknown');
    const other = { type: 'AWS', arn: `${arn}x`, account: ACCOUNT } as const;
    expect(admits(analysis, { ...request, principal: other })).toBe('unknown');
  });
});

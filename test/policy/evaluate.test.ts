import { type Decision, evaluate, type PolicyRequest, type RequestPrincipal } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { policyOf, USER } from './support.ts';

const REQUEST: PolicyRequest = { principal: USER, action: 'a:b', context: { u: 'unknown', k: ['v'] } };

const statement = (Effect: string, Condition: object = {}): object => ({
  Effect,
  Principal: '*',
  Action: '*',
  Condition,
});
const SURE = { StringEquals: { k: 'v' } };
const NEVER = { StringEquals: { k: 'w' } };
const MAYBE = { StringEquals: { u: 'v' } };

describe('statements are joined', () => {
  test.for<[name: string, statements: readonly object[], decision: Decision]>([
    ['an Allow that matches allows', [statement('Allow', SURE)], 'allow'],
    ['nothing that matches denies', [statement('Allow', NEVER)], 'implicit-deny'],
    ['a Deny that does not match denies nothing', [statement('Allow'), statement('Deny', NEVER)], 'allow'],
    ['a Deny beats an Allow before it', [statement('Allow'), statement('Deny')], 'explicit-deny'],
    ['a Deny beats an Allow after it', [statement('Deny'), statement('Allow')], 'explicit-deny'],
    ['a Deny by itself is explicit', [statement('Deny')], 'explicit-deny'],
    ['an Allow that may match is undecided', [statement('Allow', MAYBE)], 'undecided'],
    ['a sure Allow beside it decides', [statement('Allow', MAYBE), statement('Allow')], 'allow'],
    [
      'a Deny that may match is undecided over a sure Allow',
      [statement('Allow'), statement('Deny', MAYBE)],
      'undecided',
    ],
    ['a Deny that may match is undecided by itself', [statement('Deny', MAYBE)], 'undecided'],
    [
      'a sure Deny decides over all that may match',
      [statement('Deny', MAYBE), statement('Allow', MAYBE), statement('Deny')],
      'explicit-deny',
    ],
  ])('%s', ([, statements, decision]) => {
    expect(evaluate(policyOf(...statements), REQUEST).decision).toBe(decision);
  });

  test.for<[name: string, condition: object, decision: Decision]>([
    ['two conditions that hold', { StringEquals: { k: 'v' }, StringLike: { k: '*' } }, 'allow'],
    [
      'two operators of which one fails',
      { StringEquals: { k: 'v' }, StringLike: { k: 'w*' } },
      'implicit-deny',
    ],
    ['two keys of which one fails', { StringEquals: { k: 'v', l: 'v' } }, 'implicit-deny'],
    ['one that fails beside one that is unknown', { StringEquals: { k: 'w', u: 'v' } }, 'implicit-deny'],
    ['one that holds beside one that is unknown', { StringEquals: { k: 'v', u: 'v' } }, 'undecided'],
  ])('conditions are an AND: %s', ([, condition, decision]) => {
    expect(evaluate(policyOf(statement('Allow', condition)), REQUEST).decision).toBe(decision);
  });
});

describe('keys that are not listed', () => {
  const policy = policyOf(statement('Allow', { StringNotEquals: { other: 'v' } }));
  test('are absent unless said otherwise', () => {
    expect(evaluate(policy, REQUEST).decision).toBe('allow');
    expect(evaluate(policy, REQUEST, { otherKeys: 'absent' }).decision).toBe('allow');
  });

  test('are unknown on demand', () => {
    expect(evaluate(policy, REQUEST, { otherKeys: 'unknown' }).decision).toBe('undecided');
  });

  test('are what a function says of each, in variables too', () => {
    const variable = policyOf(statement('Allow', { StringEquals: { k: '$' + '{Other}' } }));
    const asked: string[] = [];
    const otherKeys = (key: string) => {
      asked.push(key);
      return ['v'];
    };
    expect(evaluate(variable, REQUEST, { otherKeys }).decision).toBe('allow');
    expect(evaluate(variable, REQUEST, { otherKeys: () => 'absent' }).decision).toBe('implicit-deny');
    expect(asked).toEqual(['other']);
  });

  test('may be given as a map', () => {
    const request = { ...REQUEST, context: new Map([['Other', ['v']]]) };
    expect(evaluate(policy, request).decision).toBe('implicit-deny');
  });
});

describe('assumptions', () => {
  test('name what is not known, and only where it matters', () => {
    const policy = policyOf(
      statement('Allow', MAYBE),
      statement('Allow'),
      statement('Deny', { ...NEVER, StringLike: { u: '*' } }),
      statement('Deny', { Bool: { U: 'true' }, StringMatches: { k: 'v' } }),
    );
    expect(evaluate(policy, REQUEST).assumptions).toEqual([
      { path: 'Statement[3].Condition.Bool.U', key: 'U', reason: 'the value of U is not known' },
      { path: 'Statement[3].Condition.StringMatches.k', reason: 'IAM documents no operator "StringMatches"' },
    ]);
  });

  test('are empty where the answer is decided', () => {
    const policy = policyOf(statement('Allow', MAYBE), statement('Allow'));
    expect(evaluate(policy, REQUEST).assumptions).toEqual([]);
  });

  test('name an Allow that may match where no other does', () => {
    const policy = policyOf(statement('Allow', { StringEquals: { u: 'v' } }));
    expect(evaluate(policy, REQUEST).assumptions).toHaveLength(1);
  });
});

test('the explanation has the shape of the policy', () => {
  const policy = policyOf({
    Sid: 'One',
    Effect: 'Allow',
    Principal: { AWS: '111122223333' },
    Action: 'a:*',
    Condition: { StringEquals: { k: ['x', 'v'] } },
  });
  expect(evaluate(policy, REQUEST)).toEqual({
    decision: 'allow',
    statements: [
      {
        path: 'Statement[0]',
        sid: 'One',
        effect: 'Allow',
        matched: 'yes',
        principal: {
          path: 'Statement[0].Principal.AWS',
          outcome: 'yes',
          reason: '"111122223333" names the caller',
        },
        action: { path: 'Statement[0].Action', outcome: 'yes', reason: '"a:*" names "a:b"' },
        resource: null,
        conditions: [{ path: 'Statement[0].Condition.StringEquals.k', outcome: 'yes', reason: 'k is "v"' }],
      },
    ],
    assumptions: [],
  });
});

describe('trust policies as AWS documents them', () => {
  const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';
  const provider = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
  const token: RequestPrincipal = { type: 'Federated', provider };
  const irsa = (condition: object): object => ({
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  });
  const sub = 'system:serviceaccount:shop:checkout';
  const exact = { StringEquals: { [`${issuer}:sub`]: sub, [`${issuer}:aud`]: 'sts.amazonaws.com' } };

  test.for<[name: string, condition: object, sub: string, decision: Decision]>([
    ['the service account is let in', exact, sub, 'allow'],
    ['another one is not', exact, 'system:serviceaccount:shop:cart', 'implicit-deny'],
    [
      'a star under StringEquals lets nobody in',
      { StringEquals: { [`${issuer}:sub`]: '*' } },
      sub,
      'implicit-deny',
    ],
    ['a star under StringLike lets everybody in', { StringLike: { [`${issuer}:sub`]: '*' } }, sub, 'allow'],
    [
      "another issuer's key under StringEquals lets nobody in",
      { StringEquals: { 'other:sub': sub } },
      sub,
      'implicit-deny',
    ],
    [
      "another issuer's key with IfExists restricts nothing",
      { StringEqualsIfExists: { 'other:sub': 'x' } },
      sub,
      'allow',
    ],
    [
      "another issuer's key under ForAllValues restricts nothing",
      { 'ForAllValues:StringEquals': { 'other:sub': 'x' } },
      sub,
      'allow',
    ],
    [
      'Null of a key that is always there never holds',
      { Null: { [`${issuer}:sub`]: 'true' } },
      sub,
      'implicit-deny',
    ],
  ])('%s', ([, condition, subject, decision]) => {
    const context = { [`${issuer}:sub`]: [subject], [`${issuer}:aud`]: ['sts.amazonaws.com'] };
    const request = { principal: token, action: 'sts:AssumeRoleWithWebIdentity', context };
    expect(evaluate(policyOf(irsa(condition)), request).decision).toBe(decision);
  });

  test('Pod Identity is let in for the cluster that its session tags name', () => {
    const cluster = 'arn:aws:eks:eu-west-1:111122223333:cluster/prod';
    const policy = policyOf({
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        ArnEquals: { 'aws:SourceArn': cluster },
      },
    });
    const ask = (arn: string): Decision =>
      evaluate(policy, {
        principal: { type: 'Service', name: 'pods.eks.amazonaws.com' },
        action: 'sts:TagSession',
        context: { 'aws:SourceAccount': ['111122223333'], 'aws:SourceArn': [arn] },
      }).decision;
    expect([ask(cluster), ask(cluster.replace('prod', 'test'))]).toEqual(['allow', 'implicit-deny']);
  });
});

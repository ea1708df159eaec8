import type { Outcome, RequestPrincipal } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, explainOnly, policyOf } from './support.ts';

const OTHER = '444455556666';
const aws = (arn: string, uniqueId?: string): RequestPrincipal => ({
  type: 'AWS',
  arn,
  account: arn.split(':')[4] ?? '',
  ...(uniqueId === undefined ? {} : { uniqueId }),
});

const ROOT = aws(`arn:aws:iam::${ACCOUNT}:root`);
const USER = aws(`arn:aws:iam::${ACCOUNT}:user/team/alice`, 'AIDAEXAMPLE');
const ROLE = aws(`arn:aws:iam::${ACCOUNT}:role/app`);
const SESSION = aws(`arn:aws:sts::${ACCOUNT}:assumed-role/app/pod-1`, 'AROAEXAMPLE:pod-1');
const FEDERATED_USER = aws(`arn:aws:sts::${ACCOUNT}:federated-user/alice`);
const ODD = aws(`arn:aws:iam::${ACCOUNT}:mfa/x`);
const PODS: RequestPrincipal = { type: 'Service', name: 'pods.eks.amazonaws.com' };
const ANYBODY: RequestPrincipal = { type: 'Anonymous' };
const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/EX';
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
const TOKEN: RequestPrincipal = { type: 'Federated', provider: PROVIDER };

type Row = [principal: unknown, caller: RequestPrincipal, outcome: Outcome];

function explain(element: object, caller: RequestPrincipal): Outcome | undefined {
  const policy = policyOf({ Effect: 'Deny', Action: '*', ...element });
  return explainOnly(policy, { principal: caller }).principal?.outcome;
}

describe('everyone', () => {
  test.for<Row>([
    ['*', USER, 'yes'],
    ['*', SESSION, 'yes'],
    ['*', PODS, 'yes'],
    ['*', TOKEN, 'yes'],
    ['*', ANYBODY, 'yes'],
    [{ AWS: '*' }, USER, 'yes'],
    [{ AWS: '*' }, SESSION, 'yes'],
    [{ AWS: '*' }, ANYBODY, 'yes'],
    [{ AWS: '*' }, PODS, 'yes'],
    [{ AWS: '*' }, TOKEN, 'yes'],
    [{ Service: '*' }, PODS, 'yes'],
    [{ Service: '*' }, USER, 'no'],
    [{ Federated: '*' }, TOKEN, 'yes'],
    [{ Federated: '*' }, PODS, 'no'],
    [{}, USER, 'no'],
  ])('%j names %j: %s', ([principal, caller, outcome]) => {
    expect(explain({ Principal: principal }, caller)).toBe(outcome);
  });
});

describe('AWS principals', () => {
  test.for<Row>([
    [{ AWS: ACCOUNT }, USER, 'yes'],
    [{ AWS: ACCOUNT }, SESSION, 'yes'],
    [{ AWS: ACCOUNT }, ROOT, 'yes'],
    [{ AWS: OTHER }, USER, 'no'],
    [{ AWS: [OTHER, ACCOUNT] }, USER, 'yes'],
    [{ AWS: ACCOUNT }, PODS, 'no'],
    [{ AWS: ACCOUNT }, ANYBODY, 'no'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, ROOT, 'yes'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, USER, 'yes'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, SESSION, 'yes'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, FEDERATED_USER, 'yes'],
    [{ AWS: `arn:aws:iam::${OTHER}:root` }, USER, 'no'],
    [{ AWS: `arn:aws-cn:iam::${ACCOUNT}:root` }, USER, 'no'],
    [{ AWS: `arn:aws-cn:iam::${ACCOUNT}:root` }, aws(`arn:aws-cn:iam::${ACCOUNT}:user/a`), 'yes'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/team/alice` }, USER, 'yes'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/alice` }, USER, 'yes'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/team/Alice` }, USER, 'no'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/alice` }, ROOT, 'no'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/alice` }, FEDERATED_USER, 'unknown'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/app` }, ROLE, 'no'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:role/app` }, ROLE, 'yes'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:role/app` }, SESSION, 'yes'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:role/path/to/app` }, SESSION, 'yes'],
    [
      { AWS: `arn:aws:iam::${ACCOUNT}:role/path/to/app` },
      aws(`arn:aws:iam::${ACCOUNT}:role/path/to/app`),
      'yes',
    ],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:role/application` }, SESSION, 'no'],
    [{ AWS: `arn:aws:iam::${OTHER}:role/app` }, SESSION, 'no'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:role/alice` }, USER, 'no'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/app/pod-1` }, SESSION, 'yes'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/app/pod-2` }, SESSION, 'no'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/web/pod-1` }, SESSION, 'no'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/app/pod-1` }, ROLE, 'unknown'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/web/pod-1` }, ROLE, 'no'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/alice/x` }, USER, 'no'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:federated-user/alice` }, FEDERATED_USER, 'yes'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:federated-user/bob` }, FEDERATED_USER, 'no'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:federated-user/alice` }, USER, 'no'],
  ])('%j names %j: %s', ([principal, caller, outcome]) => {
    expect(explain({ Principal: principal }, caller)).toBe(outcome);
  });

  test.for<Row>([
    [{ AWS: 'AIDAEXAMPLE' }, USER, 'yes'],
    [{ AWS: 'AROAEXAMPLE' }, SESSION, 'yes'],
    [{ AWS: 'AROAEXAMPLE:pod-1' }, SESSION, 'yes'],
    [{ AWS: 'AROAEXAMPLE:pod-2' }, SESSION, 'no'],
    [{ AWS: 'AROAOTHER' }, SESSION, 'no'],
    [{ AWS: 'AROAEXAMPLE' }, ROLE, 'no'],
  ])('of a deleted identity an id is left: %j names %j: %s', ([principal, caller, outcome]) => {
    expect(explain({ Principal: principal }, caller)).toBe(outcome);
  });

  test.for<Row>([
    [{ AWS: `arn:aws:iam::${ACCOUNT}:role/*` }, SESSION, 'unknown'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:role/*` }, USER, 'no'],
    [{ AWS: 'arn:aws:iam::*:root' }, USER, 'unknown'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/team/*` }, USER, 'unknown'],
    [{ AWS: `arn:aws:iam::${OTHER}:*` }, USER, 'no'],
    [{ AWS: 'arn:aws:iam::1:*' }, aws('arn:aws:iam::1:user/x'), 'unknown'],
    [{ Service: '*.eks.amazonaws.com' }, PODS, 'unknown'],
    [{ Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/*` }, TOKEN, 'unknown'],
  ])('a wildcard inside a name is undecided: %j names %j: %s', ([principal, caller, outcome]) => {
    expect(explain({ Principal: principal }, caller)).toBe(outcome);
  });

  test.for<Row>([
    [{ AWS: `arn:aws:iam::${ACCOUNT}:mfa/x` }, ODD, 'yes'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:mfa/y` }, ODD, 'no'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/` }, USER, 'no'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:role/` }, ROLE, 'no'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:role` }, ROLE, 'no'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:root/x` }, ROOT, 'no'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:federated-user/` }, FEDERATED_USER, 'no'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/app` }, SESSION, 'no'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role` }, SESSION, 'no'],
    [{ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/app/pod-1/x` }, SESSION, 'no'],
    [{ AWS: '' }, USER, 'no'],
  ])('an ARN of another form names only itself: %j names %j: %s', ([principal, caller, outcome]) => {
    expect(explain({ Principal: principal }, caller)).toBe(outcome);
  });
});

describe('services, providers and canonical users', () => {
  const bare: RequestPrincipal = { type: 'Federated', provider: ISSUER };
  test.for<Row>([
    [{ Service: 'pods.eks.amazonaws.com' }, PODS, 'yes'],
    [{ Service: 'ec2.amazonaws.com' }, PODS, 'no'],
    [{ Service: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'] }, PODS, 'yes'],
    [{ Service: 'pods.eks.amazonaws.com' }, TOKEN, 'no'],
    [{ Federated: PROVIDER }, TOKEN, 'yes'],
    [{ Federated: PROVIDER }, bare, 'yes'],
    [{ Federated: PROVIDER }, { type: 'Federated', provider: `${ISSUER}2` }, 'no'],
    [{ Federated: PROVIDER.replace(ACCOUNT, OTHER) }, TOKEN, 'no'],
    [{ Federated: ISSUER }, TOKEN, 'no'],
    [{ Federated: 'accounts.google.com' }, { type: 'Federated', provider: 'accounts.google.com' }, 'yes'],
    [{ Federated: PROVIDER }, SESSION, 'no'],
    [{ CanonicalUser: '79a5' }, USER, 'unknown'],
    [{ CanonicalUser: '79a5' }, PODS, 'no'],
  ])('%j names %j: %s', ([principal, caller, outcome]) => {
    expect(explain({ Principal: principal }, caller)).toBe(outcome);
  });
});

describe('NotPrincipal', () => {
  const account = `arn:aws:iam::${ACCOUNT}:root`;
  const role = `arn:aws:iam::${ACCOUNT}:role/app`;
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/app/pod-1`;
  test.for<Row>([
    ['*', USER, 'no'],
    [{ AWS: OTHER }, USER, 'yes'],
    [{ AWS: [account, `arn:aws:iam::${ACCOUNT}:user/alice`] }, USER, 'no'],
    [{ AWS: `arn:aws:iam::${ACCOUNT}:user/alice` }, USER, 'unknown'],
    [{ AWS: account }, USER, 'unknown'],
    [{ AWS: account }, ROOT, 'no'],
    [{ AWS: [account, role, session] }, SESSION, 'no'],
    [{ AWS: [account, role] }, SESSION, 'unknown'],
    [{ AWS: [account, role] }, ROLE, 'unknown'],
    [{ AWS: [ACCOUNT, `arn:aws:iam::${ACCOUNT}:mfa/x`] }, ODD, 'no'],
    [{ AWS: '*' }, PODS, 'no'],
    [{ Service: 'pods.eks.amazonaws.com' }, PODS, 'no'],
    [{ Service: 'pods.eks.amazonaws.com' }, USER, 'yes'],
    [{ Federated: PROVIDER }, TOKEN, 'no'],
    [{}, USER, 'unknown'],
  ])('%j takes in %j: %s', ([principal, caller, outcome]) => {
    expect(explain({ NotPrincipal: principal }, caller)).toBe(outcome);
  });
});

test('a statement without a principal has none to explain, and matches', () => {
  const statement = explainOnly(policyOf({ Effect: 'Allow', Action: '*' }));
  expect([statement.principal, statement.matched]).toEqual([null, 'yes']);
});

test('the principal that decided is the one whose path is given', () => {
  const policy = policyOf({ Effect: 'Allow', Action: '*', Principal: { AWS: [OTHER, ACCOUNT] } });
  expect(explainOnly(policy).principal).toEqual({
    path: 'Statement[0].Principal.AWS[1]',
    outcome: 'yes',
    reason: `"${ACCOUNT}" names the caller`,
  });
});

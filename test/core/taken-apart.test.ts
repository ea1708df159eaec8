import { toChanges, toRecord } from '@podguard/cloudtrail';
import { announce, type Change, type JsonObject } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, record } from '../cloudtrail/records.ts';
import { createHarness, itemsOf } from '../support/harness.ts';
import { allow } from '../support/role-rights.ts';
import { podIdentity, trust } from '../support/trusts.ts';

const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
const ASSOCIATION = `arn:aws:eks:eu-central-1:${ACCOUNT}:podidentityassociation/prod/a-1`;
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

type Call = readonly [second: number, name: string, request: JsonObject, response?: JsonObject];

function changesOf(calls: readonly Call[]): readonly Change[] {
  return calls.flatMap(([second, name, request, response = null], index) => {
    const time = `2026-03-12T07:00:${String(second).padStart(2, '0')}Z`;
    const service = /Association$|Cluster$/.test(name) ? 'eks' : 'iam';
    const read = toRecord({
      ...record(service, name, request, response),
      eventTime: time,
      eventID: `${name}-${index}`,
    });
    const mapped = read.kind === 'record' ? toChanges(read.record, []) : read;
    if (mapped.kind !== 'changes') throw new Error(JSON.stringify(mapped));
    return mapped.changes;
  });
}

/** Of a rule on a resource: whether it is open, or how it ended; the same from the first record on and from the last. */
async function livesOf(calls: readonly Call[], key: string, rule: string): Promise<readonly string[]> {
  const changes = changesOf(calls);
  const [forward, backward] = await Promise.all(
    [changes, changes.toReversed()].map(async (some) => {
      const { store, deliver } = createHarness(createMemoryStore());
      for (const change of some) await deliver(change);
      const lives = (await itemsOf(store)).get(key)?.lives ?? [];
      return lives
        .filter((life) => life.rule === rule)
        .map(({ resolved, unverified }) => resolved?.reason ?? (unverified ? 'unverified' : 'open'));
    }),
  );
  expect(backward).toEqual(forward);
  return forward as readonly string[];
}

const irsa = trust({
  Principal: { Federated: PROVIDER },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    StringEquals: {
      [`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart',
      [`${ISSUER}:aud`]: 'sts.amazonaws.com',
    },
  },
});

/** A role with a policy and its provider; the policy goes with the provider, the role so many seconds later. */
const irsaRole = (roleGoes: number): readonly Call[] => [
  [0, 'CreateOpenIDConnectProvider', { url: `https://${ISSUER}`, clientIDList: ['sts.amazonaws.com'] }],
  [1, 'CreateRole', { roleName: 'cart', assumeRolePolicyDocument: irsa }],
  [
    2,
    'PutRolePolicy',
    { roleName: 'cart', policyName: 'app', policyDocument: allow({ Action: 's3:GetObject' }) },
  ],
  [30, 'DeleteRolePolicy', { roleName: 'cart', policyName: 'app' }],
  [30, 'DeleteOpenIDConnectProvider', { openIDConnectProviderArn: PROVIDER }],
  [30 + roleGoes, 'DeleteRole', { roleName: 'cart' }],
];

describe('a role that goes together with its provider', () => {
  test('in one second is not found without it', async () => {
    expect(await livesOf(irsaRole(0), roleArn('cart'), 'irsa-provider-unknown')).toEqual([]);
  });

  test('a second later was without it', async () => {
    expect(await livesOf(irsaRole(1), roleArn('cart'), 'irsa-provider-unknown')).toEqual(['deleted']);
  });
});

const document = allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::carts/*' });
const more = allow({ Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::carts/*' });
const role = (second: number, roleName: string, policyDocument: string): readonly Call[] => [
  [
    second,
    'CreateRole',
    { roleName, assumeRolePolicyDocument: trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'])) },
  ],
  [second + 1, 'PutRolePolicy', { roleName, policyName: 'app', policyDocument }],
];
const association = (name: string): JsonObject => ({
  association: {
    clusterName: 'prod',
    namespace: 'shop',
    serviceAccount: 'cart',
    roleArn: roleArn(name),
    associationArn: ASSOCIATION,
    associationId: 'a-1',
  },
});
const move = (second: number, name: string): Call => [
  second,
  'UpdatePodIdentityAssociation',
  { name: 'prod', associationId: 'a-1', roleArn: roleArn(name) },
  association(name),
];
const moved = (policyDocument: string): readonly Call[] => [
  ...role(0, 'old', document),
  [
    3,
    'CreatePodIdentityAssociation',
    { name: 'prod', namespace: 'shop', serviceAccount: 'cart', roleArn: roleArn('old') },
    association('old'),
  ],
  ...role(10, 'new', policyDocument),
  move(20, 'new'),
];
const takenApart: Call = [30, 'DeleteRolePolicy', { roleName: 'old', policyName: 'app' }];
const deleted: Call = [31, 'DeleteRole', { roleName: 'old' }];
const swaps = (calls: readonly Call[]) => livesOf(calls, ASSOCIATION, 'pod-identity-role-swapped');

describe('the role that an association had before', () => {
  test('has no fewer rights than the new one because it is taken apart afterwards', async () => {
    expect(await swaps([...moved(document), takenApart])).toEqual([]);
    expect(await swaps([...moved(document), takenApart, deleted])).toEqual([]);
  });

  test('had fewer rights when it was left, whatever becomes of it', async () => {
    expect(await swaps(moved(more))).toEqual(['open']);
    expect(await swaps([...moved(more), takenApart])).toEqual(['unverified']);
    expect(await swaps([...moved(more), takenApart, deleted])).toEqual(['unverified']);
  });

  test('is compared as it is where it lost rights before the association had it', async () => {
    const older: readonly Call[] = [
      [1, 'PutRolePolicy', { roleName: 'old', policyName: 'extra', policyDocument: more }],
      [2, 'DeleteRolePolicy', { roleName: 'old', policyName: 'extra' }],
    ];
    expect(await swaps([...moved(more), ...older])).toEqual(['open']);
  });
});

describe('what is told of an association whose cluster goes in the second in which its role is made again', () => {
  test('is its end, once, and no earlier than its beginning', async () => {
    const made = (second: number, assumeRolePolicyDocument: string, roleId: string): Call => [
      second,
      'CreateRole',
      { roleName: 'cart', assumeRolePolicyDocument },
      { role: { roleName: 'cart', roleId, arn: roleArn('cart') } },
    ];
    const trusting = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
    const request = { name: 'prod', namespace: 'shop', serviceAccount: 'cart', roleArn: roleArn('cart') };
    const calls: readonly Call[] = [
      [0, 'CreatePodIdentityAssociation', request, association('cart')],
      made(1, irsa, 'AROAONE'),
      made(10, trusting, 'AROATWO'),
      made(20, irsa, 'AROATHREE'),
      [20, 'DeleteCluster', { name: 'prod' }],
    ];
    const { store, told, deliver } = createHarness(createMemoryStore());
    for (const change of changesOf(calls)) await deliver(change);

    const rule = 'pod-identity-role-not-trusting';
    const heard = told.filter(({ finding }) => finding.rule === rule);
    expect(heard.map(({ type, at }) => `${type} ${at.slice(-3, -1)}`)).toEqual([
      'opened 01',
      'resolved 10',
      'reopened 20',
      'resolved 20',
    ]);
    const item = (await itemsOf(store)).get(ASSOCIATION);
    expect(item && announce(item, catalogue).transitions).toEqual([]);
  });
});

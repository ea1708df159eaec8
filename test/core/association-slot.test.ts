import {
  associationKey,
  associationSlotKey,
  clusterKey,
  oidcProviderKey,
  roleKey,
  type StateChange,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { associate, createRole } from '../support/changes.ts';
import { comparable, createHarness, itemsOf } from '../support/harness.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const CLUSTER = clusterKey('aws', REGION, ACCOUNT, 'prod');
const ISSUER = `oidc.eks.${REGION}.amazonaws.com/id/ABCDEF`;
const PROVIDER = oidcProviderKey('aws', ACCOUNT, ISSUER);
const READER = roleKey('aws', ACCOUNT, 'reader');
const ADMIN = roleKey('aws', ACCOUNT, 'admin');
const [FIRST, SECOND, THIRD] = ['a-1', 'a-2', 'a-3'].map((id) =>
  associationKey('aws', REGION, ACCOUNT, 'prod', id),
) as [string, string, string];

type Put = Extract<StateChange, { op: 'put' }>;

function role(time: number, key: string, ...policies: readonly string[]): StateChange {
  const made = createRole(time, undefined, `CreateRole-${key}`) as Put;
  return {
    ...made,
    key,
    fields: { ...made.fields, arn: { value: key } },
    sets: {
      policies: Object.fromEntries(policies.map((name) => [`arn:aws:iam::aws:policy/${name}`, true])),
      inlinePolicies: {},
    },
  };
}

function bound(time: number, key: string, roleArn: string, serviceAccount = 'cart'): StateChange {
  const made = associate(time, `Create-${key}`) as Put;
  return {
    ...made,
    key,
    fields: { ...made.fields, roleArn: { value: roleArn }, serviceAccount: { value: serviceAccount } },
  };
}

function gone(
  time: number,
  key: string,
  kind: StateChange['kind'] = 'pod-identity-association',
): StateChange {
  const { stamp, cause, account, region } = associate(time, `Delete-${key}`);
  return { op: 'delete', kind, key, account, region, stamp: { ...stamp, rank: 2 }, cause };
}

function moved(time: number, key: string, roleArn: string): StateChange {
  const { stamp, cause, account, region } = associate(time, `Update-${key}-${time}`);
  const base = { kind: 'pod-identity-association', key, account, region, cause } as const;
  return {
    ...base,
    op: 'patch',
    stamp: { ...stamp, rank: 1 },
    fields: { roleArn: { value: roleArn } },
    sets: {},
  };
}

const roles = [role(1, READER, 'AmazonS3ReadOnlyAccess'), role(1, ADMIN, 'AdministratorAccess')];

async function lives(key: string, rule: string, ...changes: readonly StateChange[]) {
  const { store, deliver } = createHarness(createMemoryStore());
  for (const change of changes) await deliver(change);
  const found = (await store.load(key))?.lives.filter((life) => life.rule === rule) ?? [];
  return found.map(({ opened, resolved }) => [opened.stamp.time.slice(14, 19), resolved?.reason ?? null]);
}

describe('pod-identity-role-swapped over associations of one service account', () => {
  const swapped = (key: string, ...changes: readonly StateChange[]) =>
    lives(key, 'pod-identity-role-swapped', ...roles, ...changes);

  test('by a delete and a create', async () => {
    expect(
      await swapped(SECOND, bound(10, FIRST, READER), gone(20, FIRST), bound(20, SECOND, ADMIN)),
    ).toEqual([['00:20', null]]);
  });

  test('not where another service account had the other role', async () => {
    const others = [bound(10, FIRST, READER, 'till'), gone(20, FIRST)];
    expect(await swapped(SECOND, ...others, bound(30, SECOND, ADMIN))).toEqual([]);
  });

  test('over two deletes, and until it is moved back', async () => {
    const changes = [
      bound(10, FIRST, READER),
      gone(20, FIRST),
      bound(30, SECOND, ADMIN),
      gone(40, SECOND),
      bound(50, THIRD, ADMIN),
    ];
    expect(await swapped(THIRD, ...changes)).toEqual([['00:50', null]]);
    expect(await swapped(THIRD, ...changes, moved(55, THIRD, READER))).toEqual([['00:50', 'fixed']]);
  });

  test('in whatever order it is told', async () => {
    const changes = [
      ...roles,
      bound(10, FIRST, READER),
      moved(15, FIRST, ADMIN),
      gone(20, FIRST),
      bound(30, SECOND, ADMIN),
    ];
    const told = async (order: readonly StateChange[]) => {
      const { store, deliver } = createHarness(createMemoryStore());
      for (const change of order) await deliver(change);
      return [...(await itemsOf(store)).values()].map(comparable).sort();
    };
    const expected = await told(changes);
    const order = fc.shuffledSubarray(changes, { minLength: changes.length });
    await fc.assert(
      fc.asyncProperty(order, async (shuffled) => {
        expect(await told(shuffled)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
    expect(expected.join()).toContain('pod-identity-role-swapped');
  });

  test('an association points at its slot', async () => {
    const { store, deliver } = createHarness(createMemoryStore());
    await deliver(bound(10, FIRST, READER));
    expect((await store.load(FIRST))?.edges).toContain(associationSlotKey(CLUSTER, 'shop', 'cart'));
  });
});

describe('oidc-provider-orphaned', () => {
  const made = associate(5, 'CreateCluster') as Put;
  const cluster: StateChange = {
    ...made,
    kind: 'eks-cluster',
    key: CLUSTER,
    fields: { name: { value: 'prod' }, issuer: { value: `https://${ISSUER}` } },
    sets: {},
  };
  const provider: StateChange = {
    ...(associate(6, 'CreateOpenIDConnectProvider') as Put),
    kind: 'oidc-provider',
    key: PROVIDER,
    fields: { arn: { value: PROVIDER }, url: { value: ISSUER } },
    sets: { clientIds: { 'sts.amazonaws.com': true } },
  };
  const deleted = gone(30, CLUSTER, 'eks-cluster');

  test.for([
    ['as it happened', [cluster, provider, deleted]],
    ['the delete first', [deleted, provider, cluster]],
  ] as const)('its cluster was deleted, told %s', async ([, changes]) => {
    expect(await lives(PROVIDER, 'oidc-provider-orphaned', ...changes)).toEqual([['00:30', null]]);
  });

  test('its cluster is there', async () => {
    expect(await lives(PROVIDER, 'oidc-provider-orphaned', cluster, provider)).toEqual([]);
  });
});

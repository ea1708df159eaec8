import { type Change, type Item, keyOfEdge, roleKey } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { expect, test } from 'vitest';
import { createRole, ROLE } from '../support/changes.ts';
import { createHarness } from '../support/harness.ts';
import { managed } from '../support/role-rights.ts';
import { aws, irsa, trust } from '../support/trusts.ts';

const EVERYBODY = trust({ Principal: '*', Action: 'sts:AssumeRole' });

function policyNaming(count: number): string {
  const roles = Array.from({ length: count }, (_, index) => `arn:aws:iam::111122223333:role/named-${index}`);
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roles };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

async function judged(count: number): Promise<Item> {
  const { store, deliver } = createHarness(createMemoryStore());
  const role = createRole(1, EVERYBODY) as Extract<Change, { op: 'put' }>;
  await deliver({ ...role, sets: { policies: {}, inlinePolicies: { named: policyNaming(count) } } });
  return (await store.load(ROLE)) as Item;
}

test('a role that names more others than an item can hold is judged by what needs none of them', async () => {
  const item = await judged(5000);
  expect(new Set(item.edges.map(keyOfEdge)).size).toBeLessThanOrEqual(1000);
  expect(item.lives.map(({ rule }) => rule)).toContain('trust-public-principal');
  const chain = item.undecided.find(({ rule }) => rule === 'role-chain-to-admin');
  expect(chain?.missing.join()).toContain('more than 1000 others');
});

test('one that names few is judged with all of them', async () => {
  const item = await judged(500);
  expect(item.edges.filter((edge) => edge.includes(':role/named-'))).toHaveLength(500);
  expect(JSON.stringify(item.undecided)).not.toContain('more than 1000');
});

test('one that names more others than an item can hold is found by the role that it trusts', async () => {
  const { store, deliver } = createHarness(createMemoryStore());
  const key = roleKey('aws', '111122223333', 'top');
  const top = createRole(2, trust(aws({ AWS: ROLE }))) as Extract<Change, { op: 'put' }>;
  const sets = {
    policies: { [managed('AdministratorAccess')]: true },
    inlinePolicies: { named: policyNaming(1100) },
  } as const;
  await deliver({ ...top, key, sets, fields: { ...top.fields, arn: { value: key } } });
  await deliver(createRole(1, trust(irsa())));
  expect((await store.load(ROLE))?.lives.map(({ rule }) => rule)).toContain('pod-role-privileged');
});

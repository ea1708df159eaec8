import {
  type Catalogue,
  type Change,
  configSchema,
  createEngine,
  defineRule,
  fail,
  type Kind,
  keyOfEdge,
  pass,
  policyKey,
  roleKey,
  type SetMembers,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRole } from '../support/changes.ts';
import { comparable } from '../support/harness.ts';

const ACCOUNT = '111122223333';
const role = (name: string): string => roleKey('aws', ACCOUNT, name);
const POLICY = policyKey('aws', ACCOUNT, 'carts');

const rule = defineRule({
  id: 'names-roles',
  title: 'Roles are named, by itself or by those that it names',
  method: 'platform',
  resource: 'iam-role',
  severity: 'medium',
  broken: false,
  family: null,
  description: '',
  rationale: '',
  references: [],
  mappings: {},
  falsePositives: [],
  covers: undefined,
  mend: { cli: '', terraform: '', cloudformation: '' },
  needs: { chainedRoles: ['inlinePolicies', 'policies'], chainedPolicies: ['versions'] },
  evaluate(_role, { related }) {
    const names = (found: readonly ({ readonly key: string } | { readonly missing: string })[]) =>
      found.map((one) => ('missing' in one ? `(${one.missing})` : one.key)).join();
    const { chainedRoles, chainedPolicies } = related;
    return chainedRoles.length === 0 ? pass : fail(`${names(chainedRoles)} ${names(chainedPolicies)}`);
  },
});
const catalogue: Catalogue = { rules: [rule], families: {} };

const naming = (...names: readonly string[]): string => JSON.stringify({ Resource: names.map(role) });

function put(kind: Kind, key: string, time: number, sets: Record<string, SetMembers>): Change {
  const change = createRole(time, '{}', `Put-${key}`) as Extract<Change, { op: 'put' }>;
  return { ...change, kind, key, sets };
}

/** `first` names `second`, whose policy names `third`, which names `first` and one that nobody made. */
const changes: readonly Change[] = [
  put('iam-role', role('first'), 1, { policies: {}, inlinePolicies: { own: naming('second') } }),
  put('iam-role', role('second'), 2, { policies: { [POLICY]: true }, inlinePolicies: {} }),
  put('iam-policy', POLICY, 3, { versions: { v1: naming('third') } }),
  put('iam-role', role('third'), 4, { policies: {}, inlinePolicies: { own: naming('first', 'nobody') } }),
];

async function judged(order: readonly Change[]) {
  const store = createMemoryStore();
  const engine = createEngine({
    store,
    catalogue,
    config: configSchema.parse({}),
    judgedWith: 'test',
    pastLimit: 10,
    backOff: async () => undefined,
  });
  for (const change of order) await engine.apply(change);
  for (const { key } of changes) await engine.rejudge(key);
  const item = await store.load(role('first'));
  return { item, edges: (item?.edges ?? []).map(keyOfEdge).sort() };
}

test('goes on from what it found, once to each, and ends where nothing new is found', async () => {
  const { item, edges } = await judged(changes);
  expect(item?.lives[0]?.summary).toBe(`(${role('nobody')}),${role('second')},${role('third')} ${POLICY}`);
  expect(edges).toEqual(expect.arrayContaining([role('nobody'), role('second'), role('third'), POLICY]));
});

test('finds the same in whatever order the changes arrive', async () => {
  const expected = comparable((await judged(changes)).item as never);
  const orders = fc.shuffledSubarray([...changes], { minLength: changes.length });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      expect(comparable((await judged(order)).item as never)).toEqual(expected);
    }),
    { numRuns: 24 },
  );
});

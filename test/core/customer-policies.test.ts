import {
  type Catalogue,
  type Change,
  configSchema,
  createDispatcher,
  createEngine,
  defineRule,
  fail,
  indeterminate,
  type Kind,
  pass,
  type SetMembers,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attach, createRole, detach, ROLE } from '../support/changes.ts';
import { comparable } from '../support/harness.ts';

const POLICY = 'arn:aws:iam::111122223333:policy/carts';
/** As a call that attaches it names it. */
const ARN = 'arn:aws:iam::111122223333:policy/shop/carts';
const OTHER = 'arn:aws:iam::111122223333:policy/other';

const reading = defineRule({
  id: 'attached-policy-dangerous',
  title: 'A policy is dangerous',
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
  needs: { customerPolicies: ['defaultVersion', 'versions'] },
  evaluate(_role, { related }) {
    const unknown: string[] = [];
    for (const policy of related.customerPolicies) {
      if ('missing' in policy) {
        unknown.push(policy.missing);
        continue;
      }
      const document = policy.sets.versions.members.get(policy.state.defaultVersion ?? '');
      if (document === 'danger') return fail(`${policy.key} is dangerous`);
      if (typeof document !== 'string') unknown.push(policy.key);
    }
    return unknown.length > 0 ? indeterminate(...unknown) : pass;
  },
});
const catalogue: Catalogue = { rules: [reading], families: {} };

const createPolicy = (time: number, text: string): Change => ({
  ...(createRole(time, text, `CreatePolicy-${time}`) as Extract<Change, { op: 'put' }>),
  kind: 'iam-policy' as Kind,
  key: POLICY,
  fields: { arn: { value: ARN }, defaultVersion: { value: 'v1' } },
  sets: { versions: { v1: text } },
});
const change = (time: number, name: string, versions: SetMembers, defaultVersion?: string): Change => ({
  ...(attach(time, ARN, `${name}-${time}`) as Extract<Change, { op: 'patch' }>),
  kind: 'iam-policy' as Kind,
  key: POLICY,
  fields: defaultVersion === undefined ? {} : { defaultVersion: { value: defaultVersion } },
  sets: { versions },
});

async function deliver(changes: readonly Change[]) {
  const store = createMemoryStore();
  const config = configSchema.parse({});
  const backOff = async () => {};
  const engine = createEngine({ store, catalogue, config, judgedWith: 'test', pastLimit: 20, backOff });
  const dispatcher = createDispatcher({ store, engine, catalogue, notify: async () => {}, backOff });
  for (const one of changes) {
    await engine.apply(one);
    await dispatcher.dispatch(one.key);
  }
  await dispatcher.sweep();
  const role = await store.load(ROLE);
  if (role === undefined) throw new Error('the role was not recorded');
  return role;
}

const HISTORY = [
  createRole(1),
  attach(2, ARN),
  createPolicy(3, 'harmless'),
  change(5, 'CreatePolicyVersion', { v2: 'danger' }),
  change(7, 'SetDefaultPolicyVersion', {}, 'v2'),
  change(9, 'SetDefaultPolicyVersion', {}, 'v1'),
  change(11, 'DeletePolicyVersion', { v2: null }),
  change(13, 'CreatePolicyVersion', { v3: 'danger' }, 'v3'),
  detach(15, ARN),
];

test("a role's findings follow the events of the policies that are attached to it", async () => {
  const { lives, edges } = await deliver(HISTORY);
  expect(lives.map(({ opened, resolved }) => [opened.cause.eventId, resolved?.cause.eventId])).toEqual([
    ['SetDefaultPolicyVersion-7', 'SetDefaultPolicyVersion-9'],
    ['CreatePolicyVersion-13', 'DetachRolePolicy-15'],
  ]);
  expect(edges).toEqual([POLICY]);
});

test('in whatever order they arrive', async () => {
  const expected = comparable(await deliver(HISTORY));
  const orders = fc.shuffledSubarray(HISTORY, { minLength: HISTORY.length });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      expect(comparable(await deliver(order))).toBe(expected);
    }),
    { numRuns: 200 },
  );
});

test('a policy that is not known is handed to the rule as missing, and hides no other', async () => {
  const known = [createRole(1), attach(2, OTHER), attach(3, ARN)];
  expect((await deliver(known)).undecided).toEqual([{ rule: reading.id, missing: [POLICY, OTHER] }]);
  const { lives, undecided } = await deliver([...known, createPolicy(4, 'danger')]);
  expect([lives.map(({ summary }) => summary), undecided]).toEqual([[`${POLICY} is dangerous`], []]);
});

test("AWS's own policies are not looked for, and a boundary is", async () => {
  const aws = attach(2, 'arn:aws:iam::aws:policy/ReadOnlyAccess');
  expect((await deliver([createRole(1), aws])).edges).toEqual([]);
  const bounded: Change = {
    ...(aws as Extract<Change, { op: 'patch' }>),
    fields: { boundary: { value: ARN } },
    sets: {},
  };
  expect((await deliver([createRole(1), bounded])).edges).toEqual([POLICY]);
});

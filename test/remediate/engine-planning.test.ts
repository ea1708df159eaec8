import {
  type Catalogue,
  createEngine,
  defineRule,
  fail,
  parseConfig,
  pass,
  type Resource,
  roleKeyFromArn,
  type StateChange,
} from '@podguard/core';
import { standingOf } from '@podguard/inventory';
import { createRemediating, defineRemediator, type PlanDraft, type RemediateDeps } from '@podguard/remediate';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { expect, test } from 'vitest';
import {
  ASSOCIATION,
  associate,
  attach,
  createRole,
  ROLE,
  TRUSTED,
  UNTAGGED,
  UNTRUSTED,
  updateTrust,
} from '../support/changes.ts';

const meta = {
  ...{ method: 'platform' as const, broken: false, family: null, description: '', rationale: '' },
  ...{ references: [], mappings: {}, falsePositives: [], covers: undefined },
  mend: { cli: '', terraform: '', cloudformation: '' },
};

/** About an association, and mended at its role. */
const untagged = defineRule({
  ...meta,
  ...{ id: 'untagged', title: 'Untagged', resource: 'pod-identity-association', severity: 'high' },
  needs: { role: ['trust'] },
  evaluate: (_, { related: { role } }) => (role?.state.trust === TRUSTED ? pass : fail('untagged')),
});
/** What mending it in a wrong way would open. */
const untrusted = defineRule({
  ...meta,
  ...{ id: 'untrusted', title: 'Untrusted', resource: 'iam-role', severity: 'critical', needs: {} },
  evaluate: ({ state }) => (state.trust === UNTRUSTED ? fail('untrusted') : pass),
});
const catalogue: Catalogue = { rules: [untagged, untrusted], families: {} };

const trusting = (trust: string): PlanDraft => ({
  summary: `trust ${trust.length}`,
  steps: [],
  undo: [],
  after: { trust },
});

const seen: Resource<'pod-identity-association'>[][] = [];

const remediatorWith = (drafts: readonly PlanDraft[]) =>
  defineRemediator({
    ...{ id: 'fix-pod-identity-trust', title: '', rules: ['untagged'], kind: 'iam-role' },
    ...{ grants: [], mayBreak: ['pods'], guards: [], mayForce: false, settlesMs: 0 },
    needs: { associations: ['namespace'] },
    target: (_, association) =>
      roleKeyFromArn(String((association as Resource<'pod-identity-association'>).state.roleArn)),
    plan(_, { related }) {
      seen.push([...related.associations]);
      return drafts;
    },
  });

async function planning(changes: readonly StateChange[], drafts: readonly PlanDraft[]) {
  const config = parseConfig({}, 'test');
  const store = createMemoryStore();
  const state = createMemoryServiceState(store);
  const judging = { catalogue, config, judgedWith: 'test.test' };
  const engine = createEngine({ store, ...judging, pastLimit: 20, backOff: async () => {} });
  for (const change of changes) await engine.apply(change);
  const now = () => new Date('2026-01-02T04:00:00Z');
  const deps: RemediateDeps = {
    ...{ store, engine, ...judging, state, remediations: state, account: '111122223333' },
    ...{ remediators: [remediatorWith(drafts)], principal: 'arn:p', own: [], now, tell: null },
    context: async () => ({ exemptions: [], at: now(), config }),
    // The account is as it is recorded.
    async read(key) {
      const item = await store.load(key);
      const [view] = (item && standingOf(item)?.views) ?? [];
      if (item === undefined || view === undefined) return { outcome: 'failed', reason: 'none' };
      const { kind, account, region } = item;
      const fields = Object.entries(view.state).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, { value }] as const],
      );
      const sets = Object.entries(view.sets).map(([name, { members, complete }]) => [
        name,
        complete ? Object.fromEntries(members) : null,
      ]);
      const stamp = { time: '2026-01-02T03:59:00Z', rank: 0 as const, eventId: `read:x:${key}` };
      const cause = { ...stamp, eventName: 'read', eventSource: '', at: stamp.time };
      const told = {
        ...{ kind, key, account, region, stamp, op: 'put', creates: false },
        ...{ fields: Object.fromEntries(fields), sets: Object.fromEntries(sets) },
        cause: { ...cause, actor: { principal: 'arn:p', type: 'role' } },
      } as StateChange;
      return { outcome: 'read', told: [told], changes: [], recorded: item };
    },
    perform: () => Promise.reject(new Error('a preview calls nothing')),
    mayApply: () => true,
    pause: async () => {},
  };
  const use = createRemediating(deps);
  const ref = { finding: 'any', rule: 'untagged', key: ASSOCIATION };
  return () => use.preview(ref, { forced: false, by: 'anna' });
}

const START = [createRole(0, UNTAGGED), attach(1, 'arn:aws:iam::aws:policy/ReadOnlyAccess'), associate(2)];

test('a plan is for what stands behind the finding, and sees what is around that, each time', async () => {
  const preview = await planning(
    [...START, updateTrust(3, UNTRUSTED), updateTrust(4, UNTAGGED)],
    [trusting(TRUSTED)],
  );
  seen.splice(0);
  const first = await preview();
  const second = await preview();
  expect(first.refusal).toBe(null);
  expect(first.remediation.plan).toMatchObject({
    target: { kind: 'iam-role', key: ROLE },
    fields: [{ name: 'trust', before: UNTAGGED, after: TRUSTED }],
    affected: { keys: [ASSOCIATION], count: 1 },
    mayBreak: ['pods'],
  });
  expect(second.remediation.planHash).toBe(first.remediation.planHash);
  expect(seen.map((some) => some.map(({ key }) => key))).toEqual([[ASSOCIATION], [ASSOCIATION]]);
});

test('a way that would open something graver is not taken', async () => {
  const graver = await planning(START, [trusting(UNTRUSTED)]);
  expect((await graver()).refusal).toContain('would not end');
  const both = await planning(START, [trusting(UNTRUSTED), trusting(TRUSTED)]);
  expect((await both()).remediation.plan?.summary).toBe(`trust ${TRUSTED.length}`);
});

test('where two values hold at once there is no plan, and it is looked at again', async () => {
  const preview = await planning(
    [...START, updateTrust(3, UNTRUSTED, 'a'), updateTrust(3, UNTAGGED, 'b')],
    [trusting(TRUSTED)],
  );
  const { refusal, remediation } = await preview();
  expect(refusal).toContain('twice in one second');
  expect(remediation.guards).toMatchObject([{ guard: 'plan', ok: false, until: expect.any(String) }]);
});

test('without what stands behind it there is no plan', async () => {
  const preview = await planning([associate(2)], [trusting(TRUSTED)]);
  await expect(preview()).rejects.toThrow('is not open');
});

test('a draft that names what there is none of is a fault of the remediator', async () => {
  const draft = { ...trusting(TRUSTED), after: { trust: TRUSTED, colour: 'red' } };
  await expect((await planning(START, [draft]))()).rejects.toThrow('iam-role has no field colour');
});

test('no way at all is said so', async () => {
  expect((await (await planning(START, []))()).refusal).toBe('there is no way to mend it');
});

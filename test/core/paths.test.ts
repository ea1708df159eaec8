import {
  type Catalogue,
  type Change,
  clusterKey,
  configSchema,
  createDispatcher,
  createEngine,
  defineRule,
  fail,
  type JsonValue,
  type Kind,
  nodegroupKey,
  pass,
  policyKey,
  roleKey,
  type SetMembers,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ASSOCIATION, associate, createRole, ROLE } from '../support/changes.ts';
import { comparable, itemsOf } from '../support/harness.ts';

const ACCOUNT = '111122223333';
const NODE = roleKey('aws', ACCOUNT, 'node');
const ADMIN = roleKey('aws', ACCOUNT, 'admin');
const CARTS = policyKey('aws', ACCOUNT, 'carts');
const POWER = policyKey('aws', ACCOUNT, 'power');
const NODEGROUP = nodegroupKey('aws', 'eu-central-1', ACCOUNT, 'prod', 'workers');
const CLUSTER = clusterKey('aws', 'eu-central-1', ACCOUNT, 'prod');
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.example.com/prod`;

const metadata = {
  title: 'Something at the end of a path is bad',
  method: 'platform',
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
} as const;

const catalogue: Catalogue = {
  families: {},
  rules: [
    defineRule({
      ...metadata,
      id: 'association-policies',
      resource: 'pod-identity-association',
      needs: { policies: ['versions'], namedRoles: ['arn'] },
      evaluate(_association, { related }) {
        const bad = related.policies.filter(
          (policy) => 'sets' in policy && [...policy.sets.versions.members.values()].includes('danger'),
        );
        const named = related.namedRoles.map((role) => ('missing' in role ? `(${role.missing})` : role.key));
        return bad.length > 0 ? fail(`dangerous, and names ${named.join()}`) : pass;
      },
    }),
    defineRule({
      ...metadata,
      id: 'trusts-node',
      resource: 'iam-role',
      needs: { trustedNodegroups: ['nodeRole'] },
      evaluate: (_role, { related }) =>
        related.trustedNodegroups.length > 0 ? fail('trusts the role of a node group') : pass,
    }),
    defineRule({
      ...metadata,
      id: 'foreign-issuer',
      resource: 'iam-role',
      needs: { clusters: ['issuer'] },
      evaluate: (_role, { related }) =>
        related.clusters.some(({ state }) => state.issuer === 'bad') ? fail('there is a bad issuer') : pass,
    }),
  ],
};

const put = (
  time: number,
  kind: Kind,
  key: string,
  fields: Readonly<Record<string, JsonValue>>,
  sets: Readonly<Record<string, SetMembers>> = {},
): Change => ({
  ...(createRole(time, '', `${kind}-${time}`) as Extract<Change, { op: 'put' }>),
  kind,
  key,
  uniqueId: `${kind}-${time}`,
  fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }])),
  sets,
});
const role = (time: number, key: string, trust: string, inline: SetMembers, policies: SetMembers = {}) =>
  put(
    time,
    'iam-role',
    key,
    { arn: key, trust, boundary: null, roleId: `R${time}` },
    { policies, inlinePolicies: inline },
  );
const policy = (time: number, key: string, text: string) =>
  put(time, 'iam-policy', key, { arn: key, defaultVersion: 'v1' }, { versions: { v1: text } });
const gone = (time: number, kind: Kind, key: string): Change => {
  const { stamp, cause, account, region } = put(time, kind, key, {});
  return { op: 'delete', kind, key, account, region, stamp: { ...stamp, rank: 2 }, cause };
};
const naming = (...arns: readonly string[]) => JSON.stringify({ Statement: [{ Resource: arns }] });

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
  return itemsOf(store);
}

const lives = async (changes: readonly Change[], key: string) =>
  ((await deliver(changes)).get(key)?.lives ?? []).map(({ summary, opened, resolved }) => [
    summary,
    opened.cause.eventId,
    resolved?.cause.eventId ?? null,
  ]);

/** Its role names one that has the dangerous policy, by an inline policy and by an attached one. */
const POLICIES = [
  associate(1),
  role(2, ROLE, '', { own: naming(ADMIN) }, { [CARTS]: true }),
  policy(3, CARTS, naming(ADMIN, NODE)),
  role(4, ADMIN, '', {}, { [POWER]: true }),
  policy(5, POWER, 'harmless'),
  policy(7, POWER, 'danger'),
  role(11, ROLE, '', {}),
];

const TRUST = [
  role(1, ROLE, naming(NODE), {}),
  role(2, NODE, '', {}),
  put(4, 'eks-nodegroup', NODEGROUP, { nodeRole: NODE, clusterName: 'prod' }),
  gone(6, 'eks-nodegroup', NODEGROUP),
];

const CLUSTERS = [
  role(1, ROLE, naming(PROVIDER), {}),
  put(3, 'eks-cluster', CLUSTER, { issuer: 'good' }),
  put(5, 'eks-cluster', CLUSTER, { issuer: 'bad' }),
  gone(8, 'eks-cluster', CLUSTER),
];

describe('a rule sees the end of a path', () => {
  test('over roles and policies that are named', async () => {
    expect(await lives(POLICIES, ASSOCIATION)).toEqual([
      [`dangerous, and names ${ADMIN},(${NODE})`, 'iam-policy-7', 'iam-role-11'],
    ]);
  });

  test('back from a trusted role to node groups, though that role does not change', async () => {
    expect(await lives(TRUST, ROLE)).toEqual([
      ['trusts the role of a node group', 'eks-nodegroup-4', 'eks-nodegroup-6'],
    ]);
  });

  test('over the account, of which nothing is recorded', async () => {
    expect(await lives(CLUSTERS, ROLE)).toEqual([
      ['there is a bad issuer', 'eks-cluster-5', 'eks-cluster-8'],
    ]);
  });

  test.for([
    ['policies', POLICIES],
    ['trust', TRUST],
    ['clusters', CLUSTERS],
    [
      'one second',
      POLICIES.map((change) => ({ ...change, stamp: { ...change.stamp, time: '2026-01-02T03:00:01Z' } })),
    ],
  ] as const)('in whatever order the changes arrive, and twice: %s', async ([, history]) => {
    const text = (items: Awaited<ReturnType<typeof deliver>>) =>
      [...items.values()].map(comparable).sort().join('\n');
    const expected = text(await deliver(history));
    const deliveries = fc.array(fc.nat(history.length - 1), { maxLength: 4 }).chain((twice) => {
      const all = [...history, ...twice.map((at) => history[at] as Change)];
      return fc.shuffledSubarray(all, { minLength: all.length });
    });
    await fc.assert(
      fc.asyncProperty(deliveries, async (order) => {
        expect(text(await deliver(order))).toBe(expected);
      }),
      { numRuns: 150 },
    );
  });
});

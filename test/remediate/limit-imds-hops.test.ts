import { describe, expect, test } from 'vitest';
import { aRemediation, PLAN } from '../support/a-remediation.ts';
import { ACCOUNT, REGION, resourceOf } from '../support/states.ts';
import { draftsOf, guardInput, plansOf, remediatorOf, verdictOf } from './plan-of.ts';

const remediator = remediatorOf('limit-imds-hops');
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
const STATE = {
  httpTokens: 'required',
  httpEndpoint: 'enabled',
  hopLimit: 2,
  httpProtocolIpv6: 'disabled',
  metadataTags: 'disabled',
  profileArn: `arn:aws:iam::${ACCOUNT}:instance-profile/nodes`,
} as const;
const GROUP = { 'eks:cluster-name': 'prod', 'eks:nodegroup-name': 'workers' };
const STANDARD = {
  'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy': true,
  'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly': true,
  'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy': true,
} as const;

function node({ state = {}, tags = GROUP }: { state?: object; tags?: Record<string, string> } = {}) {
  return resourceOf('ec2-instance', { state: { ...STATE, ...state }, sets: { tags } });
}

function role(sets: Readonly<Record<string, Readonly<Record<string, string | boolean>> | null>> = {}) {
  return resourceOf('iam-role', {
    state: {},
    sets: { policies: STANDARD, inlinePolicies: {}, tags: {}, ...sets },
  });
}

describe('a node whose role has what every node needs', () => {
  test('gets a limit of one hop; that tokens are required is said again', () => {
    const [draft, ...others] = draftsOf(remediator, node(), { related: { roles: [role()] } });
    expect(others).toEqual([]);
    expect(draft.steps).toEqual([
      {
        action: 'ec2:ModifyInstanceMetadataOptions',
        region: REGION,
        input: { InstanceId: 'i-0abc', HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        words: 'Set HttpTokens required, HttpPutResponseHopLimit 1 of i-0abc',
      },
    ]);
    expect(draft.undo[0]?.input).toEqual({
      InstanceId: 'i-0abc',
      HttpTokens: 'required',
      HttpPutResponseHopLimit: 2,
    });
    expect(draft.after).toEqual({ httpTokens: 'required', hopLimit: 1 });
    expect(draft.stage).toBe('node group prod/workers in eu-central-1');
    expect(draft.facts?.join('\n')).toContain('is made as its launch template says: that is not changed');
    expect(verdictOf('imds-hop-limit', node({ state: { hopLimit: 1 } }))).toBe('pass');
  });
});

test.for([
  [
    'its role was seen assuming another',
    {},
    [{ user: ROLE, key: 'role/b', way: 'node-session', at: 'x' }],
    /assumed role\/b/,
  ],
  [
    'its role was seen reading a secret',
    {},
    [{ user: ROLE, key: 'secret:a', way: 'node', at: 'x' }],
    /read secret:a/,
  ],
  ['nobody looked what its role was used for', {}, null, /used the role is not known.*secret-reads/],
  [
    'its role has the rights of an add-on',
    { policies: { ...STANDARD, 'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy': true } },
    [],
    /AmazonEBSCSIDriverPolicy, which no node needs/,
  ],
  [
    'its role has a policy of its own',
    { inlinePolicies: { 'load-balancer': true } },
    [],
    /has load-balancer/,
  ],
  ['not all that its role has is known', { policies: null }, [], /what else .* may do is not known/],
] as const)('is refused where %s, unless somebody insists', ([, sets, uses, reason]) => {
  const related = { roles: [role(sets)] };
  expect(plansOf(remediator, node(), { related, uses })).toMatch(reason);
  const [{ facts = [] }] = draftsOf(remediator, node(), { related, uses, isForced: true });
  expect(facts.filter((fact) => fact.startsWith('Insisted on, though')).join()).toMatch(reason);
});

test.for([
  [
    'the role is not known',
    { related: { roles: [{ missing: ROLE }] } },
    {},
    /what .*role\/app may do is not known/,
  ],
  [
    'the profile has none that is known',
    { related: { roles: [] } },
    {},
    /which role the instance has is not known/,
  ],
  ['the profile is not known', { related: { roles: [] } }, { profileArn: undefined }, /which role/],
  [
    'its hop limit is not known',
    { related: { roles: [] }, isForced: true },
    { hopLimit: undefined },
    /could not be brought back/,
  ],
  [
    'whether it requires tokens is not known',
    { isForced: true },
    { httpTokens: undefined },
    /could not be brought back/,
  ],
] as const)('there is no plan where %s', ([, asked, state, reason]) => {
  expect(plansOf(remediator, node({ state }), asked)).toMatch(reason);
});

test('an instance without a role has none that pods could use', () => {
  const alone = node({ state: { profileArn: null } });
  expect(draftsOf(remediator, alone, { related: { roles: [] }, uses: null })[0].after).toMatchObject({
    hopLimit: 1,
  });
});

test.for([
  [
    'its Auto Scaling group',
    { 'aws:autoscaling:groupName': 'asg-1' },
    'Auto Scaling group asg-1 in eu-central-1',
  ],
  [
    'its node pool in its cluster',
    { 'karpenter.sh/nodepool': 'spot', 'eks:eks-cluster-name': 'prod' },
    'node pool spot of prod in eu-central-1',
  ],
  [
    'its node pool, its cluster being named as clusters of Kubernetes name themselves',
    { 'karpenter.sh/nodepool': 'spot', 'kubernetes.io/cluster/dev': 'owned' },
    'node pool spot of dev in eu-central-1',
  ],
  [
    'its node pool with its role, where no cluster is named',
    { 'karpenter.sh/nodepool': 'spot' },
    `node pool spot of ${ROLE} in eu-central-1`,
  ],
  ['all with its role', { Name: 'a' }, `instances with ${ROLE}`],
] as const)('belongs to %s', ([, tags, stage]) => {
  expect(draftsOf(remediator, node({ tags }), { related: { roles: [role()] } })[0].stage).toBe(stage);
});

describe('one group after the other', () => {
  const [oneStage] = remediator.guards;
  const now = new Date('2026-03-12T07:00:00Z');
  const of = (stage: string | undefined) => ({
    ...PLAN,
    remediator: 'limit-imds-hops' as const,
    ...(stage === undefined ? {} : { stage }),
  });
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  const done = (stage: string, minutes: number, given: object = {}) =>
    aRemediation({
      id: `rm-${stage}`,
      plan: of(stage),
      status: 'verified',
      createdAt: ago(minutes + 5),
      history: [],
      applied: { principal: 'p', readAt: ago(minutes + 1), startedAt: ago(minutes), endedAt: ago(minutes) },
      ...given,
    });
  const ask = (
    recent: readonly ReturnType<typeof aRemediation>[] | undefined,
    stage: string | undefined = 'a',
  ) => oneStage?.check(guardInput({ now, plan: of(stage), recent }));

  test('another of its own group was changed a minute ago: it may be', () => {
    expect(ask([done('a', 1)])).toEqual({ ok: true });
  });

  test('one of another group was changed within the cool-down: it waits until that is over', () => {
    expect(ask([done('b', 20)])).toMatchObject({ ok: false, until: '2026-03-12T07:40:00.000Z' });
    expect(ask([done('b', 61)])).toEqual({ ok: true });
  });

  test('one of another group is being changed: it waits', () => {
    const applied = { principal: 'p', readAt: ago(1), startedAt: ago(0), endedAt: null };
    expect(ask([done('b', 0, { status: 'applying', applied })])).toMatchObject({ ok: false });
  });

  test('what shadow mode would have done counts for shadow mode, which alone is shown it', () => {
    expect(ask([done('b', 20, { status: 'shadow', applied: null })])).toMatchObject({ ok: false });
  });

  test.for(['failed', 'undoing', 'undone'] as const)('one that is %s stops them all for a day', (status) => {
    const undone = { principal: 'p', readAt: ago(100), startedAt: ago(100), endedAt: ago(100) };
    expect(ask([done('a', 300, { status, undone })])).toMatchObject({
      ok: false,
      until: new Date(now.getTime() + (24 * 60 - 100) * 60_000).toISOString(),
    });
    expect(ask([done('a', 3000, { status })])).toEqual({ ok: true });
  });

  test('what other remediators did, what was only proposed, and itself do not count', () => {
    const other = done('b', 1, { plan: { ...PLAN, stage: 'b' } });
    expect(ask([other, done('b', 1, { status: 'proposed', applied: null })])).toEqual({ ok: true });
    expect(ask([done('b', 1, { id: aRemediation().id })])).toEqual({ ok: true });
  });

  test('what is not known is no', () => {
    expect(ask(undefined)).toMatchObject({ ok: false, unanswerable: true });
    expect(oneStage?.check(guardInput({ plan: of(undefined) }))).toMatchObject({
      ok: false,
      unanswerable: true,
    });
  });
});

import type { Resource, StateChange } from '@podguard/core';
import { describe, expect, it, test } from 'vitest';
import { ACCOUNT, ADMIN, PODS_TRUST, roleArn } from '../inventory/account.ts';
import { resourceOf } from '../support/states.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';
import { applied, type EksWorld } from './eks-world.ts';
import { firstPlan, judged, plans, recordedTrusts, remediatorOf, roleWith } from './role-plans.ts';
import { APP, later, mendAndBack, openFinding, startRoleWorld } from './role-world.ts';

const ID = 'detach-admin-policy';
const RULE = 'pod-role-privileged';
const READ = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const IRSA = trust(
  irsa({
    StringEquals: {
      [`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart',
      [`${ISSUER}:aud`]: 'sts.amazonaws.com',
    },
  }),
);
const ALL = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const role = (
  policies: readonly string[],
  inlinePolicies: Readonly<Record<string, string>> = {},
  state: object = {},
) =>
  roleWith(IRSA, {
    state: { boundary: null, lastUsedAt: '2026-01-01T10:00:00Z', ...state },
    sets: { policies: Object.fromEntries(policies.map((arn) => [arn, true])), inlinePolicies },
  });

/** What was told of its managed policies, a day apart, the last by attaching. */
function attachments(...told: readonly (boolean | null)[]): readonly StateChange[] {
  const { log = [] } = recordedTrusts(...told.map(() => IRSA));
  return log.map((change, at) => ({
    ...change,
    op: 'patch',
    cause: { ...change.cause, eventName: 'AttachRolePolicy' },
    fields: {},
    sets: { policies: { [ADMIN]: told[at] ?? null } },
  }));
}
const ATTACHED = attachments(null, true);
const byAttaching = { recorded: { log: ATTACHED }, changed: ATTACHED.slice(-1) };
const association = (state: object = {}) =>
  resourceOf('pod-identity-association', {
    state: {
      namespace: 'shop',
      serviceAccount: 'cart',
      clusterName: 'prod',
      roleArn: APP,
      disableSessionTags: false,
      ...state,
    },
  });

describe('the plan', () => {
  it('detaches the policy that makes it an administrator, and attaches it again when undone', () => {
    const draft = firstPlan(ID, { rule: RULE, target: role([READ, ADMIN]), ...byAttaching });
    const input = { RoleName: 'app', PolicyArn: ADMIN };
    expect(draft.steps).toMatchObject([{ action: 'iam:DetachRolePolicy', region: 'us-east-1', input }]);
    expect(draft.undo).toMatchObject([{ action: 'iam:AttachRolePolicy', region: 'us-east-1', input }]);
    expect(draft.after).toEqual({ [`policies ${ADMIN}`]: null });
    expect(judged(RULE, role([READ])).status).toBe('pass');
  });

  it('tells who attached it, when the role was used, and who gets it', () => {
    const related = {
      associations: [association()],
      nodegroups: [resourceOf('eks-nodegroup', { state: { nodegroupName: 'workers' } })],
    };
    expect(firstPlan(ID, { rule: RULE, target: role([ADMIN]), related, ...byAttaching }).facts).toEqual([
      `It was attached at 2026-01-02T00:00:00Z by ${roleArn('deployer')} (AttachRolePolicy).`,
      'The role was last seen used at 2026-01-01T10:00:00Z.',
      'Pods of shop/cart in cluster prod have an association of the role, and its trust policy is not known to let them in.',
      'Node group workers has the role.',
    ]);
  });

  it.for([
    [{ lastUsedAt: null }, /no use of the role within the last 400 days/],
    [{ lastUsedAt: undefined }, /not known/],
  ] as const)('says what is known of its last use', ([state, words]) => {
    const { facts } = firstPlan(ID, { rule: RULE, target: role([ADMIN], {}, state), ...byAttaching });
    expect(facts?.[1]).toMatch(words);
  });

  describe('is made', () => {
    const later = recordedTrusts(IRSA, IRSA, IRSA).log?.slice(2) ?? [];
    const boundaryOff = later.map((change) => ({ ...change, fields: { boundary: { value: null } } }));

    it('where it was attached to a role that pods had already, whatever opened the finding', () => {
      const log = [...ATTACHED, ...boundaryOff];
      const related = { associations: [{ ...association(), bornAt: '2026-01-01T06:00:00Z' }] };
      const given = { rule: RULE, target: role([ADMIN]), related, recorded: { log }, changed: boundaryOff };
      expect(plans(ID, given)).toHaveLength(1);
    });

    it('where what a customer policy allows opened the finding', () => {
      const own = `arn:aws:iam::${ACCOUNT}:policy/own`;
      const version = resourceOf('iam-policy', {
        state: { defaultVersion: 'v2' },
        sets: { versions: { v2: ALL } },
      });
      const related = { customerPolicies: [version], policies: [version] };
      expect(remediatorOf(ID).causes?.({ customerPolicies: [version] } as never)).toEqual([own]);
      const [change] = boundaryOff;
      if (change === undefined) throw new Error('no change');
      const changed: readonly StateChange[] = [
        { ...change, op: 'patch', kind: 'iam-policy', key: own, fields: {}, sets: {} },
      ];
      const given = { rule: RULE, target: role([own]), related, recorded: { log: [] } };
      expect(plans(ID, { ...given, changed })).toHaveLength(1);
      expect(plans(ID, { ...given, changed: [] })).toMatch(/before pods could get it/);
    });
  });

  describe('is none', () => {
    const given = { rule: RULE, target: role([ADMIN]), recorded: { log: ATTACHED } };

    it.for([
      ['where nobody knows what opened the finding', {}],
      ['where what is around the role opened it', { changed: [] }],
      [
        'where the trust policy opened it',
        {
          recorded: {
            log: [
              ...ATTACHED,
              ...(recordedTrusts(PODS_TRUST, PODS_TRUST, PODS_TRUST, IRSA).log ?? []).slice(2),
            ],
          },
          changed: (recordedTrusts(IRSA, IRSA, IRSA, IRSA).log ?? []).slice(3),
        },
      ],
      [
        'where pods were bound after it was attached',
        {
          changed: (recordedTrusts(IRSA, IRSA, IRSA).log ?? []).slice(2),
          related: { associations: [{ ...association(), bornAt: '2026-01-02T06:00:00Z' }] },
        },
      ],
      [
        'where it was there as long as anybody knows',
        { recorded: { log: ATTACHED.slice(1) }, changed: (recordedTrusts(IRSA, IRSA).log ?? []).slice(1) },
      ],
    ] as const)('%s', ([, more]) => {
      expect(plans(ID, { ...given, ...more } as never)).toMatch(
        /before pods could get it.*revert-association/,
      );
    });

    it('of an association whose pods the trust policy is not known to let in', () => {
      const own = association();
      const about = {
        resource: own as unknown as Resource,
        evidence: [{ path: 'policyArn', value: ADMIN }],
      };
      const related = { associations: [own] };
      const one = { ...given, rule: 'pod-identity-privileged-role', about, related, ...byAttaching };
      expect(plans(ID, one)).toMatch(/not known to let in the pods.*revert-association/);
      const trusting = roleWith(PODS_TRUST, { sets: { policies: { [ADMIN]: true }, inlinePolicies: {} } });
      expect(plans(ID, { ...one, target: trusting })).toHaveLength(1);
    });
  });

  it('leaves inline policies to people', () => {
    expect(plans(ID, { rule: RULE, target: role([READ], { all: ALL }) })).toMatch(
      /inline policy all .* not deleted/,
    );
  });

  it('is one way for each policy that does it', () => {
    const target = role([ADMIN, 'arn:aws:iam::aws:policy/IAMFullAccess']);
    const drafts = plans(ID, { rule: RULE, target, ...byAttaching });
    expect(drafts).toHaveLength(1);
  });
});

async function administrator(document: string) {
  const world = await startRoleWorld(document);
  world.wait(60);
  for (const PolicyArn of [READ, ADMIN]) await world.iam.attachRolePolicy({ RoleName: 'app', PolicyArn });
  world.wait(600);
  return { world, look: () => attached(world) };
}

async function attached({ iam }: EksWorld): Promise<readonly (string | undefined)[]> {
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName: 'app' });
  return AttachedPolicies.map(({ PolicyArn }) => PolicyArn).sort();
}

describe('in an account', () => {
  test('AdministratorAccess is detached from a role of pods, and attached again when undone', async () => {
    const { world, look } = await administrator(IRSA);
    await world.deliver();
    const { mended } = await mendAndBack(world, await openFinding(world, RULE), look);
    expect(mended).toEqual([READ]);
  });

  test('of an association its role is mended', async () => {
    const world = await startRoleWorld(PODS_TRUST);
    await world.eks.createCluster({ name: 'prod', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
    const { association } = await world.eks.createPodIdentityAssociation({
      clusterName: 'prod',
      namespace: 'shop',
      serviceAccount: 'cart',
      roleArn: APP,
    });
    world.wait(600);
    for (const PolicyArn of [READ, ADMIN]) await world.iam.attachRolePolicy({ RoleName: 'app', PolicyArn });
    await later(world);
    const key = association?.associationArn ?? '';
    const finding = await openFinding(world, 'pod-identity-privileged-role', key);
    const { mended, remediation } = await mendAndBack(world, finding, () => attached(world));
    expect(mended).toEqual([READ]);
    expect(remediation.plan?.target).toMatchObject({ kind: 'iam-role', key: APP, account: ACCOUNT });
    expect(remediation.plan?.facts).toContain('Pods of shop/cart in cluster prod get the role.');
  });

  test('what two reads show to have been attached is detached, and not what was there at the first', async () => {
    const world = await startRoleWorld(IRSA);
    await world.read(APP);
    world.wait(600);
    await world.iam.attachRolePolicy({ RoleName: 'app', PolicyArn: ADMIN });
    world.wait(600);
    await world.read(APP);
    world.wait(600);
    const remediation = await applied(world, await openFinding(world, RULE));
    expect(remediation.guards.filter(({ ok }) => !ok)).toEqual([]);
    expect(await attached(world)).toEqual([]);
    const other = await startRoleWorld(IRSA);
    await other.iam.attachRolePolicy({ RoleName: 'app', PolicyArn: ADMIN });
    other.wait(600);
    await other.read(APP);
    other.wait(600);
    const refused = await applied(other, await openFinding(other, RULE));
    expect(refused).toMatchObject({ status: 'refused', plan: null });
  });

  test('a role that two policies make an administrator is left to people', async () => {
    const { world } = await administrator(IRSA);
    const PolicyArn = 'arn:aws:iam::aws:policy/IAMFullAccess';
    await world.iam.attachRolePolicy({ RoleName: 'app', PolicyArn });
    await later(world);
    const { refusal, remediation } = await world.previewOf(await openFinding(world, RULE));
    expect(`${refusal} ${remediation.history.at(-1)?.note}`).toMatch(/finding would not end/);
  });
});

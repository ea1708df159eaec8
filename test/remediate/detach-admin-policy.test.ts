import { describe, expect, it, test } from 'vitest';
import { ACCOUNT, ADMIN, PODS_TRUST, roleArn } from '../inventory/account.ts';
import { resourceOf } from '../support/states.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';
import { firstPlan, judged, plans, recordedTrusts, roleWith } from './role-plans.ts';
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

describe('the plan', () => {
  it('detaches the policy that makes it an administrator, and attaches it again when undone', () => {
    const draft = firstPlan(ID, { rule: RULE, target: role([READ, ADMIN]) });
    const input = { RoleName: 'app', PolicyArn: ADMIN };
    expect(draft.steps).toMatchObject([{ action: 'iam:DetachRolePolicy', region: 'us-east-1', input }]);
    expect(draft.undo).toMatchObject([{ action: 'iam:AttachRolePolicy', region: 'us-east-1', input }]);
    expect(draft.after).toEqual({ [`policies ${ADMIN}`]: null });
    expect(judged(RULE, role([READ])).status).toBe('pass');
  });

  it('tells who attached it, when the role was used, and who gets it', () => {
    const { log = [] } = recordedTrusts(IRSA, IRSA, IRSA, IRSA);
    const attached = log.map((change, at) => ({
      ...change,
      fields: {},
      sets: { policies: { [ADMIN]: at === 1 ? null : true } },
    }));
    const related = {
      associations: [
        resourceOf('pod-identity-association', {
          state: { namespace: 'shop', serviceAccount: 'cart', clusterName: 'prod' },
        }),
      ],
      nodegroups: [resourceOf('eks-nodegroup', { state: { nodegroupName: 'workers' } })],
    };
    const given = { rule: RULE, target: role([ADMIN]), related, recorded: { log: attached as typeof log } };
    expect(firstPlan(ID, given).facts).toEqual([
      `It was attached at 2026-01-03T00:00:00Z by ${roleArn('deployer')} (UpdateAssumeRolePolicy).`,
      'The role was last seen used at 2026-01-01T10:00:00Z.',
      'Pods of shop/cart in cluster prod get the role.',
      'Node group workers has the role.',
    ]);
  });

  it.for([
    [{ lastUsedAt: null }, /no use of the role within the last 400 days/],
    [{ lastUsedAt: undefined }, /not known/],
  ] as const)('says what is known of its last use', ([state, words]) => {
    const { facts } = firstPlan(ID, { rule: RULE, target: role([ADMIN], {}, state) });
    expect(facts?.[0]).toBe('Who attached it is not recorded.');
    expect(facts?.[1]).toMatch(words);
  });

  it('leaves inline policies to people', () => {
    expect(plans(ID, { rule: RULE, target: role([READ], { all: ALL }) })).toMatch(
      /inline policy all .* not deleted/,
    );
  });

  it('is one way for each policy that does it', () => {
    const drafts = plans(ID, { rule: RULE, target: role([ADMIN, 'arn:aws:iam::aws:policy/IAMFullAccess']) });
    expect(drafts).toHaveLength(1);
  });
});

async function administrator(document: string) {
  const world = await startRoleWorld(document);
  world.wait(60);
  for (const PolicyArn of [READ, ADMIN]) await world.iam.attachRolePolicy({ RoleName: 'app', PolicyArn });
  world.wait(600);
  const look = async () => {
    const { AttachedPolicies = [] } = await world.iam.listAttachedRolePolicies({ RoleName: 'app' });
    return AttachedPolicies.map(({ PolicyArn }) => PolicyArn).sort();
  };
  return { world, look };
}

describe('in an account', () => {
  test('AdministratorAccess is detached from a role of pods, and attached again when undone', async () => {
    const { world, look } = await administrator(IRSA);
    await world.deliver();
    const { mended } = await mendAndBack(world, await openFinding(world, RULE), look);
    expect(mended).toEqual([READ]);
  });

  test('of an association its role is mended', async () => {
    const { world, look } = await administrator(PODS_TRUST);
    await world.eks.createCluster({ name: 'prod', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
    const { association } = await world.eks.createPodIdentityAssociation({
      clusterName: 'prod',
      namespace: 'shop',
      serviceAccount: 'cart',
      roleArn: APP,
    });
    await later(world);
    const finding = await openFinding(
      world,
      'pod-identity-privileged-role',
      association?.associationArn ?? '',
    );
    const { mended, remediation } = await mendAndBack(world, finding, look);
    expect(mended).toEqual([READ]);
    expect(remediation.plan?.target).toMatchObject({ kind: 'iam-role', key: APP, account: ACCOUNT });
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

import { owningClusterKey } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, ADMIN, PODS_TRUST, roleArn } from '../inventory/account.ts';
import { aws, ISSUER, irsa, PROVIDER, podIdentity, trust } from '../support/trusts.ts';
import type { EksWorld } from './eks-world.ts';
import {
  APP,
  byItself,
  later,
  mendedByItself,
  openFinding,
  setTrust,
  startRoleWorld,
  trustOf,
  usedBy,
} from './role-world.ts';

const STS = 'sts.amazonaws.com';
const CI = aws({ AWS: roleArn('ci') });
const aud = { [`${ISSUER}:aud`]: STS };
const subject = (names: readonly string[]) => ({
  [`${ISSUER}:sub`]: names.map((name) => `system:serviceaccount:${name}`),
});
const exact = (...names: readonly string[]) => irsa({ StringEquals: { ...aud, ...subject(names) } });
const like = (name: string) => irsa({ StringEquals: aud, StringLike: subject([name]) });
const DAY = 86_400;

async function withProvider(
  rule: string,
  document: string,
  ids: readonly string[] = [STS],
): Promise<EksWorld> {
  const world = await startRoleWorld(document, byItself(rule));
  await world.iam.createOpenIDConnectProvider({ Url: `https://${ISSUER}`, ClientIDList: [...ids] });
  await later(world);
  return world;
}

async function associate(world: EksWorld, clusterName: string, serviceAccount: string): Promise<string> {
  await world.eks.createCluster({ name: clusterName, roleArn: roleArn('eks'), resourcesVpcConfig: {} });
  const { association } = await world.eks.createPodIdentityAssociation({
    clusterName,
    namespace: 'shop',
    serviceAccount,
    roleArn: APP,
  });
  await later(world);
  return association?.associationArn ?? '';
}

describe('a role that refuses an association', () => {
  const rule = 'pod-identity-role-not-trusting';

  it('is not opened to one that was made after it had left EKS Pod Identity', async () => {
    const world = await startRoleWorld(PODS_TRUST, byItself(rule));
    await later(world);
    await setTrust(world, trust(CI));
    world.wait(200 * DAY);
    const key = await associate(world, 'dev', 'evil');
    const remediation = await mendedByItself(world, await openFinding(world, rule, key));
    expect(remediation).toMatchObject({ status: 'refused', plan: null });
    expect(await trustOf(world)).toEqual(JSON.parse(trust(CI)));
  });

  it('is not opened to one that was made after another one was shut out', async () => {
    const world = await startRoleWorld(PODS_TRUST, byItself(rule));
    const own = await associate(world, 'prod', 'cart');
    await setTrust(world, trust(CI));
    const other = await associate(world, 'dev', 'evil');
    const refused = await mendedByItself(world, await openFinding(world, rule, other));
    expect(refused).toMatchObject({ status: 'refused', plan: null });
    const mended = await mendedByItself(world, await openFinding(world, rule, own));
    expect(mended.status).toBe('verified');
    expect(JSON.stringify(await trustOf(world))).toContain(owningClusterKey(own));
    expect(JSON.stringify(await trustOf(world))).not.toContain(owningClusterKey(other));
  });
});

describe('an administrator', () => {
  const rule = 'pod-identity-privileged-role';

  async function administrator(document: string): Promise<EksWorld> {
    const world = await startRoleWorld(document, byItself(rule));
    await world.iam.attachRolePolicy({ RoleName: 'app', PolicyArn: ADMIN });
    await later(world);
    world.wait(200 * DAY);
    return world;
  }

  it.for([
    ['by people alone', trust(CI), /trust policy of \S+ is not known to let in/],
    ['by pods of any cluster', PODS_TRUST, /revert-association/],
  ] as const)(
    'that can be assumed %s stays one when somebody makes an association',
    async ([, document, words]) => {
      const world = await administrator(document);
      const key = await associate(world, 'dev', 'evil');
      const remediation = await mendedByItself(world, await openFinding(world, rule, key));
      expect(remediation).toMatchObject({ status: 'refused', plan: null });
      expect(remediation.history.at(-1)?.note).toMatch(words);
    },
  );
});

describe('a former trust policy', () => {
  it('does not take back what shut a role', async () => {
    const rule = 'irsa-condition-never-matches';
    const world = await withProvider(rule, trust(exact('shop:cart'), CI));
    const shut = trust(
      irsa({ StringEquals: { ...aud, [`${ISSUER}:sub`]: 'nobody' } }),
      aws('*', undefined, 'Deny'),
    );
    await setTrust(world, shut);
    const remediation = await mendedByItself(world, await openFinding(world, rule));
    expect(remediation).toMatchObject({ status: 'proposed', mode: 'propose' });
    expect(remediation.plan?.facts).toContain('A Deny of the present one is not in it: Statement[1].');
    expect(await trustOf(world)).toEqual(JSON.parse(shut));
  });

  it('gives way to a narrowed one that keeps each Deny', async () => {
    const rule = 'irsa-subject-wildcard';
    const world = await withProvider(rule, trust(exact('shop:cart'), CI));
    await usedBy(world, ISSUER, 'shop/cart', '2026-03-12T07:30:00Z');
    const deny = aws(
      { AWS: roleArn('ci') },
      { DateLessThan: { 'aws:TokenIssueTime': '2026-03-12T08:00:00Z' } },
      'Deny',
    );
    await setTrust(world, trust(like('shop:*'), CI, deny));
    const remediation = await mendedByItself(world, await openFinding(world, rule));
    expect(remediation.status).toBe('verified');
    const { Statement } = (await trustOf(world)) as {
      readonly Statement: readonly { readonly Effect: string }[];
    };
    expect(Statement.map(({ Effect }) => Effect)).toEqual(['Allow', 'Allow', 'Deny']);
    expect(JSON.stringify(Statement)).not.toContain('shop:*');
  });

  it('with a finding of its own is left out, however slight', async () => {
    const rule = 'irsa-subject-wildcard';
    const older = trust(exact('shop:cart', 'shop:pay'));
    const world = await withProvider(rule, older);
    await setTrust(world, trust(exact('shop:cart', 'shop:default')));
    world.wait(DAY);
    await setTrust(world, trust(like('shop:*')));
    const remediation = await mendedByItself(world, await openFinding(world, rule));
    expect(remediation.status).toBe('verified');
    expect(await trustOf(world)).toEqual(JSON.parse(older));
  });

  it('that readmits an identity that was taken out is for people', async () => {
    const rule = 'irsa-subject-wildcard';
    const world = await withProvider(rule, trust(exact('shop:cart'), CI));
    await setTrust(world, trust(like('shop:*')));
    const remediation = await mendedByItself(world, await openFinding(world, rule));
    expect(remediation).toMatchObject({ status: 'proposed', mode: 'propose' });
    expect(remediation.plan?.facts.join(' ')).toMatch(/may let in others/);
  });
});

describe('tokens for others than STS', () => {
  it('are accepted on while a role asks for them', async () => {
    const rule = 'oidc-provider-extra-audience';
    const vault = irsa({ StringEquals: { ...subject(['shop:cart']), [`${ISSUER}:aud`]: 'vault' } });
    const world = await withProvider(rule, trust(vault), [STS, 'vault']);
    const remediation = await mendedByItself(world, await openFinding(world, rule, PROVIDER));
    expect(remediation).toMatchObject({ status: 'refused', plan: null });
    expect(remediation.history.at(-1)?.note).toMatch(/names vault/);
  });

  it('keep a trust policy from being narrowed where a role was taken with them', async () => {
    const rule = 'irsa-audience-unrestricted';
    const open = trust(irsa({ StringEquals: subject(['shop:cart']) }));
    const world = await withProvider(rule, open, ['internal']);
    await usedBy(world, ISSUER, 'shop/cart', '2026-03-12T07:30:00Z', 'internal');
    const remediation = await mendedByItself(world, await openFinding(world, rule));
    expect(remediation).toMatchObject({ status: 'refused', plan: null });
    expect(remediation.history.at(-1)?.note).toMatch(/for internal/);
  });
});

it('a boundary that whoever took it off had just set is not put back', async () => {
  const policy = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
  const rule = 'role-boundary-removed';
  const world = await startRoleWorld(
    trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'])),
    byItself(rule),
    { PermissionsBoundary: policy('strict') },
  );
  await associate(world, 'prod', 'cart');
  await world.iam.putRolePermissionsBoundary({ RoleName: 'app', PermissionsBoundary: policy('own') });
  await later(world);
  await world.iam.deleteRolePermissionsBoundary({ RoleName: 'app' });
  await later(world);
  const remediation = await mendedByItself(world, await openFinding(world, rule));
  expect(remediation.status).toBe('verified');
  const { Role } = await world.iam.getRole({ RoleName: 'app' });
  expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(policy('strict'));
});

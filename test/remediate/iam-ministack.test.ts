import { type Finding, findingsOf, type Remediation } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, ADMIN, PODS_TRUST, REGION, roleArn } from '../inventory/account.ts';
import { changingClients, readingClients } from '../support/aws-fake/sdk.ts';
import { type MiniStack, startMiniStack } from '../support/ministack/start.ts';
import { configOf } from '../support/states.ts';
import { aws, ISSUER, irsa, podIdentity, trust } from '../support/trusts.ts';
import { repairingOver } from './repairing-over.ts';

const STS = 'sts.amazonaws.com';
const READ = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const IRSA = trust(
  irsa({ StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart', [`${ISSUER}:aud`]: STS } }),
);
const BY = { forced: false, by: 'grace' };

let stack: MiniStack;
beforeAll(async () => {
  stack = await startMiniStack();
}, 180_000);
afterAll(() => stack?.stop());

/** What is known of MiniStack's account is known by reading it: it writes no records of calls. */
function startWorld() {
  let moved = 0;
  const now = () => new Date(Date.now() + moved);
  const { credentials } = stack.clientOptions();
  const clients = readingClients(stack.url, { credentials });
  const config = configOf({ account: ACCOUNT, knownAccounts: [ACCOUNT] });
  const { store, engine, reads, context, remediating } = repairingOver({
    ...{ config, clients, now, principal: roleArn('podguard') },
    pause: async (ms) => {
      moved += ms;
    },
  });
  const openOf = async (rule: string, key: string): Promise<Finding | undefined> => {
    await engine.rejudge(key);
    const item = await store.load(key);
    const findings = item === undefined ? [] : findingsOf(item, catalogue, await context());
    return findings.find((one) => one.rule === rule && one.status === 'open');
  };
  return {
    ...changingClients(stack.url, REGION, credentials),
    remediating,
    openOf,
    later: () => {
      moved += 600_000;
    },
    async read(...keys: readonly string[]) {
      moved += 600_000;
      for (const key of keys) {
        const read = await reads.read(key);
        if (read.outcome !== 'read') throw new Error(read.reason);
        for (const change of read.changes) await engine.apply(change);
      }
      moved += 600_000;
    },
  };
}

type World = ReturnType<typeof startWorld>;

async function mended(
  world: World,
  rule: string,
  key: string,
  look: () => Promise<unknown>,
): Promise<unknown> {
  const bad = await look();
  const finding = await world.openOf(rule, key);
  if (finding === undefined) throw new Error(`${rule} is not open`);
  const asked = await world.remediating.request({ finding: finding.id, rule, key }, BY);
  const done = (await world.remediating.proceed(asked.remediation.id)) as Remediation;
  expect(done?.guards.filter(({ ok }) => !ok)).toEqual([]);
  expect(done?.history.at(-1)).toMatchObject({ status: 'verified' });
  const good = await look();
  expect(await world.openOf(rule, key)).toBeUndefined();
  world.later();
  const { remediation, refusal } = await world.remediating.rollback(done.id, { ...BY, dryRun: false });
  expect(refusal).toBeNull();
  expect(remediation?.status).toBe('undone');
  expect(await look()).toEqual(bad);
  expect(await world.openOf(rule, key)).toBeDefined();
  return good;
}

const trustOf =
  ({ iam }: World, RoleName: string) =>
  async () =>
    JSON.parse(decodeURIComponent((await iam.getRole({ RoleName })).Role?.AssumeRolePolicyDocument ?? ''));

test('restore-trust-policy puts back the trust policy that was read before', async () => {
  const world = startWorld();
  const RoleName = 'opened';
  await world.iam.createRole({ RoleName, AssumeRolePolicyDocument: IRSA });
  await world.read(roleArn(RoleName));
  await world.iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trust(aws('*')) });
  await world.read(roleArn(RoleName));
  const good = await mended(world, 'trust-public-principal', roleArn(RoleName), trustOf(world, RoleName));
  expect(good).toEqual(JSON.parse(IRSA));
});

test('fix-pod-identity-trust adds sts:TagSession', async () => {
  const world = startWorld();
  const RoleName = 'untagged';
  await world.iam.createRole({ RoleName, AssumeRolePolicyDocument: trust(podIdentity(['sts:AssumeRole'])) });
  await world.read(roleArn(RoleName));
  const rule = 'pod-identity-tag-session-missing';
  const good = await mended(world, rule, roleArn(RoleName), trustOf(world, RoleName));
  expect(good).toEqual(JSON.parse(PODS_TRUST));
});

test('detach-admin-policy detaches AdministratorAccess alone', async () => {
  const world = startWorld();
  const RoleName = 'admin';
  await world.iam.createRole({ RoleName, AssumeRolePolicyDocument: IRSA });
  await world.read(roleArn(RoleName));
  for (const PolicyArn of [READ, ADMIN]) await world.iam.attachRolePolicy({ RoleName, PolicyArn });
  await world.read(roleArn(RoleName));
  const look = async () =>
    ((await world.iam.listAttachedRolePolicies({ RoleName })).AttachedPolicies ?? [])
      .map(({ PolicyArn }) => PolicyArn)
      .sort();
  expect(await mended(world, 'pod-role-privileged', roleArn(RoleName), look)).toEqual([READ]);
});

test('restore-boundary puts back the boundary that was read before', async () => {
  const world = startWorld();
  const RoleName = 'bounded';
  const PermissionsBoundary = READ;
  await world.iam.createRole({ RoleName, AssumeRolePolicyDocument: IRSA, PermissionsBoundary });
  await world.read(roleArn(RoleName));
  await world.iam.deleteRolePermissionsBoundary({ RoleName });
  await world.read(roleArn(RoleName));
  const look = async () =>
    (await world.iam.getRole({ RoleName })).Role?.PermissionsBoundary?.PermissionsBoundaryArn ?? null;
  expect(await mended(world, 'role-boundary-removed', roleArn(RoleName), look)).toBe(READ);
});

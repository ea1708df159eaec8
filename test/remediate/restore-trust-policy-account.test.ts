import { clusterObjectKey, type PutChange, readEventId } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, roleArn } from '../inventory/account.ts';
import { aws, ISSUER, irsa, PROVIDER, trust } from '../support/trusts.ts';
import { applied, undone } from './eks-world.ts';
import { APP, mendAndBack, openFinding, setTrust, startRoleWorld, trustOf, usedBy } from './role-world.ts';

const STS = 'sts.amazonaws.com';
const condition = (operator: string, subject: string) => ({
  StringEquals: {
    [`${ISSUER}:aud`]: STS,
    ...(operator === 'StringEquals' ? { [`${ISSUER}:sub`]: subject } : {}),
  },
  ...(operator === 'StringEquals' ? {} : { [operator]: { [`${ISSUER}:sub`]: subject } }),
});
const GOOD = trust(irsa(condition('StringEquals', 'system:serviceaccount:shop:cart')));
const WIDE = trust(irsa(condition('StringLike', 'system:serviceaccount:shop:*')));

async function withProvider(document: string) {
  const world = await startRoleWorld(document, { events: ['activity'] });
  await world.iam.createOpenIDConnectProvider({ Url: `https://${ISSUER}`, ClientIDList: [STS] });
  world.wait(60);
  return world;
}

test('a trust policy that was opened gets back what it was, and is open again when undone', async () => {
  const world = await startRoleWorld(GOOD, { knownAccounts: [ACCOUNT] });
  await setTrust(world, trust(aws('*')));
  const finding = await openFinding(world, 'trust-public-principal');
  const { remediation, mended } = await mendAndBack(world, finding, () => trustOf(world));
  expect(mended).toEqual(JSON.parse(GOOD));
  expect(remediation.plan).toMatchObject({
    remediator: 'restore-trust-policy',
    ends: expect.arrayContaining([finding.id]),
    opens: [],
    facts: [
      expect.stringMatching(/^It is the trust policy that was recorded at 2026-03-12T07/),
      'It may let in others than the present one, as it did then: the contrary is not shown.',
    ],
  });
});

test('a role that was always open is narrowed to who uses it', async () => {
  const world = await withProvider(WIDE);
  await world.deliver();
  await usedBy(world, ISSUER, 'shop/cart', '2026-03-12T07:30:00Z');
  const finding = await openFinding(world, 'irsa-subject-wildcard');
  const { remediation, mended } = await mendAndBack(world, finding, () => trustOf(world));
  expect(mended).toEqual(JSON.parse(GOOD));
  expect(remediation.plan?.facts).toEqual([
    `Stays let in: ${ISSUER} shop/cart; it used the role from 2026-03-12T07:30:00Z to 2026-03-12T07:30:00Z.`,
  ]);
});

test('nothing is done where nobody is known to be bound, and the refusal says how to find out', async () => {
  const world = await withProvider(WIDE);
  await world.deliver();
  const { refusal, remediation } = await world.previewOf(await openFinding(world, 'irsa-subject-wildcard'));
  expect(refusal ?? remediation.history.at(-1)?.note).toMatch(
    /no service account is known to be bound.*clusterReading/,
  );
  expect(remediation.plan).toBeNull();
});

test('where a former trust policy will not do, the refusal says why there is no narrowed one', async () => {
  const world = await withProvider(trust(irsa()));
  await setTrust(world, WIDE);
  const { refusal } = await world.previewOf(await openFinding(world, 'irsa-subject-wildcard'));
  expect(refusal).toMatch(
    /it would open irsa-subject-unrestricted.*; none can be narrowed: no service account/,
  );
});

test('a former trust policy that is bad itself is left out, and an older one taken', async () => {
  const world = await withProvider(GOOD);
  await setTrust(world, trust(irsa({ StringEquals: { [`${ISSUER}:aud`]: STS } }, PROVIDER)));
  await setTrust(world, WIDE);
  const remediation = await applied(world, await openFinding(world, 'irsa-subject-wildcard'));
  expect(remediation.status).toBe('verified');
  expect(await trustOf(world)).toEqual(JSON.parse(GOOD));
});

test('a role is narrowed to the service accounts whose annotation names it, in a cluster that was read', async () => {
  const world = await startRoleWorld(trust(aws('*')), { clusterReading: true });
  const { cluster } = await world.eks.createCluster({
    name: 'prod',
    roleArn: roleArn('eks'),
    resourcesVpcConfig: {},
  });
  const key = cluster?.arn ?? '';
  world.wait(600);
  await world.read(key);
  const url = (await world.eks.describeCluster({ name: 'prod' })).cluster?.identity?.oidc?.issuer ?? '';
  const issuer = url.replace('https://', '');
  await world.iam.createOpenIDConnectProvider({ Url: url, ClientIDList: [STS] });
  for (const [name, role] of [
    ['cart', APP],
    ['pay', roleArn('pay')],
  ] as const)
    await world.engine.apply(annotated(key, name, role));
  await setTrust(
    world,
    GOOD.replaceAll(ISSUER, issuer).replace('StringEquals', 'StringLike').replace(':cart', ':*'),
  );
  const finding = await openFinding(world, 'irsa-subject-wildcard');
  const { remediation } = await world.previewOf(finding);
  expect(JSON.parse(String(remediation.plan?.fields[0]?.after))).toEqual(
    JSON.parse(GOOD.replaceAll(ISSUER, issuer)),
  );
  expect(remediation.plan?.facts).toEqual([
    `Stays let in: ${issuer} shop/cart; its annotation names the role.`,
  ]);
});

/** As a read of the cluster tells it. */
function annotated(cluster: string, name: string, role: string): PutChange {
  const key = clusterObjectKey(cluster, 'ServiceAccount', 'shop', name);
  const at = '2026-03-12T07:30:00Z';
  const eventId = readEventId('kubernetes', at, key);
  const field = (value: string | null) => ({ value });
  return {
    op: 'put',
    creates: false,
    kind: 'k8s-service-account',
    key,
    account: ACCOUNT,
    region: 'eu-central-1',
    stamp: { time: at, rank: 0, eventId },
    cause: {
      eventId,
      eventName: 'read',
      eventSource: 'kubernetes',
      at,
      actor: { principal: 'podguard', type: 'service' },
    },
    fields: { name: field(name), namespace: field('shop'), roleArn: field(role), association: field(null) },
    sets: {},
  };
}

/** As IAM keeps it: the order is its own, a list of one is its element, an account is its root. */
function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? rewritten(value[0]) : value.map(rewritten).reverse();
  if (value === ACCOUNT) return `arn:aws:iam::${ACCOUNT}:root`;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(
    members.map(([name, one]) => [name, name === 'Statement' ? one.map(rewritten) : rewritten(one)]),
  );
}

test('a trust policy that IAM rewrites when it keeps it is verified and undone all the same', async () => {
  const both = {
    StringEquals: {
      [`${ISSUER}:aud`]: [STS],
      [`${ISSUER}:sub`]: ['a', 'b'].map((name) => `system:serviceaccount:shop:${name}`),
    },
  };
  const former = trust(irsa(both), aws({ AWS: ACCOUNT }));
  const world = await startRoleWorld(former, {
    knownAccounts: [ACCOUNT],
    rules: { 'trust-account-root': 'off' },
  });
  await setTrust(world, trust(aws('*'), aws({ AWS: [ACCOUNT] })));
  const { told } = world.fake.account.roles.get('app') ?? {};
  let kept = String(told?.AssumeRolePolicyDocument);
  Object.defineProperty(told, 'AssumeRolePolicyDocument', {
    enumerable: true,
    get: () => kept,
    set: (written: string) => {
      kept = encodeURIComponent(JSON.stringify(rewritten(JSON.parse(decodeURIComponent(written)))));
    },
  });
  const finding = await openFinding(world, 'trust-public-principal');
  const remediation = await applied(world, finding);
  expect(remediation.history.at(-1)).toMatchObject({ status: 'verified' });
  expect(JSON.stringify(await trustOf(world))).not.toBe(former);
  expect((await undone(world, remediation)).history.at(-1)).toMatchObject({ status: 'undone' });
});

import {
  type Actor,
  type Change,
  type ConfigInput,
  clusterKey,
  configSchema,
  createFindingContext,
  createSettler,
  findingsOf,
  type JsonValue,
  ownerOf,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, it, test } from 'vitest';
import { ASSOCIATION, associate, createKey, createRole, KEY, ROLE, UNTAGGED } from '../support/changes.ts';
import { createHarness } from '../support/harness.ts';

const CLUSTER = clusterKey('aws', 'eu-central-1', '111122223333', 'prod');

async function itemOf(changes: readonly Change[], key: string) {
  const { store, engine } = createHarness(createMemoryStore());
  const settler = createSettler(store, engine);
  for (const change of changes) await settler.apply(change);
  await settler.settle();
  const item = await store.load(key);
  if (item === undefined) throw new Error(`there is no ${key}`);
  return item;
}

const tagged = (change: Change, tags: Readonly<Record<string, JsonValue>>, second = 0): Change => {
  const stamp = { ...change.stamp, rank: 1 as const, time: change.stamp.time, eventId: `tags-${second}` };
  return { ...change, op: 'patch', stamp, fields: {}, sets: { tags } };
};

const by = (change: Change, actor: Partial<Actor>): Change => ({
  ...change,
  cause: { ...change.cause, actor: { ...change.cause.actor, ...actor } },
});

const ownerAfter = async (changes: readonly Change[], key: string, config: ConfigInput = {}) =>
  ownerOf(await itemOf(changes, key), configSchema.parse(config));

describe('the owner of a resource', () => {
  it('is what its tag says, by whatever is configured', async () => {
    const changes = [associate(5), tagged(associate(5), { 'podguard:owner': ' payments ', Team: 'other' })];
    const owners = [{ namespace: 'shop', owner: 'shop team' }];
    expect(await ownerAfter(changes, ASSOCIATION, { owners })).toEqual({ name: 'payments', from: 'tag' });
    expect(await ownerAfter(changes, ASSOCIATION, { owners, ownerTag: 'Team' })).toEqual({
      name: 'other',
      from: 'tag',
    });
    expect(await ownerAfter(changes, ASSOCIATION, { owners, ownerTag: 'team' })).toEqual({
      name: 'shop team',
      from: 'configuration',
    });
  });

  it("is of a role by a tag in whatever letters, as IAM compares roles' tags", async () => {
    const changes = [createRole(5), tagged(createRole(5), { team: 'payments' })];
    expect(await ownerAfter(changes, ROLE, { ownerTag: 'Team' })).toEqual({ name: 'payments', from: 'tag' });
  });

  it('is by no tag where two of the same second contradict each other, or where it is blank', async () => {
    const owners = [{ cluster: 'prod', owner: 'x' }];
    const [one, other] = ['a', 'b'].map((name, at) => tagged(associate(5), { 'podguard:owner': name }, at));
    const tied = [associate(5), one, other].flatMap((change) => (change === undefined ? [] : [change]));
    expect((await ownerAfter(tied, ASSOCIATION, { owners }))?.from).toBe('configuration');
    const blank = [associate(5), tagged(associate(5), { 'podguard:owner': ' ' })];
    expect((await ownerAfter(blank, ASSOCIATION, { owners }))?.from).toBe('configuration');
  });

  test.for<[name: string, owner: { readonly cluster?: string; readonly namespace?: string }, fits: boolean]>([
    ["its cluster's name", { cluster: 'prod' }, true],
    ["its cluster's ARN", { cluster: CLUSTER }, true],
    ['clusters of such a name', { cluster: 'p*d' }, true],
    ['clusters of such ARNs', { cluster: '*:111122223333:cluster/*' }, true],
    ['another cluster', { cluster: 'pro' }, false],
    ['its namespace', { namespace: 'sh*' }, true],
    ['another namespace', { namespace: 'cart' }, false],
    ['its cluster, and another namespace', { cluster: 'prod', namespace: 'cart' }, false],
    ['both', { cluster: 'prod', namespace: 'shop' }, true],
  ])('is as configured for %s', async ([, place, fits]) => {
    const owners = [
      { ...place, owner: 'first' },
      { cluster: '*', owner: 'second' },
    ];
    expect((await ownerAfter([associate(5)], ASSOCIATION, { owners }))?.name).toBe(fits ? 'first' : 'second');
  });

  it('is as configured only for what has a cluster or a namespace', async () => {
    const owners = [
      { cluster: '*', owner: 'x' },
      { namespace: '*', owner: 'y' },
    ];
    expect((await ownerAfter([createKey(5)], KEY, { owners }))?.from).toBe('creator');
  });

  const ROLE_ARN = 'arn:aws:iam::111122223333:role';
  const DEPLOYER = { type: 'role', principal: `${ROLE_ARN}/ci/deployer`, session: 'deploy-1187' } as const;
  const SSO = `${ROLE_ARN}/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0`;
  const LINKED = `${ROLE_ARN}/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  test.for<[name: string, actor: Partial<Actor>, owner: string | undefined]>([
    ['a user', {}, 'admin'],
    ['a person behind a role by their source identity', { ...DEPLOYER, sourceIdentity: 'ana' }, 'ana'],
    [
      'a role, however like a person its session is called by whoever assumed it',
      { ...DEPLOYER, session: 'ana@firm.example' },
      'deployer',
    ],
    [
      'a role that is only called as those of IAM Identity Center',
      { ...DEPLOYER, principal: `${ROLE_ARN}/AWSReservedSSO_Admin_0`, session: 'ana' },
      'AWSReservedSSO_Admin_0',
    ],
    ['a person who signed in', { ...DEPLOYER, principal: SSO, session: 'ana' }, 'ana'],
    ['a program by its role, whatever its sessions are called', DEPLOYER, 'deployer'],
    [
      'the root',
      { type: 'root', principal: 'arn:aws:iam::111122223333:root', account: '111122223333' },
      'root of 111122223333',
    ],
    [
      "nobody where AWS's own role did it",
      { ...DEPLOYER, principal: LINKED, session: 'AutoScaling' },
      undefined,
    ],
    ['nobody where a service did it', { type: 'service', principal: 'eks.amazonaws.com' }, undefined],
    ['nobody where the record does not say', { type: 'unknown', principal: 'unknown' }, undefined],
  ])('is who made it, else: %s', async ([, actor, owner]) => {
    const expected = owner === undefined ? null : { name: owner, from: 'creator' };
    expect(await ownerAfter([by(createRole(5), actor)], ROLE)).toEqual(expected);
  });

  it('is who made it last, and nobody where that is not known', async () => {
    const again = { ...DEPLOYER, sourceIdentity: 'ben' };
    expect((await ownerAfter([createRole(5), by(createRole(50), again)], ROLE))?.name).toBe('ben');
    expect(await ownerAfter([tagged(createRole(5), { a: 'b' })], ROLE)).toBeNull();
  });

  it('is told with each finding', async () => {
    const { store, engine } = createHarness(createMemoryStore());
    await engine.apply(createRole(5, UNTAGGED));
    await engine.apply(associate(6));
    const item = await store.load(ROLE);
    await engine.rejudge(ROLE);
    const judged = (await store.load(ROLE)) ?? item;
    if (judged === undefined) throw new Error('it is gone');

    const context = createFindingContext({ config: configSchema.parse({}), now: () => new Date() });
    const owners = findingsOf(judged, catalogue, await context()).map(({ owner }) => owner);
    expect(owners.length).toBeGreaterThan(0);
    expect(owners).toEqual(owners.map(() => ({ name: 'admin', from: 'creator' })));
    expect(findingsOf(judged, catalogue)[0]?.owner).toBeNull();
  });
});

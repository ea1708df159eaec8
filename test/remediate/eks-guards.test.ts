import { accessEntryKey, type Remediation } from '@podguard/core';
import { ALL_REMEDIATORS, type GuardInput } from '@podguard/remediate';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, roleArn } from '../inventory/account.ts';
import { aRemediation } from '../support/a-remediation.ts';
import { resourceOf } from '../support/states.ts';

const ALL = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';
const guardOf = (id: string) => {
  const guard = ALL_REMEDIATORS.flatMap(({ guards }) => guards).find((one) => one.id === id);
  if (guard === undefined) throw new Error(`no guard ${id}`);
  return guard;
};

type Members = Readonly<Record<string, string | boolean>> | null;

const entry = (name: string, policies: Members = {}, groups: Members = {}, isGone = false) => ({
  ...resourceOf('access-entry', {
    state: { clusterName: 'prod', principalArn: roleArn(name), type: 'STANDARD' },
    sets: { policies, groups },
    gone: isGone,
  }),
  key: accessEntryKey('aws', REGION, ACCOUNT, 'prod', roleArn(name)),
});

const target = entry('mallory', { [ALL]: 'cluster' });
const DONE = { principal: roleArn('podguard-remediate'), readAt: '', startedAt: '', endedAt: null };
const taken = (name: string, status: Remediation['status'], applied: Remediation['applied'] = DONE) => {
  const one = aRemediation({ status, applied });
  const { key } = entry(name);
  return {
    ...one,
    plan: one.plan && {
      ...one.plan,
      remediator: 'revoke-cluster-admin',
      target: { ...one.plan.target, key },
    },
  } as Remediation;
};

type Entry = ReturnType<typeof entry>;
type Also = NonNullable<GuardInput['also']>;
type Role = 'there' | 'gone' | 'unread';

describe('the last administrator', () => {
  const alsoOf = (other: Entry, role: Role = 'there', found: readonly string[] = []): Also => {
    const key = `arn:aws:iam::${ACCOUNT}:role/grace`;
    const live = { ...resourceOf('iam-role', { gone: role === 'gone' }), key };
    return new Map([
      [other.key, { live: other, found }],
      ...(role === 'unread' ? [] : ([[key, { live, found: [] }]] as const)),
    ]) as unknown as Also;
  };
  const check = (also: Also | undefined, recent: readonly Remediation[] | undefined = []) =>
    guardOf('last-administrator').check({
      target,
      recent,
      ...(also === undefined ? {} : { also }),
    } as unknown as GuardInput);
  const grace = entry('grace', { [ALL]: 'cluster' });

  test('may lose it where another is there, by the policy for the whole cluster or by system:masters', () => {
    expect(check(alsoOf(grace))).toEqual({ ok: true });
    expect(check(alsoOf(entry('grace', {}, { 'system:masters': true })))).toEqual({ ok: true });
    expect(check(alsoOf(entry('grace', { [ALL]: 'cluster' }, null)))).toEqual({ ok: true });
  });

  test.for<{ name: string; also: Also | undefined }>([
    { name: 'has another policy', also: alsoOf(entry('grace', { [ALL.replace('Cluster', '')]: 'cluster' })) },
    { name: 'has it for a namespace', also: alsoOf(entry('grace', { [ALL]: 'namespace:shop' })) },
    { name: 'is gone', also: alsoOf(entry('grace', { [ALL]: 'cluster' }, {}, true)) },
    { name: 'is not there', also: new Map() },
    { name: 'has policies that are not all known', also: alsoOf(entry('grace', null)) },
    { name: 'has groups that are not all known', also: alsoOf(entry('grace', {}, null)) },
    { name: 'has it with a scope that is not known', also: alsoOf(entry('grace', { [ALL]: true })) },
    { name: 'is a role that is gone', also: alsoOf(grace, 'gone') },
    { name: 'is a role that was not read', also: alsoOf(grace, 'unread') },
    { name: 'is found, too', also: alsoOf(grace, 'there', ['access-entry-workload-admin']) },
    { name: 'was not looked for', also: undefined },
  ])('keeps it, and nobody may insist, where the other one $name', ({ also }) => {
    expect(check(also)).toMatchObject({ ok: false, unanswerable: true });
  });

  test.for([
    ['applying', false],
    ['verified', false],
    ['failed', false],
    ['undoing', false],
    ['undone', true],
  ] as const)('of another from whom it was taken a while ago, now %s: counts %s', ([status, counts]) => {
    expect(check(alsoOf(grace), [taken('grace', status)]).ok).toBe(counts);
  });

  test('of another from whom it was to be taken, and was not yet: counts', () => {
    expect(check(alsoOf(grace), [taken('grace', 'approved', null)]).ok).toBe(true);
  });

  test('keeps it where what was done lately is not known', () => {
    expect(
      guardOf('last-administrator').check({ target, also: alsoOf(grace) } as unknown as GuardInput),
    ).toMatchObject({ ok: false, unanswerable: true });
  });
});

describe('the service’s own entry', () => {
  const check = (own: readonly string[], one: object | undefined = target) =>
    guardOf('own-entry').check({ own, target: one } as unknown as GuardInput);

  test('is left alone, whatever the path of its role is', () => {
    expect(check([roleArn('mallory')])).toMatchObject({ ok: false });
    expect(check([roleArn('team/mallory')])).toMatchObject({ ok: false });
    expect(check([roleArn('podguard-remediate')])).toEqual({ ok: true });
  });

  test('is left alone where it is the caller’s, or of the role that reads clusters', () => {
    const asked = { target, own: [], principal: roleArn('mallory') } as unknown as GuardInput;
    expect(guardOf('own-entry').check(asked)).toMatchObject({ ok: false });
    const own = [roleArn('podguard-prod-remediate')];
    expect(check(own, entry('podguard-prod-drift'))).toMatchObject({ ok: false });
    expect(check(own, entry('podguard-prod-notify'))).toEqual({ ok: true });
  });

  test('is not known where the entry’s principal is not', () => {
    expect(check([], resourceOf('access-entry', { state: {} } as never))).toMatchObject({
      ok: false,
      unanswerable: true,
    });
  });
});

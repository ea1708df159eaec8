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
const taken = (name: string, status: Remediation['status']): Remediation => {
  const one = aRemediation({ status });
  const { key } = entry(name);
  return {
    ...one,
    plan: one.plan && {
      ...one.plan,
      remediator: 'revoke-cluster-admin',
      target: { ...one.plan.target, key },
    },
  };
};

describe('the last administrator', () => {
  const check = (others: readonly object[] | undefined, recent: readonly Remediation[] | undefined = []) =>
    guardOf('last-administrator').check({
      target,
      recent,
      ...(others === undefined ? {} : { related: { clusterEntries: [target, ...others] } }),
    } as unknown as GuardInput);

  test('may lose it where another is known, by the policy for the whole cluster or by system:masters', () => {
    expect(check([entry('grace', { [ALL]: 'cluster' })])).toEqual({ ok: true });
    expect(check([entry('grace', {}, { 'system:masters': true })])).toEqual({ ok: true });
    expect(check([entry('grace', { [ALL]: 'cluster' }, null)])).toEqual({ ok: true });
  });

  test.for([
    { name: 'has another policy', other: entry('grace', { [ALL.replace('Cluster', '')]: 'cluster' }) },
    { name: 'has it for a namespace', other: entry('grace', { [ALL]: 'namespace:shop' }) },
    { name: 'is gone', other: entry('grace', { [ALL]: 'cluster' }, {}, true), unknown: true },
  ])('keeps it where the other one $name', ({ other, unknown = false }) => {
    const answer = check([other]);
    expect(answer.ok).toBe(false);
    expect('unanswerable' in answer).toBe(unknown);
  });

  test.for([
    { name: 'nobody else is known', others: [] },
    { name: 'the policies of the other are not all known', others: [entry('grace', null)] },
    { name: 'the groups of the other are not all known', others: [entry('grace', {}, null)] },
    { name: 'the scope of the other’s is not known', others: [entry('grace', { [ALL]: true })] },
    { name: 'nobody looked', others: undefined },
  ])('keeps it, unanswerable, where $name', ({ others }) => {
    expect(check(others)).toMatchObject({ ok: false, unanswerable: true });
  });

  test.for([
    ['applying', false],
    ['verified', false],
    ['undone', true],
    ['approved', true],
  ] as const)('of another from whom it was taken a while ago, now %s: counts %s', ([status, counts]) => {
    const grace = entry('grace', { [ALL]: 'cluster' });
    expect(check([grace], [taken('grace', status)]).ok).toBe(counts);
  });

  test('keeps it where what was done lately is not known', () => {
    expect(
      guardOf('last-administrator').check({
        target,
        related: { clusterEntries: [] },
      } as unknown as GuardInput),
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

  test('is not known where the entry’s principal is not', () => {
    expect(check([], resourceOf('access-entry', { state: {} } as never))).toMatchObject({
      ok: false,
      unanswerable: true,
    });
  });
});

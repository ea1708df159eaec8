import { describe, expect, it, test } from 'vitest';
import { ACCOUNT, ADMIN, PODS_TRUST } from '../inventory/account.ts';
import { resourceOf } from '../support/states.ts';
import { firstPlan, judged, plans, recordedTrusts, roleWith } from './role-plans.ts';
import { later, mendAndBack, openFinding, startRoleWorld } from './role-world.ts';

const ID = 'restore-boundary';
const RULE = 'role-boundary-removed';
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/pods`;
const OLDER = `arn:aws:iam::${ACCOUNT}:policy/older`;
const trust = PODS_TRUST;
const without = (boundary: string | null, ...before: readonly (string | null)[]) =>
  resourceOf('iam-role', {
    before: before.map((one) => ({ trust, boundary: one as string })),
    state: { trust, boundary },
  });

describe('the plan', () => {
  it('puts the last boundary back, then one before it', () => {
    const drafts = plans(ID, { rule: RULE, target: without(null, OLDER, BOUNDARY) });
    expect(drafts).toMatchObject([
      {
        steps: [
          {
            action: 'iam:PutRolePermissionsBoundary',
            region: 'us-east-1',
            input: { RoleName: 'app', PermissionsBoundary: BOUNDARY },
          },
        ],
        undo: [{ action: 'iam:DeleteRolePermissionsBoundary', input: { RoleName: 'app' } }],
        after: { boundary: BOUNDARY },
      },
      { after: { boundary: OLDER } },
    ]);
    expect(judged(RULE, without(BOUNDARY, BOUNDARY, null)).status).toBe('pass');
  });

  it('puts it in the place of one that bounds nothing, and that one back when undone', () => {
    const { undo } = firstPlan(ID, { rule: RULE, target: without(ADMIN, BOUNDARY) });
    expect(undo).toMatchObject([
      { action: 'iam:PutRolePermissionsBoundary', input: { PermissionsBoundary: ADMIN } },
    ]);
  });

  it('is none where whoever took it off had set it the day before', () => {
    const { log = [] } = recordedTrusts(trust, trust);
    const told = (at: number, value: string | null, hours: number) => {
      const [change] = log;
      if (change?.op !== 'patch') throw new Error('no patch');
      const eventId = `boundary-${at}`;
      const time = new Date(Date.parse('2026-01-02T00:00:00Z') + hours * 3_600_000).toISOString();
      const cause = { ...change.cause, eventId };
      return { ...change, cause, stamp: { ...change.stamp, time, eventId }, fields: { boundary: { value } } };
    };
    const given = (hours: number, removed: object = {}) => ({
      rule: RULE,
      target: without(null, BOUNDARY),
      openedAt: '2026-01-03T00:00:00Z',
      recorded: { log: [told(0, BOUNDARY, 0), { ...told(1, null, hours), ...removed }] },
    });
    const opened = { ...told(1, null, 23), cause: { ...told(1, null, 23).cause, eventId: 'opening' } };
    expect(plans(ID, given(23, { cause: opened.cause }))).toMatch(/had set \S+ the day before/);
    expect(plans(ID, given(25, { cause: opened.cause }))).toHaveLength(1);
    const actor = { principal: 'another', type: 'role' };
    expect(plans(ID, given(23, { cause: { ...opened.cause, actor } }))).toHaveLength(1);
  });

  it.for([
    [
      'no former boundary is recorded',
      roleWith(trust, { state: { boundary: null } }),
      /no former permissions boundary/,
    ],
    ['its boundary is not known', roleWith(trust), /is not known/],
    ['it was deleted', roleWith(trust, { state: { boundary: null }, gone: true }), /is not there/],
  ] as const)('is none where %s', ([, target, words]) => {
    const about = { resource: target as never, evidence: [] };
    expect(plans(ID, { rule: RULE, target, about })).toMatch(words);
  });
});

test('in an account a boundary that was taken off is put on, and taken off again when undone', async () => {
  const world = await startRoleWorld(trust, {}, { PermissionsBoundary: BOUNDARY });
  await world.iam.deleteRolePermissionsBoundary({ RoleName: 'app' });
  await later(world);
  const look = async () =>
    (await world.iam.getRole({ RoleName: 'app' })).Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  const { mended } = await mendAndBack(world, await openFinding(world, RULE), look);
  expect(mended).toBe(BOUNDARY);
});

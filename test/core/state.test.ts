import { applyChange, presenceOf, type Registers, type StateChange, viewsOf } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import {
  attach,
  createRole,
  deleteRole,
  detach,
  losePolicies,
  ROLE,
  TRUSTED,
  UNTAGGED,
  UNTRUSTED,
  updateTrust,
} from '../support/changes.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const identity = { kind: 'iam-role', key: ROLE, account: '111122223333', region: 'us-east-1' } as const;

function stateAfter(...changes: readonly StateChange[]) {
  const registers = changes.reduce<Registers | null>(applyChange, null) as Registers;
  const presence = presenceOf(registers);
  const views = viewsOf(identity, registers, presence);
  return {
    present: presence.present,
    trusts: [...new Set(views.map((view) => (view.state as { trust?: string | null }).trust))],
    policies: views.map((view) => [...view.sets.policies.members.keys()]),
    complete: views[0]?.sets.policies.complete,
  };
}

function readRole(time: number, policy: string): StateChange {
  const made = createRole(time, TRUSTED, 'read');
  if (made.op !== 'put') throw new TypeError('a role is made by a put');
  const { uniqueId: _, ...rest } = made;
  return { ...rest, creates: false, sets: { policies: { [policy]: true }, inlinePolicies: {} } };
}

describe('a role after its changes, in whatever order they are applied', () => {
  it.for([
    {
      name: 'a create and an attach in one second',
      changes: [attach(1, ADMIN), createRole(1)],
      expected: { present: true, policies: [[ADMIN]], complete: true },
    },
    {
      name: 'an attach before anything else is known',
      changes: [attach(1, ADMIN)],
      expected: { present: true, policies: [[ADMIN]], complete: false, trusts: [undefined] },
    },
    {
      name: 'a late create that is older than the attach',
      changes: [attach(5, ADMIN), createRole(1)],
      expected: { policies: [[ADMIN]], complete: true, trusts: [TRUSTED] },
    },
    {
      name: 'a create that is newer than an attach to its predecessor',
      changes: [attach(1, ADMIN), createRole(5)],
      expected: { policies: [[]], complete: true },
    },
    {
      name: 'attached and detached in one second: both',
      changes: [createRole(1), attach(3, ADMIN), detach(3, ADMIN)],
      expected: { policies: [[ADMIN], []] },
    },
    {
      name: 'two trust policies in one second: both',
      changes: [createRole(1), updateTrust(3, UNTAGGED, 'b'), updateTrust(3, UNTRUSTED, 'a')],
      expected: { trusts: [UNTRUSTED, UNTAGGED] },
    },
    {
      name: 'the same trust policy twice in one second: no tie',
      changes: [createRole(1), updateTrust(3, UNTAGGED, 'b'), updateTrust(3, UNTAGGED, 'a')],
      expected: { trusts: [UNTAGGED] },
    },
    {
      name: 'made and deleted in one second, after it was known to be gone',
      changes: [deleteRole(0), deleteRole(1), createRole(1)],
      expected: { present: false },
    },
    {
      name: 'deleted and made with a new id in one second, nothing known before: it may have been there',
      changes: [deleteRole(1), createRole(1)],
      expected: { present: true },
    },
    {
      name: 'deleted and made again in one second',
      changes: [createRole(1), deleteRole(5), createRole(5, UNTAGGED, 'again')],
      expected: { present: true, trusts: [UNTAGGED] },
    },
    {
      name: 'known by a patch, deleted and made again in one second',
      changes: [updateTrust(1, UNTRUSTED), deleteRole(5), createRole(5, UNTAGGED, 'again')],
      expected: { present: true, trusts: [UNTAGGED] },
    },
    {
      name: 'made, deleted, made in one second',
      changes: [createRole(5, TRUSTED, 'a'), deleteRole(5), createRole(5, UNTAGGED, 'b')],
      expected: { present: true, trusts: [TRUSTED, UNTAGGED] },
    },
    {
      name: 'changed after its delete: it must have been made again',
      changes: [createRole(1), deleteRole(5), updateTrust(9, UNTAGGED)],
      expected: { present: true, trusts: [UNTAGGED], complete: false },
    },
    {
      name: 'a patch in the second of its re-making may be of either life',
      changes: [createRole(1), updateTrust(5, UNTRUSTED), deleteRole(5), createRole(5, UNTAGGED, 'again')],
      expected: { present: true, trusts: [UNTAGGED, UNTRUSTED] },
    },
    {
      name: 'five policies detached and attached in one second: with all of them, and not known to be whole',
      changes: [
        createRole(1),
        ...['a', 'b', 'c', 'd', 'e'].flatMap((name) => [
          detach(3, name, `d-${name}`),
          attach(3, name, `a-${name}`),
        ]),
      ],
      expected: { policies: [[], ['a', 'b', 'c', 'd', 'e']], complete: false },
    },
    {
      name: 'more trust policies in one second than are kept: it may be any',
      changes: [
        createRole(1),
        ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((name) =>
          updateTrust(3, `{"Id":"${name}"}`, name),
        ),
      ],
      expected: {
        trusts: [...['1', '2', '3', '4', '5', '6', '7', '8'].map((name) => `{"Id":"${name}"}`), undefined],
      },
    },
    {
      name: 'policies that are no longer known, and one attached after that',
      changes: [createRole(1), attach(2, 'a'), losePolicies(5), attach(6, 'b')],
      expected: { present: true, policies: [['b']], complete: false },
    },
    {
      name: 'policies no longer known in the second of an attach: it may have been before',
      changes: [createRole(1), attach(5, 'a'), losePolicies(5)],
      expected: { policies: [[]], complete: false },
    },
    {
      name: 'policies that were no longer known, of a role that was made again',
      changes: [createRole(1), losePolicies(3), deleteRole(5), createRole(9, TRUSTED, 'again')],
      expected: { policies: [[]], complete: true },
    },
    {
      name: 'read with a policy in the second of its re-making: the read may have been of the life before',
      changes: [
        createRole(1),
        attach(2, ADMIN),
        readRole(5, ADMIN),
        deleteRole(5),
        createRole(5, TRUSTED, 'again'),
      ],
      expected: { present: true, policies: [[], [], [ADMIN], [ADMIN]] },
    },
    { name: 'deleted', changes: [createRole(1), deleteRole(5)], expected: { present: false } },
  ])('$name', ({ changes, expected }) => {
    expect(stateAfter(...changes)).toMatchObject(expected);
    expect(stateAfter(...changes.toReversed())).toMatchObject(expected);
    expect(stateAfter(...changes, ...changes)).toMatchObject(expected);
  });

  it('keeps hostile names of members apart from what objects inherit', () => {
    const state = stateAfter(createRole(1), attach(2, '__proto__'), attach(3, 'constructor'));
    expect(state.policies).toEqual([['__proto__', 'constructor']]);
  });
});

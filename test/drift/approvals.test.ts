import {
  type Approval,
  createEngine,
  type Item,
  parseConfig,
  readEventId,
  type StateChange,
} from '@podguard/core';
import { approvableOf, compareApproved } from '@podguard/drift';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { attach, createRole, deleteRole, ROLE, TRUSTED, UNTAGGED, updateTrust } from '../support/changes.ts';

const READ_AT = '2026-03-01T00:00:00.000Z';

async function itemAfter(...changes: readonly StateChange[]): Promise<Item> {
  const store = createMemoryStore();
  const engine = createEngine({
    ...{ store, catalogue, judgedWith: 'test', pastLimit: 20, backOff: async () => {} },
    config: parseConfig({}, 'test'),
  });
  for (const change of changes) await engine.apply(change);
  const item = await store.load(changes[0]?.key ?? '');
  if (item === undefined) throw new Error('nothing was stored');
  return item;
}

/** The approval of a resource as it is after these changes. */
async function approved(...changes: readonly StateChange[]): Promise<Approval> {
  const item = await itemAfter(...changes);
  const found = approvableOf(item);
  if ('refused' in found) throw new Error(found.refused);
  const { key, kind, account, region } = item;
  return {
    key,
    kind,
    account,
    region,
    state: found.state,
    by: 'noor',
    at: '2026-01-02T03:00:30Z',
    reason: null,
  };
}

const whole = createRole(0);
/** Has no tags told. */
const read = (time: number, trust: string): StateChange => {
  const put = createRole(time, trust);
  const eventId = readEventId('role', put.cause.at, ROLE);
  const stamp = { ...put.stamp, eventId };
  return {
    ...put,
    creates: false,
    stamp,
    cause: { ...put.cause, eventId, eventName: 'read:role' },
  } as StateChange;
};

describe('what can be approved', () => {
  it('is what is known, without what moves on by itself', async () => {
    const found = approvableOf(await itemAfter(whole));
    expect(found).toMatchObject({ state: { fields: { trust: TRUSTED, boundary: null } } });
    expect(found).not.toHaveProperty('state.fields.lastUsedAt');
  });

  it('names what is not known, and leaves it out', async () => {
    const { op: _op, ...patch } = updateTrust(0, TRUSTED);
    const found = approvableOf(await itemAfter({ ...patch, op: 'patch' } as StateChange));
    expect(found).toMatchObject({ state: { fields: { trust: TRUSTED }, sets: {} } });
    expect('unknown' in found && found.unknown).toEqual(
      expect.arrayContaining(['arn', 'boundary', 'policies', 'inlinePolicies']),
    );
  });

  it('is that there is none, of what is gone', async () => {
    expect(approvableOf(await itemAfter(whole, deleteRole(5)))).toEqual({ state: null, unknown: [] });
  });

  it('is not what was changed twice in one second', async () => {
    const tied = await itemAfter(whole, updateTrust(5, TRUSTED, 'a'), updateTrust(5, UNTAGGED, 'b'));
    expect(approvableOf(tied)).toEqual({ refused: expect.stringContaining('twice in one second') });
  });

  it('is nothing of what has no state of its own', async () => {
    const part: StateChange = {
      ...{ ...whole, kind: 'platform-part', op: 'patch', fields: {}, sets: {} },
      key: 'arn:aws:sqs:eu-central-1:111122223333:podguard-evaluate',
    } as StateChange;
    expect(approvableOf(await itemAfter(part))).toEqual({
      refused: 'nothing of the kind platform-part can be approved',
    });
  });
});

describe('compared with what was approved', () => {
  it('nothing differs where it is as it was, however its policy is written', async () => {
    const approval = await approved(whole);
    const { Statement, ...rest } = JSON.parse(TRUSTED) as { readonly Statement: object[] };
    const rewritten = JSON.stringify({ Statement: Statement[0], ...rest }, null, 2);
    const tags = {
      ...updateTrust(70, rewritten),
      fields: {},
      sets: { tags: { 'podguard:canary': 'x' } },
    } as StateChange;
    const item = await itemAfter(whole, updateTrust(60, rewritten), tags);
    expect(compareApproved(approval, item, READ_AT)).toEqual({ difference: null, undecided: [] });
  });

  it('a field that is otherwise differs, also where no rule fails, and the event that did it is named', async () => {
    const item = await itemAfter(whole, updateTrust(60, UNTAGGED));
    const { difference } = compareApproved(await approved(whole), item, READ_AT);
    expect(difference).toEqual({
      ...{ key: ROLE, kind: 'iam-role', account: '111122223333', region: 'eu-central-1', type: 'unapproved' },
      fields: [{ name: 'trust', recorded: TRUSTED, found: UNTAGGED }],
      ...{ readAt: READ_AT, recordedAt: '2026-01-02T03:00:30Z', origin: 'not-asked', reason: null },
      explanation: {
        ...{ eventId: 'UpdateAssumeRolePolicy-60', eventName: 'UpdateAssumeRolePolicy' },
        ...{ at: '2026-01-02T03:01:00Z', actor: 'arn:aws:iam::111122223333:user/admin' },
      },
    });
  });

  it('nobody is named where only a read showed it', async () => {
    const item = await itemAfter(whole, read(60, UNTAGGED));
    const { difference } = compareApproved(await approved(whole), item, READ_AT);
    expect(difference).toMatchObject({ explanation: null, reason: 'no event that is recorded tells of it' });
  });

  it('an event from before the approval does not explain it', async () => {
    const item = await itemAfter(whole, updateTrust(10, UNTAGGED));
    const { difference } = compareApproved(await approved(whole), item, READ_AT);
    expect(difference).toMatchObject({ type: 'unapproved', explanation: null });
  });

  it('members that came and went differ one by one', async () => {
    const [before, after] = [
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      'arn:aws:iam::aws:policy/AdministratorAccess',
    ];
    const approval = await approved({
      ...whole,
      sets: { policies: { [before]: true }, inlinePolicies: {} },
    } as StateChange);
    const item = await itemAfter(whole, attach(70, after));
    const { difference } = compareApproved(approval, item, READ_AT);
    expect(difference?.fields).toEqual([
      { name: `policies ${after}`, recorded: null, found: true },
      { name: `policies ${before}`, recorded: true, found: null },
    ]);
  });

  it('what is gone, and what is there though it was approved that it is not, differ', async () => {
    const gone = await itemAfter(whole, deleteRole(90));
    expect(compareApproved(await approved(whole), gone, READ_AT).difference).toMatchObject({
      fields: [{ name: 'present', recorded: true, found: false }],
      explanation: { eventName: 'DeleteRole' },
    });
    const absent = await approved(whole, deleteRole(5));
    expect(compareApproved(absent, gone, READ_AT)).toEqual({ difference: null, undecided: [] });
    expect(compareApproved(absent, await itemAfter(whole), READ_AT).difference).toMatchObject({
      fields: [{ name: 'present', recorded: false, found: true }],
    });
  });

  it('what is no longer known is undecided, and no pass', async () => {
    const approval = await approved(whole);
    const unknown = { ...updateTrust(60, ''), fields: { trust: { unknown: true } } } as StateChange;
    expect(compareApproved(approval, await itemAfter(whole, unknown), READ_AT)).toEqual({
      difference: null,
      undecided: ['trust'],
    });
    expect(compareApproved(approval, undefined, READ_AT)).toEqual({
      difference: null,
      undecided: ['whether it is there'],
    });
  });

  it('two values of one second are undecided where one of them is the approved one', async () => {
    const approval = await approved(whole);
    const tied = await itemAfter(whole, updateTrust(60, TRUSTED, 'a'), updateTrust(60, UNTAGGED, 'b'));
    expect(compareApproved(approval, tied, READ_AT)).toEqual({ difference: null, undecided: ['trust'] });
  });
});

import type { Approval, Exemption, PersonAction, ServiceState, Store, Transition } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { itemOf } from './arbitrary-item.ts';
import { all, transitionOf } from './contract.ts';

const sortedByKey = (approvals: readonly Approval[]) =>
  approvals.toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** What both twins of the service's state promise. `create` makes an empty one, and the store beside it. */
export function describeServiceState(
  name: string,
  create: () => Promise<{ readonly state: ServiceState; readonly store: Store }>,
): void {
  const sorted = (transitions: readonly Transition[]) =>
    transitions.toSorted((a, b) => (a.id < b.id ? -1 : 1));

  const quiet = (id: string) => transitionOf(id, '2026-02-01T00:00:00Z');

  describe(name, () => {
    it('keeps quiet transitions, once for each identity, until they are removed', async () => {
      const { state } = await create();
      const noted = Array.from({ length: 60 }, (_, at) => quiet(`t${at + 10}`));
      for (const transition of [...noted, ...noted.slice(0, 3)]) await state.noteQuiet(transition);
      expect(sorted(await all(state.listQuiet()))).toEqual(noted);
      await state.removeQuiet(noted.slice(1).map(({ id }) => id));
      expect(await all(state.listQuiet())).toEqual([noted[0]]);
      await state.removeQuiet(['t10', 't10', 'never there']);
      expect(await all(state.listQuiet())).toEqual([]);
    });

    it('keeps marks apart, and of each what was saved last', async () => {
      const { state } = await create();
      expect(await state.loadMark('a')).toBeUndefined();
      await state.saveMark('a', { at: 1 });
      await state.saveMark('a', { at: 2, of: ['x', null] });
      await state.saveMark('b', 'text');
      expect(await state.loadMark('a')).toEqual({ at: 2, of: ['x', null] });
      expect(await state.loadMark('b')).toBe('text');
    });

    it('keeps the boxes of quiet transitions apart', async () => {
      const { state } = await create();
      await state.noteQuiet(quiet('a'));
      await state.noteQuiet(quiet('a'), 'slack');
      await state.noteQuiet(quiet('b'), 'slack');
      await state.removeQuiet(['a'], 'slack');
      expect(await all(state.listQuiet())).toEqual([quiet('a')]);
      expect(await all(state.listQuiet('slack'))).toEqual([quiet('b')]);
      expect(await all(state.listQuiet('other'))).toEqual([]);
    });

    it('forgets a mark when its time is over, and takes another in its place', async () => {
      const { state } = await create();
      await state.saveMark('short', 1, 0);
      expect(await state.loadMark('short')).toBeUndefined();
      expect(await state.replaceMark('short', undefined, 2)).toBe(true);
      expect(await state.loadMark('short')).toBe(2);
      expect(await state.replaceMark('short', 2, 3, 0)).toBe(true);
      expect(await state.loadMark('short')).toBeUndefined();
      await state.saveMark('long', 1, 600);
      expect(await state.loadMark('long')).toBe(1);
    });

    it('counts up, for several at once too', async () => {
      const { state } = await create();
      const sums = await Promise.all(Array.from({ length: 8 }, () => state.count('a', 2, 600)));
      expect(sums.sort((a, b) => a - b)).toEqual([2, 4, 6, 8, 10, 12, 14, 16]);
      expect(await state.count('b', 1, 600)).toBe(1);
    });

    it('lets one of several claim a name, and another when its time is over', async () => {
      const { state } = await create();
      const claimed = await Promise.all(Array.from({ length: 8 }, () => state.claim('a', 600)));
      expect(claimed.filter(Boolean)).toHaveLength(1);
      expect(await state.claim('b', 0)).toBe(true);
      expect(await state.claim('b', 600)).toBe(true);
      expect(await state.claim('b', 600)).toBe(false);
    });

    it('keeps exemptions, of each what was put last', async () => {
      const { state } = await create();
      const one: Exemption = {
        ...{ id: 'ex-1', rules: ['irsa-*'], resources: [], accounts: [], tags: { team: 'ops' } },
        ...{ reason: 'tried', author: 'noor', origin: 'cli' },
        ...{ since: '2098-01-01T00:00:00.000Z', until: '2099-01-01T00:00:00.000Z' },
      };
      await state.putExemption(one);
      await state.putExemption({ ...one, id: 'ex-2', until: '2001-01-01T00:00:00.000Z' });
      expect(await all(state.listExemptions())).toEqual([one]);
      const removed = { at: '2026-02-01T00:00:00.000Z', by: 'sam' };
      await state.putExemption({ ...one, removed });
      expect(await all(state.listExemptions())).toEqual([{ ...one, removed }]);
    });

    it('keeps what is approved of each resource as it was put last, by key, until it is removed', async () => {
      const { state } = await create();
      const role: Approval = {
        ...{ key: 'arn:aws:iam::111122223333:role/app', kind: 'iam-role', account: '111122223333' },
        ...{ region: 'us-east-1', by: 'noor', at: '2026-02-01T00:00:00Z', reason: 'reviewed' },
        state: { fields: { boundary: null }, sets: { tags: JSON.parse('{"__proto__":"x"}') } },
      };
      const gone: Approval = { ...role, key: `arn:aws:iam::1:role/${'é'.repeat(900)}`, state: null };
      await state.putApproval({ ...role, by: 'sam' });
      await state.putApproval(role);
      await state.putApproval(gone);
      expect(sortedByKey(await all(state.listApprovals()))).toEqual(sortedByKey([role, gone]));
      await state.removeApproval(gone.key);
      await state.removeApproval('never there');
      const [left, ...others] = await all(state.listApprovals());
      expect(others).toEqual([]);
      expect(JSON.stringify(left)).toBe(JSON.stringify(role));
    });

    it('keeps what people did, of each request what was recorded last, and lists the newest first', async () => {
      const { state } = await create();
      const asked: PersonAction = {
        ...{ id: 'a', at: '2099-01-02T00:00:00.000Z', by: 'noor (slack U01234567)', kind: 'acknowledge' },
        ...{ finding: 'pg-1', rule: 'irsa-no-subject', key: 'arn:aws:iam::111122223333:role/app' },
        ...{ outcome: 'done', note: 'acknowledged', told: false },
      };
      expect(await state.loadAction('a')).toBeUndefined();
      await state.recordAction(asked);
      await state.recordAction({ ...asked, id: 'c', at: '2099-01-01T00:00:00.000Z' });
      await state.recordAction({ ...asked, id: 'b', at: '2099-01-03T00:00:00.000Z', outcome: 'refused' });
      await state.recordAction({ ...asked, told: true });
      expect(await state.loadAction('a')).toEqual({ ...asked, told: true });
      expect((await state.listActions(10)).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
      expect((await state.listActions(2)).map(({ id }) => id)).toEqual(['b', 'a']);
    });

    it('forgets what people did after 400 days', async () => {
      const { state } = await create();
      const old: PersonAction = {
        ...{ id: 'a', at: '2001-01-01T00:00:00.000Z', by: 'noor', kind: 'exempt', outcome: 'done' },
        ...{ finding: 'pg-1', rule: 'irsa-no-subject', key: 'k', note: '', told: true },
      };
      await state.recordAction(old);
      expect(await state.loadAction('a')).toBeUndefined();
      expect(await state.listActions(10)).toEqual([]);
    });

    it('replaces a mark only where it still is what it was', async () => {
      const { state } = await create();
      expect(await state.replaceMark('a', 1, 2)).toBe(false);
      expect(await state.loadMark('a')).toBeUndefined();
      expect(await state.replaceMark('a', undefined, { at: 1, of: ['x'] })).toBe(true);
      expect(await state.replaceMark('a', undefined, { at: 2 })).toBe(false);
      expect(await state.replaceMark('a', { at: 1 }, { at: 2 })).toBe(false);
      expect(await state.replaceMark('a', { of: ['x'], at: 1 }, { at: 0 })).toBe(true);
      expect(await state.loadMark('a')).toEqual({ at: 0 });
      await state.saveMark('a', null);
      expect(await state.replaceMark('a', null, 'x'.repeat(50_000))).toBe(true);
      expect(await state.replaceMark('a', 'x'.repeat(50_000), 7)).toBe(true);
      expect(await state.loadMark('a')).toBe(7);
    });

    it('of several that replace the same at once lets one', async () => {
      const { state } = await create();
      await state.saveMark('a', 'first');
      const replaced = await Promise.all(
        Array.from({ length: 8 }, (_, by) => state.replaceMark('a', 'first', by)),
      );
      expect(replaced.filter(Boolean)).toHaveLength(1);
      expect(await state.loadMark('a')).toBe(replaced.indexOf(true));
    });

    it('lists, page by page, exactly the items that were judged with something else', async () => {
      const { state, store } = await create();
      for (let at = 0; at < 12; at += 1)
        await store.save(itemOf(`i${at}`, { judgedWith: at % 3 === 0 ? 'old.c' : 'new.c' }));
      const keys: string[] = [];
      let from: string | undefined;
      do {
        const page = await state.listJudgedOtherwise('new.c', from);
        keys.push(...page.keys);
        from = page.next;
      } while (from !== undefined);
      expect(keys.sort()).toEqual(['i0', 'i3', 'i6', 'i9']);
    });

    it('shows nothing of its own among the items and transitions', async () => {
      const { state, store } = await create();
      await state.noteQuiet(quiet('t1'));
      await state.saveMark('a', 1);
      expect(await all(store.listItems())).toEqual([]);
      expect(await store.listTransitions(10)).toEqual([]);
      expect((await state.listJudgedOtherwise('x')).keys).toEqual([]);
    });
  });
}

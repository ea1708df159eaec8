import { canonicalJson, type Item, type JsonValue, type Store, type Transition } from '@podguard/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryItem, awkwardText, changeOf, itemOf } from './arbitrary-item.ts';

const DAY_MS = 86_400_000;
const HOSTILE_KEYS = [
  '',
  '#',
  'item',
  'e#item',
  'r#a',
  '__proto__',
  'constructor',
  'naïve 💥 ключ',
  '\u0000\u0001',
  '\ud800',
  '\udfff',
  '<img src=x onerror=...>',
  'k'.repeat(1_023),
  'k'.repeat(2_046),
  'k'.repeat(2_047),
  'k'.repeat(100_000),
  'é'.repeat(1_024),
];

/** What both stores promise. `create` makes an empty one. */
export function describeStore(
  name: string,
  create: (options?: { readonly now?: () => number }) => Promise<Store>,
): void {
  describe(name, () => {
    it('has nothing at first', async () => {
      const store = await create();
      expect(await store.load('a')).toBeUndefined();
      expect(await all(store.listItems())).toEqual([]);
      expect(await all(store.listPending())).toEqual([]);
      expect(await all(store.listDependents('a'))).toEqual([]);
      expect(await store.listTransitions(10)).toEqual([]);
    });

    it('gives back any item as it was saved', async () => {
      const store = await create();
      await fc.assert(
        fc.asyncProperty(arbitraryItem, async (item) => {
          const version = ((await store.load(item.key))?.version ?? 0) + 1;
          const saved = { ...item, version };
          expect(await store.save(saved)).toBe('written');
          expect(text(await store.load(item.key))).toBe(text(saved));
        }),
        { numRuns: 150 },
      );
    });

    it('keeps what nests deeper than a database map may', async () => {
      const store = await create();
      let value: JsonValue = 'bottom';
      for (let depth = 0; depth < 200; depth += 1) value = depth % 2 === 0 ? [value] : { value };
      const item = itemOf('deep', { log: [changeOf('deep', 'e', value)] });
      await store.save(item);
      expect(text(await store.load('deep'))).toBe(text(item));
    });

    it('writes only on the version that was read', async () => {
      const store = await create();
      expect(await store.save(itemOf('a', { version: 2 }))).toBe('conflict');
      expect(await store.save(itemOf('a'))).toBe('written');
      expect(await store.save(itemOf('a'))).toBe('conflict');
      expect(await store.save(itemOf('a', { version: 3 }))).toBe('conflict');
      expect(await store.save(itemOf('a', { version: 2, late: 7 }))).toBe('written');
      expect(await store.load('a')).toMatchObject({ version: 2, late: 7 });
    });

    it('lets one of many writers of a version win', async () => {
      const store = await create();
      for (let version = 1; version <= 5; version += 1) {
        const outcomes = await Promise.all(
          Array.from({ length: 12 }, (_, late) => store.save(itemOf('a', { version, late }))),
        );
        expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1);
      }
    });

    it.for(HOSTILE_KEYS.map((key) => [key.slice(0, 20), key.length, key] as const))(
      'takes the key %o of %i characters everywhere',
      async ([, , key]) => {
        const store = await create();
        const other = `${key}!`;
        const item = itemOf(key, { pending: { version: 1, spread: false } });
        expect(await store.save(item)).toBe('written');
        expect(text(await store.load(key))).toBe(text(item));
        expect(await store.load(other)).toBeUndefined();
        expect(await all(store.listPending())).toEqual([key]);
        await store.putEdges([
          { target: key, dependent: other, dependentKind: 'ec2-instance', since: '2026-01-02T03:04:05Z' },
          { target: other, dependent: key, dependentKind: 'iam-role', since: '' },
        ]);
        expect(await all(store.listDependents(key))).toEqual([
          { target: key, dependent: other, dependentKind: 'ec2-instance', since: '2026-01-02T03:04:05Z' },
        ]);
        expect(await all(store.listDependents(other))).toEqual([
          { target: other, dependent: key, dependentKind: 'iam-role', since: '' },
        ]);
        expect((await all(store.listItems())).map((found) => found.key)).toEqual([key]);
      },
    );

    it('tells any keys apart', async () => {
      const store = await create();
      const keys = fc.sample(fc.uniqueArray(awkwardText, { minLength: 20, maxLength: 40 }), 1)[0] as string[];
      for (const key of new Set([...keys, ...HOSTILE_KEYS]))
        expect(await store.save(itemOf(key))).toBe('written');
    });

    it('keeps edges once, without an item, and apart from it', async () => {
      const store = await create();
      const edges = Array.from({ length: 60 }, (_, index) => ({
        target: 'hub',
        dependent: `spoke-${index}`,
        dependentKind: 'pod-identity-association' as const,
        since: `2026-01-02T03:04:${index}Z`,
      }));
      await store.putEdges([...edges, ...edges]);
      await store.putEdges(edges.slice(0, 3));
      await store.putEdges([]);
      await store.save(itemOf('hub'));
      expect(new Set((await all(store.listDependents('hub'))).map(text))).toEqual(new Set(edges.map(text)));
      expect(await all(store.listDependents('hu'))).toEqual([]);
      const role = { target: 'hub', dependent: 'spoke-1', dependentKind: 'iam-role' as const, since: '2026' };
      await store.putEdges([role]);
      expect(await all(store.listDependents('hub', 'iam-role'))).toEqual([role]);
      expect(await all(store.listDependents('hub', 'pod-identity-association'))).toHaveLength(60);
      expect(await all(store.listDependents('hub', 'iam-policy'))).toEqual([]);
      expect(await store.load('spoke-1')).toBeUndefined();
    });

    it('lists what is pending until it is cleared', async () => {
      const store = await create();
      const keys = Array.from({ length: 40 }, (_, index) => `item-${index}`);
      for (const key of keys) await store.save(itemOf(key, { pending: { version: 1, spread: true } }));
      await store.save(itemOf('quiet'));
      expect((await all(store.listPending())).sort()).toEqual([...keys].sort());
      for (const key of keys.slice(1)) await store.save(itemOf(key, { version: 2 }));
      expect(await all(store.listPending())).toEqual(['item-0']);
    });

    it('lists more than a page of items', async () => {
      const store = await create();
      const trust = 'x'.repeat(1000);
      const log = Array.from({ length: 15 }, (_, index) =>
        changeOf('', `${index}`, `${index}${trust.slice(4)}`),
      );
      const keys = Array.from({ length: 120 }, (_, index) => `item-${index}`);
      for (const key of keys) await store.save(itemOf(key, { log }));
      expect((await all(store.listItems())).map(({ key }) => key).sort()).toEqual([...keys].sort());
    });

    it('lists items from behind any of them on', async () => {
      const store = await create();
      for (const key of ['a', 'b', 'c', 'd']) await store.save(itemOf(key));
      const keys = (await all(store.listItems())).map(({ key }) => key);
      for (const [at, after] of keys.entries())
        expect((await all(store.listItems(after))).map(({ key }) => key)).toEqual(keys.slice(at + 1));
    });

    it('keeps a transition once and lists the newest first, over days', async () => {
      const store = await create();
      const transitions = [
        '2026-01-31T23:59:59Z',
        '2026-02-01T00:00:00Z',
        '2024-02-29T10:00:00Z',
        '2026-02-01T00:00:01Z',
      ].flatMap((at, index) => [transitionOf(`${index}-a`, at), transitionOf(`${index}-b`, at)]);
      for (const transition of [...transitions, ...transitions]) await store.putTransition(transition);
      const ids = (await store.listTransitions(100)).map(({ id }) => id);
      expect(ids).toEqual(['3-b', '3-a', '1-b', '1-a', '0-b', '0-a', '2-b', '2-a']);
      expect((await store.listTransitions(3)).map(({ id }) => id)).toEqual(['3-b', '3-a', '1-b']);
      expect(await store.listTransitions(0)).toEqual([]);
      expect(text((await store.listTransitions(1))[0])).toBe(
        text(transitionOf('3-b', '2026-02-01T00:00:01Z')),
      );
    });

    it('keeps what is told of exemptions', async () => {
      const store = await create();
      const at = '2026-02-01T00:00:00Z';
      const exemption = { id: 'ex-1', reason: 'it is known', author: 'ana', until: at };
      const [exempted, over] = [transitionOf('exempted', at), transitionOf('over', at)];
      const all: readonly Transition[] = [
        {
          ...exempted,
          type: 'exempted',
          cause: 'exemption',
          finding: { ...exempted.finding, status: 'exempt', exemption, owner: { name: 'a', from: 'tag' } },
        },
        { ...over, type: 'exemption-ended', cause: 'exemption', ended: { exemption, reason: 'expired' } },
      ];
      for (const transition of all) await store.putTransition(transition);
      expect(await store.listTransitions(2)).toEqual(all.toReversed());
    });

    it('lists more than a page of transitions', async () => {
      const store = await create();
      const ids = Array.from({ length: 250 }, (_, index) => `id-${String(index).padStart(3, '0')}`);
      await Promise.all(ids.map((id) => store.putTransition(transitionOf(id, '2026-02-01T00:00:00Z'))));
      expect((await store.listTransitions(1000)).map(({ id }) => id)).toEqual(ids.reverse());
    });

    it('forgets a tombstone 100 days after it was written, and never what lives', async () => {
      let now = Date.parse('2026-06-01T00:00:00Z');
      const store = await create({ now: () => now });
      const gone = { present: false, goneAt: '2020-01-01T00:00:00Z', pending: { version: 1, spread: true } };
      await store.save(itemOf('dead', gone));
      await store.save(itemOf('alive'));
      now += 99 * DAY_MS;
      expect(await store.load('dead')).toMatchObject({ goneAt: '2020-01-01T00:00:00Z' });
      now += 2 * DAY_MS;
      expect(await store.load('dead')).toBeUndefined();
      expect(await all(store.listPending())).toEqual([]);
      expect((await all(store.listItems())).map(({ key }) => key)).toEqual(['alive']);
      expect(await store.save(itemOf('dead', { late: 3 }))).toBe('written');
      now += 1000 * DAY_MS;
      expect(await store.load('dead')).toMatchObject({ version: 1, late: 3 });
      expect(await store.load('alive')).toBeDefined();
    });
  });
}

export function transitionOf(id: string, at: string): Transition {
  const opened = {
    at,
    eventId: id,
    eventName: 'Test',
    actor: 'me',
    sourceIp: null,
    userAgent: null,
    session: null,
    sourceIdentity: null,
    invokedBy: null,
    tool: null,
  };
  return {
    id,
    type: 'opened',
    severity: 'high',
    at,
    cause: 'record',
    eventId: id,
    by: opened,
    finding: {
      v: 1,
      id: `pg-${id}`,
      rule: 'a-rule',
      title: 'A title',
      method: 'irsa',
      severity: 'high',
      status: 'open',
      resource: { kind: 'iam-role', key: 'a', account: '111122223333', region: 'us-east-1' },
      exemption: null,
      acknowledged: null,
      owner: null,
      broken: false,
      unverified: false,
      cause: 'record',
      summary: 'A summary',
      evidence: [{ path: 'trust', value: 'x'.repeat(3000) }],
      witness: null,
      reasons: [],
      opened,
      changes: [],
      resolved: null,
      source: null,
    },
  };
}

export async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of source) found.push(value);
  return found;
}

/** Equality that sees own properties called `__proto__`, too. */
function text(value: Item | object | undefined): string {
  return value === undefined ? 'undefined' : canonicalJson(value as unknown as JsonValue);
}

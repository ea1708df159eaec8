import type { JsonObject } from '@podguard/core';
import { toMessageBody } from '@podguard/functions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { associated, PODS_TRUST, policyAttached, roleCreated } from '../service/records.ts';
import { envelope } from '../support/queue-world/envelopes.ts';
import { createQueueWorld } from '../support/queue-world/queue-world.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const again = (event: JsonObject): JsonObject => JSON.parse(toMessageBody({ podguard: 'replay', event }));
const at = (time: string, id: string) => ({ at: `2026-01-02T${time}Z`, id });
const ROLE = envelope(roleCreated('checkout', PODS_TRUST, at('03:00:00', 'role')));
const ASSOCIATION = envelope(associated({}, at('03:10:00', 'assoc')));
const ATTACHMENT = envelope(policyAttached('checkout', ADMIN, at('03:09:55', 'attach')));

describe('what a record that came by itself made known', () => {
  it('is told at once, though the newest record of the evidence was sent again', async () => {
    const world = createQueueWorld();
    world.put(again(ROLE));
    world.put(again(ASSOCIATION));
    await world.settle();
    expect(world.told()).toEqual([]);
    world.put(ATTACHMENT);
    await world.settle();
    expect(world.told()).toMatchObject([
      { type: 'opened', finding: { rule: 'pod-identity-privileged-role' } },
    ]);
    expect(world.told().every(({ replayed }) => replayed === undefined)).toBe(true);
  });

  it('is told at once where a replay is judged before its word has spread', async () => {
    const world = createQueueWorld();
    world.put(again(ROLE));
    await world.settle();
    world.put(ATTACHMENT);
    await world.evaluate(0, 10);
    world.put(again(ASSOCIATION));
    await world.evaluate(0, 10);
    const association = await world.store.load(await associationKey(world));
    expect(association?.pending).toMatchObject({ origin: 'live' });
    await world.settle();
    expect(world.told().map(({ finding }) => finding.rule)).toContain('pod-identity-privileged-role');
  });

  it('is told at once where it is so young that its word may still be on its way', async () => {
    const world = createQueueWorld();
    world.put(again(ROLE));
    await world.settle();
    const young = envelope(policyAttached('checkout', ADMIN, { at: '2026-03-12T11:50:00Z', id: 'young' }));
    world.put(young);
    await world.evaluate(0, 10);
    await world.stream(25);
    // Nobody was there to be told of it: the association comes now.
    world.put(again(ASSOCIATION));
    await world.settle();
    expect(world.told().map(({ finding }) => finding.rule)).toContain('pod-identity-privileged-role');
  });

  it('is told at once where it comes while what was sent again waits to be told', async () => {
    const world = createQueueWorld();
    world.put(again(ROLE));
    world.put(again(ASSOCIATION));
    world.put(again(ATTACHMENT));
    await world.evaluate(0, 10);
    const key = await associationKey(world);
    expect((await world.store.load(key))?.pending).toMatchObject({ origin: 'replayed' });
    world.put(JSON.parse(toMessageBody({ podguard: 'rejudge', key, origin: 'live' })));
    await world.evaluate(0, 10);
    expect((await world.store.load(key))?.pending).toMatchObject({ origin: 'live' });
    await world.settle();
    expect(world.told().map(({ finding }) => finding.rule)).toContain('pod-identity-privileged-role');
  });
});

describe('a hub that waits to be judged', () => {
  const policy = (name: string, id: string) =>
    envelope(policyAttached('checkout', `arn:aws:iam::aws:policy/${name}`, at('03:09:55', id)));

  it.for([
    ['at once where a live record is among what it waits for', true],
    ['together where only replayed ones are', false],
  ] as const)('is told of %s', async ([, isLive]) => {
    const world = createQueueWorld({ hubReads: 1 });
    world.put(again(ROLE));
    world.put(again(ASSOCIATION));
    await world.evaluate(0, 10);
    const key = await associationKey(world);
    await rounds(world);
    for (const event of [again(policy('ReadOnlyAccess', 'first')), isLive ? ATTACHMENT : again(ATTACHMENT)]) {
      world.put(event);
      await rounds(world);
    }
    const origin = isLive ? 'live' : 'replayed';
    expect((await world.store.load(key))?.pending).toMatchObject({ origin, due: expect.any(String) });
    await world.settle();
    const told = world.told().map(({ finding }) => finding.rule);
    expect(told.includes('pod-identity-privileged-role')).toBe(isLive);
  });
});

describe('what only records that were sent again made known', () => {
  it('is told together, though the newest record of the evidence came by itself long before', async () => {
    const world = createQueueWorld();
    for (let n = 0; n < 12; n += 1) {
      const id = `a-${String(n).padStart(17, '0')}`;
      world.put(
        envelope(associated({ role: `r${n}`, id, serviceAccount: `s${n}` }, at('03:10:00', `assoc${n}`))),
      );
    }
    await world.settle();
    expect(world.told()).toEqual([]);
    for (let n = 0; n < 12; n += 1) {
      world.put(again(envelope(roleCreated(`r${n}`, PODS_TRUST, at('03:00:00', `role${n}`)))));
      world.put(again(envelope(policyAttached(`r${n}`, ADMIN, at('03:00:05', `attach${n}`)))));
    }
    await world.settle();
    expect(world.told()).toEqual([]);
    world.pass(601);
    await world.sweep();
    expect(world.digests.map(({ finding }) => finding.rule)).toHaveLength(12);
    expect(world.digests.every(({ replayed }) => replayed === true)).toBe(true);
  });

  it('is told together in whatever order they come, and at once where the last came by itself', async () => {
    const records = [ROLE, ASSOCIATION, ATTACHMENT];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(records, { minLength: 3 }),
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        async (order, marked) => {
          const world = createQueueWorld();
          for (const [index, event] of order.entries()) {
            const isReplayed = marked[index] === true;
            const told = world.told().length;
            const kept = await quietIn(world);
            world.put(isReplayed ? again(event) : event);
            await world.settle();
            expect(world.told().length > told).toBe(
              !isReplayed && (await hasFinding(world)) && told + kept === 0,
            );
            expect((await quietIn(world)) > kept).toBe(
              isReplayed && (await hasFinding(world)) && told + kept === 0,
            );
          }
          expect(await hasFinding(world)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

type World = ReturnType<typeof createQueueWorld>;

async function associationKey({ store }: World): Promise<string> {
  for await (const { key, kind } of store.listItems()) if (kind === 'pod-identity-association') return key;
  throw new Error('there is no association');
}

/** Without the clock going on. */
async function rounds(world: World): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await world.evaluate(0, 10);
    await world.stream(25);
  }
}

async function hasFinding({ store }: World): Promise<boolean> {
  for await (const { lives } of store.listItems()) if (lives.length > 0) return true;
  return false;
}

async function quietIn({ state }: World): Promise<number> {
  let count = 0;
  for await (const _ of state.listQuiet()) count += 1;
  return count;
}

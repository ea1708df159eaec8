import { type Change, ServiceError, type Store } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { roleArn } from '../../scripts/samples/iam.ts';
import { ACCOUNT } from '../../scripts/samples/people.ts';
import { podIdentity } from '../../scripts/samples/trust.ts';
import { itemsOf } from '../support/harness.ts';

import { newAssociation, newRole, PLENTY, type Reads, ROLE, received, setUp } from './evaluate-world.ts';

describe('live reads', () => {
  const roleChange = (): Change => {
    const stamp = {
      time: '2026-03-12T05:59:00Z',
      rank: 0 as const,
      eventId: 'read:role:2026-03-12T06:00:00.000Z',
    };
    return {
      kind: 'iam-role',
      key: ROLE,
      account: ACCOUNT,
      region: 'us-east-1',
      op: 'put',
      creates: false,
      stamp,
      cause: {
        eventId: stamp.eventId,
        eventName: 'read:role',
        eventSource: '',
        at: stamp.time,
        actor: { principal: 'podguard', type: 'service' },
      },
      fields: {
        arn: { value: roleArn('app') },
        roleId: { value: 'AROAXXXXXXXXXEXAMPLE' },
        trust: { value: podIdentity(['sts:AssumeRole']) },
        boundary: { value: null },
        maxSessionDuration: { value: 3600 },
      },
      sets: { policies: {}, inlinePolicies: {}, tags: {} },
    };
  };
  const missing: Reads['missing'] = ({ item }) => (item.kind === 'pod-identity-association' ? [ROLE] : []);

  it('what a judgement misses is read and recorded', async () => {
    const { evaluate, store, asked } = setUp({
      read: { missing, answer: async () => ({ outcome: 'read', changes: [roleChange()] }) },
    });
    expect([...(await evaluate([received(newAssociation())], PLENTY))]).toEqual([]);
    expect(asked).toEqual([ROLE]);
    expect((await itemsOf(store)).get(ROLE)).toMatchObject({ present: true });
    expect((await store.load(ROLE))?.pending).toMatchObject({ spread: true });
  });

  it.for(['the change', 'the read'])(
    'where the answer to the write of %s is lost nothing stays unread',
    async (what) => {
      const POLICY = `arn:aws:iam::${ACCOUNT}:policy/custom`;
      let isLost = false;
      const memory = createMemoryStore();
      const store: Store = {
        ...memory,
        async save(item) {
          const outcome = await memory.save(item);
          const isRead = item.log.some(({ stamp }) => stamp.eventId.startsWith('read:'));
          if (isLost || isRead !== (what === 'the read')) return outcome;
          // The SDK tries again, and hears that the version is another.
          isLost = true;
          return memory.save(item);
        },
      };
      const { evaluate, asked } = setUp({
        store,
        read: {
          missing: ({ item }) =>
            item.kind === 'pod-identity-association' ? [ROLE] : item.key === ROLE ? [POLICY] : [],
          answer: async (key) =>
            key === ROLE
              ? { outcome: 'read', changes: [roleChange()] }
              : { outcome: 'denied', reason: 'not allowed' },
        },
      });
      expect([...(await evaluate([received(newAssociation())], PLENTY))]).toEqual([]);
      expect({ isLost, asked }).toEqual({ isLost: true, asked: [ROLE, POLICY] });
    },
  );

  it('what is denied leaves it undecided, and is told', async () => {
    const { evaluate, store, notices } = setUp({ read: { missing } });
    expect([...(await evaluate([received(newAssociation())], PLENTY))]).toEqual([]);
    expect(notices).toContainEqual({ kind: 'not-read', key: ROLE, outcome: 'denied', reason: 'not allowed' });
    const [association] = [...(await itemsOf(store)).values()].filter(
      ({ kind }) => kind === 'pod-identity-association',
    );
    expect(association?.undecided.length).toBeGreaterThan(0);
  });

  it('nothing is opened where all could be decided', async () => {
    let opened = 0;
    const { evaluate } = setUp({
      engineOf: () => ({ apply: async () => 'written', rejudge: async () => 'unchanged' }),
      async reader() {
        opened += 1;
        return { missingFrom: () => [], read: async () => ({ outcome: 'denied', reason: '' }) };
      },
    });
    await evaluate([received(newRole())], PLENTY);
    expect(opened).toBe(0);
  });

  it('a read that cannot be recorded makes the message come again, and then it is read again', async () => {
    let broken = true;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      async save(item) {
        if (broken && item.log.some(({ stamp }) => stamp.eventId.startsWith('read:')))
          throw new ServiceError('store-unreachable', 'throttled', { retryable: true });
        return memory.save(item);
      },
    };
    const { evaluate, asked } = setUp({
      store,
      read: { missing, answer: async () => ({ outcome: 'read', changes: [roleChange()] }) },
    });
    const message = received(newAssociation());
    expect([...(await evaluate([message], PLENTY)).keys()]).toEqual([message.id]);
    broken = false;
    expect([...(await evaluate([{ ...message, receives: 2 }], PLENTY)).keys()]).toEqual([]);
    expect(asked).toEqual([ROLE, ROLE]);
    expect(await memory.load(ROLE)).toBeDefined();
  });

  it('where the store does not answer a read, only the messages that need it come again', async () => {
    const { evaluate, store } = setUp({
      read: {
        missing: ({ item }) => (item.kind === 'pod-identity-association' ? [ROLE, 'other'] : []),
        async answer(key) {
          if (key === 'other') throw new ServiceError('store-unreachable', 'throttled', { retryable: true });
          return { outcome: 'read', changes: [roleChange()] };
        },
      },
    });
    const [needing, other] = [received(newAssociation()), received(newRole())];
    expect([...(await evaluate([needing, other], PLENTY)).keys()]).toEqual([needing.id]);
    expect((await itemsOf(store)).get(ROLE)).toMatchObject({ present: true });
  });

  it('for what there is no time the message comes again, and at last is left undecided', async () => {
    const { evaluate, asked, notices } = setUp({ read: { missing } });
    const message = received(newAssociation());
    const inHaste = () => 4_000;
    expect([...(await evaluate([message], inHaste)).keys()]).toEqual([message.id]);
    expect([...(await evaluate([{ ...message, receives: 2 }], inHaste)).keys()]).toEqual([message.id]);
    expect(notices).toEqual([]);
    expect([...(await evaluate([{ ...message, receives: 3 }], inHaste)).keys()]).toEqual([]);
    expect(asked).toEqual([]);
    expect(notices).toMatchObject([{ kind: 'not-read', key: ROLE, outcome: 'no-time' }]);
  });

  describe('what is two reads away', () => {
    const POLICY = `arn:aws:iam::${ACCOUNT}:policy/custom`;
    const twoAway: Reads['missing'] = ({ item }) =>
      item.kind === 'pod-identity-association' ? [ROLE] : item.key === ROLE ? [POLICY] : [];

    it('makes the message come again where there was no time for it', async () => {
      let left = 60_000;
      const { evaluate, asked } = setUp({
        read: {
          missing: twoAway,
          async answer() {
            left = 1_000;
            return { outcome: 'read', changes: [roleChange()] };
          },
        },
      });
      const [message, other] = [received(newAssociation()), received({ podguard: 'rejudge', key: 'other' })];
      expect([...(await evaluate([message, other], () => left)).keys()]).toEqual([message.id]);
      expect(asked).toEqual([ROLE]);
    });

    it('makes the message come again where it could not be recorded', async () => {
      const { evaluate, notices } = setUp({
        read: {
          missing: twoAway,
          async answer(key) {
            if (key === POLICY) throw new ServiceError('store-unreachable', 'throttled', { retryable: true });
            return { outcome: 'read', changes: [roleChange()] };
          },
        },
      });
      const message = received(newAssociation());
      expect([...(await evaluate([message], PLENTY)).keys()]).toEqual([message.id]);
      expect(notices).toMatchObject([{ kind: 'failed', what: `a live read of ${POLICY}` }]);
    });
  });

  it('what is to be read again and cannot be queued makes the message come again', async () => {
    const { evaluate } = setUp({
      read: {
        missing,
        answer: async () => ({ outcome: 'read', changes: [], lookAgainAt: new Date('2026-03-12T06:01:00Z') }),
      },
      queue: async () => ({
        async send() {
          throw new ServiceError('queue-unreachable', 'throttled', { retryable: true });
        },
      }),
    });
    const [message, other] = [received(newAssociation()), received({ podguard: 'rejudge', key: 'other' })];
    expect([...(await evaluate([message, other], PLENTY)).keys()]).toEqual([message.id]);
  });

  it('what a read shows to be missing is read, too, each once', async () => {
    const policy = 'arn:aws:iam::111122223333:policy/custom';
    const { evaluate, asked } = setUp({
      read: {
        missing: ({ item }) => (item.kind === 'pod-identity-association' ? [ROLE] : [policy]),
        answer: async (key) =>
          key === ROLE
            ? { outcome: 'read', changes: [roleChange()] }
            : { outcome: 'slow', reason: 'more than 2 s' },
      },
    });
    await evaluate([received(newAssociation()), received(newAssociation())], PLENTY);
    expect(asked).toEqual([ROLE, policy]);
  });
});

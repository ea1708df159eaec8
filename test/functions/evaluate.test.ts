import { type Engine, type JsonObject, ServiceError } from '@podguard/core';
import { describe, expect, it, test } from 'vitest';
import { attach } from '../../scripts/samples/iam.ts';
import { maren } from '../../scripts/samples/people.ts';
import { itemsOf } from '../support/harness.ts';

import { eventOf, newAssociation, newRole, PLENTY, ROLE, received, setUp } from './evaluate-world.ts';

/** An engine of which calls are written down, and fail where `fails` says so. */
function watched(engine: Engine, calls: string[], fails: (key: string) => boolean = () => false): Engine {
  const call = async <T>(name: string, key: string, work: () => Promise<T>): Promise<T> => {
    calls.push(`${name} ${key}`);
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (fails(key)) throw new ServiceError('store-contended', key, { retryable: true });
    const result = await work();
    calls.push(`done ${key}`);
    return result;
  };
  return {
    apply: (change) => call(change.stamp.eventId, change.key, () => engine.apply(change)),
    rejudge: (key, how) => call('rejudge', key, () => engine.rejudge(key, how)),
  };
}

describe('evaluate', () => {
  it('records what the events of a batch changed, judged', async () => {
    const { evaluate, store } = setUp();
    const failures = await evaluate([received(newRole()), received(newAssociation())], PLENTY);
    expect([...failures]).toEqual([]);
    const items = await itemsOf(store);
    expect(items.get(ROLE)).toMatchObject({ present: true, judgedWith: 'test' });
    expect([...items.keys()].filter((key) => key.includes('podidentityassociation'))).toHaveLength(1);
  });

  it('judges again what a message names, and lets hubs wait', async () => {
    const calls: unknown[] = [];
    const engine: Engine = {
      apply: async () => 'written',
      async rejudge(key, how) {
        calls.push([key, how]);
        return 'unchanged';
      },
    };
    const { evaluate } = setUp({ engineOf: () => engine });
    await evaluate([received({ podguard: 'rejudge', key: ROLE })], PLENTY);
    expect(calls).toEqual([[ROLE, { hubsWait: true }]]);
  });

  test.for<[name: string, body: unknown, eventId: string | null]>([
    ['no JSON', '{"version":', null],
    ['no event at all', { hello: 'world' }, null],
    ['a message of ours that is malformed', { podguard: 'rejudge' }, null],
    [
      'a record of which the account is not told',
      (() => {
        const event = newRole();
        const { recipientAccountId: _, userIdentity: _by, ...detail } = event.detail as JsonObject;
        return { ...event, detail: { ...detail, eventID: 'e-poison' } };
      })(),
      'e-poison',
    ],
  ])('%s fails alone, and is told with its event ID', async ([, body, eventId]) => {
    const { evaluate, store, notices } = setUp();
    const poison = received(body, 3);
    const failures = await evaluate([received(newRole()), poison, received(newAssociation())], PLENTY);
    expect([...failures.keys()]).toEqual([poison.id]);
    expect(failures.get(poison.id)).toMatchObject({ code: 'message-malformed' });
    expect(notices).toEqual([
      { kind: 'unreadable', messageId: poison.id, eventId, reason: expect.any(String), receives: 3 },
    ]);
    expect((await itemsOf(store)).get(ROLE)).toBeDefined();
  });

  test.for<[name: string, event: () => JsonObject]>([
    [
      'a failed call',
      () => {
        const event = newRole();
        return { ...event, detail: { ...(event.detail as JsonObject), errorCode: 'AccessDenied' } };
      },
    ],
    ['an event of another kind', () => ({ ...newRole(), 'detail-type': 'Scheduled Event', detail: {} })],
    [
      'a call that nothing maps',
      () => {
        const event = newRole();
        return { ...event, detail: { ...(event.detail as JsonObject), eventName: 'ListRoles' } };
      },
    ],
  ])('%s changes nothing and is done', async ([, event]) => {
    const { evaluate, store, notices } = setUp();
    expect([...(await evaluate([received(event())], PLENTY))]).toEqual([]);
    expect((await itemsOf(store)).size).toBe(0);
    expect(notices).toEqual([]);
  });

  it('takes those of one resource in their order, one after another', async () => {
    const calls: string[] = [];
    const engine: Engine = { apply: async () => 'written', rejudge: async () => 'unchanged' };
    const { evaluate } = setUp({ engineOf: () => watched(engine, calls) });
    const batch = ['ReadOnlyAccess', 'AdministratorAccess', 'AmazonS3FullAccess'].map((policy, index) =>
      received(eventOf(attach(`06:00:0${index}`, maren, 'app', policy))),
    );
    await evaluate(batch, PLENTY);
    const ids = batch.map(({ body }) => (JSON.parse(body) as { detail: { eventID: string } }).detail.eventID);
    expect(calls.filter((call) => call.endsWith(ROLE))).toEqual(
      ids.flatMap((id) => [`${id} ${ROLE}`, `done ${ROLE}`]),
    );
  });

  it('works on at most eight resources at once', async () => {
    let running = 0;
    let most = 0;
    const engine: Engine = {
      apply: async () => 'written',
      async rejudge() {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => setImmediate(resolve));
        running -= 1;
        return 'unchanged';
      },
    };
    const { evaluate } = setUp({ engineOf: () => engine });
    const batch = Array.from({ length: 40 }, (_, n) => received({ podguard: 'rejudge', key: `k-${n}` }));
    await evaluate(batch, PLENTY);
    expect(most).toBe(8);
  });

  it('what fails for one resource fails its message only, and no later one of it is held up', async () => {
    const calls: string[] = [];
    const engine: Engine = { apply: async () => 'written', rejudge: async () => 'unchanged' };
    let first = true;
    const { evaluate, notices } = setUp({
      engineOf: () =>
        watched(engine, calls, (key) => {
          const fails = key === 'a' && first;
          if (fails) first = false;
          return fails;
        }),
    });
    const batch = ['a', 'b', 'a'].map((key) => received({ podguard: 'rejudge', key }));
    const failures = await evaluate(batch, PLENTY);
    expect([...failures.keys()]).toEqual([batch[0]?.id]);
    expect(calls.filter((call) => call === 'done a')).toHaveLength(1);
    expect(notices).toMatchObject([{ kind: 'failed', what: `message ${batch[0]?.id}` }]);
  });

  it('every call is told, also one that changes nothing here', async () => {
    const names: string[] = [];
    const { evaluate } = setUp({
      async onCall({ eventName }) {
        names.push(eventName);
      },
    });
    const other = newRole();
    const tagged = { ...other, detail: { ...(other.detail as JsonObject), eventName: 'TagResource' } };
    await evaluate([received(newRole()), received(tagged)], PLENTY);
    expect(names.sort()).toEqual(['CreateRole', 'TagResource']);
  });

  it('a record that was sent again is no call, and is noted before it is judged', async () => {
    const order: string[] = [];
    const { evaluate } = setUp({
      async onCall() {
        order.push('call');
      },
      async onReplay() {
        order.push('replay');
      },
    });
    await evaluate([received({ podguard: 'replay', event: newRole() })], PLENTY);
    await evaluate([received(newRole())], PLENTY);
    expect(order).toEqual(['replay', 'call']);
  });

  it('a record that was sent again and cannot be read fails as any other', async () => {
    const { evaluate } = setUp({});
    const batch = [
      received({ podguard: 'replay', event: { 'detail-type': 'x via CloudTrail', detail: {} } }),
    ];
    const failures = await evaluate(batch, PLENTY);
    expect([...failures.keys()]).toEqual([batch[0]?.id]);
  });
});

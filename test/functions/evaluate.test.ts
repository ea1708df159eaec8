import {
  type Change,
  configSchema,
  createEngine,
  type Engine,
  type JsonObject,
  roleKey,
  ServiceError,
  type Store,
} from '@podguard/core';
import {
  createEvaluate,
  type EvaluateDeps,
  type LiveRead,
  type LiveReader,
  type Notice,
  type Received,
} from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, it, test } from 'vitest';
import { type Call, toRecord } from '../../scripts/samples/call.ts';
import { associate } from '../../scripts/samples/eks.ts';
import { attach, createRole, roleArn } from '../../scripts/samples/iam.ts';
import { ACCOUNT, maren } from '../../scripts/samples/people.ts';
import { createRandom } from '../../scripts/samples/random.ts';
import { podIdentity } from '../../scripts/samples/trust.ts';
import { itemsOf } from '../support/harness.ts';
import { envelope } from '../support/queue-world/envelopes.ts';

const ROLE = roleKey('aws', ACCOUNT, 'app');
const random = createRandom(7);
const PLENTY = () => 60_000;

let count = 0;
function received(body: unknown, receives = 1): Received {
  count += 1;
  return { id: `m-${count}`, body: typeof body === 'string' ? body : JSON.stringify(body), receives };
}

const eventOf = (call: Call): JsonObject => envelope(toRecord(call, random));
const newRole = () => eventOf(createRole('06:00:00', maren, 'app', podIdentity(['sts:AssumeRole'])));
const newAssociation = () =>
  eventOf(
    associate('06:00:01', maren, {
      cluster: 'parcels-prod',
      id: 'a-1',
      pod: 'shop/pod',
      role: roleArn('app'),
    }),
  );

function setUp(deps: Partial<EvaluateDeps> & { readonly store?: Store; readonly read?: Reads } = {}) {
  const store = deps.store ?? createMemoryStore();
  const notices: Notice[] = [];
  const asked: string[] = [];
  const { missing = () => [], answer = async () => ({ outcome: 'denied', reason: 'not allowed' }) } =
    deps.read ?? {};
  const engineOf: EvaluateDeps['engineOf'] = (onJudged) =>
    createEngine({
      store,
      catalogue,
      config: configSchema.parse({}),
      judgedWith: 'test',
      pastLimit: 20,
      backOff: async () => {},
      onJudged,
    });
  const evaluate = createEvaluate({
    engineOf,
    optIn: [],
    onCall: async () => {},
    report: (notice) => notices.push(notice),
    reader: async () => ({
      missingFrom: missing,
      read: async (key) => {
        asked.push(key);
        return answer(key);
      },
    }),
    ...deps,
  });
  return { store, evaluate, notices, asked };
}

interface Reads {
  readonly missing?: LiveReader['missingFrom'];
  readonly answer?: (key: string) => Promise<LiveRead>;
}

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
});

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

  it('for what there is no time the message comes again, and at last is left undecided', async () => {
    const { evaluate, asked } = setUp({ read: { missing } });
    const message = received(newAssociation());
    const inHaste = () => 4_000;
    expect([...(await evaluate([message], inHaste)).keys()]).toEqual([message.id]);
    expect([...(await evaluate([{ ...message, receives: 2 }], inHaste)).keys()]).toEqual([message.id]);
    expect([...(await evaluate([{ ...message, receives: 3 }], inHaste)).keys()]).toEqual([]);
    expect(asked).toEqual([]);
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

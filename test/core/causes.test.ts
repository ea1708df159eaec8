import {
  type Catalogue,
  type Change,
  configSchema,
  createDispatcher,
  createEngine,
  type Item,
  type JudgedItem,
  readEventId,
  type Store,
  type Transition,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { expect, test } from 'vitest';
import {
  ASSOCIATION,
  associate,
  attach,
  createKey,
  createRole,
  disableTags,
  forgetTrust,
  KEY,
  ROLE,
  setKey,
  TRUSTED,
  UNTAGGED,
  UNTRUSTED,
  updateTrust,
} from '../support/changes.ts';

const UNTAGGED_RULE = 'pod-identity-tag-session-missing';

interface Options {
  readonly judgedWith?: string;
  readonly rules?: Catalogue;
  readonly judgeLater?: (keys: readonly string[]) => Promise<void>;
  readonly onJudged?: (judged: JudgedItem) => void;
}

function service(store: Store, { judgedWith = 'c1.s1', rules = catalogue, ...options }: Options = {}) {
  const told: Transition[] = [];
  const backOff = async () => {};
  const base = { store, catalogue: rules, backOff };
  const engine = createEngine({
    ...base,
    config: configSchema.parse({}),
    judgedWith,
    pastLimit: 20,
    ...(options.onJudged === undefined ? {} : { onJudged: options.onJudged }),
  });
  const notify = async (transitions: readonly Transition[]) => {
    told.push(...transitions);
  };
  const { judgeLater } = options;
  const dispatcher = createDispatcher({
    ...base,
    engine,
    notify,
    ...(judgeLater === undefined ? {} : { judgeLater }),
  });
  return { store, engine, dispatcher, told };
}

const without = (...ids: readonly string[]): Catalogue => ({
  ...catalogue,
  rules: catalogue.rules.filter(({ id }) => !ids.includes(id)),
});

/** The same state, as a reader of the account tells it. */
function asRead(change: Change): Change {
  if (change.op !== 'put') throw new TypeError('a read tells the whole');
  const eventId = readEventId('role', `${change.stamp.time}.250Z`, change.key);
  return {
    ...change,
    creates: false,
    stamp: { ...change.stamp, rank: 0, eventId },
    cause: { ...change.cause, eventId },
  };
}

const causes = (told: readonly Transition[]) => [...new Set(told.map(({ cause }) => cause))];

test('what a record opened is due to it, and what a read of the account showed is drift', async () => {
  const recorded = service(createMemoryStore());
  await recorded.engine.apply(createRole(1, UNTAGGED));
  await recorded.dispatcher.sweep();
  expect(causes(recorded.told)).toEqual(['record']);
  expect(recorded.told[0]?.finding.cause).toBe('record');

  const read = service(createMemoryStore());
  await read.engine.apply(asRead(createRole(1, UNTAGGED)));
  await read.dispatcher.sweep();
  expect(causes(read.told)).toEqual(['drift']);
  expect(read.told[0]?.finding.cause).toBe('drift');
});

test('who bound pods to a role that is read minutes later is told of at once, by name', async () => {
  const changes = [associate(5), asRead(createRole(300, UNTRUSTED))];
  for (const some of [changes, changes.toReversed()]) {
    const { engine, dispatcher, told } = service(createMemoryStore());
    for (const change of some) await engine.apply(change);
    await dispatcher.sweep();
    const opened = told.find(({ finding }) => finding.rule === 'pod-identity-role-not-trusting');
    const by = { eventName: 'CreatePodIdentityAssociation' };
    expect(opened).toMatchObject({ type: 'opened', cause: 'record', by });
  }
});

test('who changed what a rule looks at, in the minute that a read of it tells of, made what it shows', async () => {
  const { engine, dispatcher, told } = service(createMemoryStore());
  const lost: Change = {
    ...forgetTrust(50),
    cause: { ...forgetTrust(50).cause, eventName: 'UpdateAssumeRolePolicy' },
  };
  for (const change of [lost, asRead(createRole(3, UNTAGGED)), asRead(createRole(59, UNTAGGED))])
    await engine.apply(change);
  await dispatcher.sweep();
  expect(told.find(({ finding }) => finding.rule === UNTAGGED_RULE)).toMatchObject({
    cause: 'record',
    by: { eventName: 'UpdateAssumeRolePolicy' },
  });
});

test('who bound pods to another role made what a read of the association in that minute shows', async () => {
  const { engine, dispatcher, told } = service(createMemoryStore());
  const bound = {
    ...disableTags(40),
    cause: { ...disableTags(40).cause, eventName: 'UpdatePodIdentityAssociation' },
    fields: { roleArn: { value: ROLE } },
  } as Change;
  for (const change of [bound, asRead(associate(5)), asRead(createRole(4, UNTRUSTED))])
    await engine.apply(change);
  await dispatcher.sweep();
  expect(told.find(({ finding }) => finding.rule === 'pod-identity-role-not-trusting')).toMatchObject({
    cause: 'record',
    by: { eventName: 'UpdatePodIdentityAssociation' },
  });
});

test.for([
  ['the minute', 3],
  ['the day', 59],
] as const)(
  'who did something else to a role in %s of its read is not accused of its trust',
  async ([, seconds]) => {
    const { engine, dispatcher, told } = service(createMemoryStore());
    const attached = attach(50, 'arn:aws:iam::aws:policy/ReadOnlyAccess');
    for (const change of [attached, asRead(createRole(seconds, UNTAGGED))]) await engine.apply(change);
    await dispatcher.sweep();
    expect(told.find(({ finding }) => finding.rule === UNTAGGED_RULE)?.cause).toBe('drift');
  },
);

test('nobody is accused of what a read shows long after', async () => {
  const { engine, dispatcher, told } = service(createMemoryStore());
  for (const change of [updateTrust(1, TRUSTED), asRead(createRole(90, UNTAGGED))])
    await engine.apply(change);
  await dispatcher.sweep();
  expect(told.find(({ finding }) => finding.rule === UNTAGGED_RULE)?.cause).toBe('drift');
});

test('who changed something else is not accused of what a read shows', async () => {
  const { engine, dispatcher, told } = service(createMemoryStore());
  for (const change of [associate(50), asRead(createRole(3, UNTAGGED))]) await engine.apply(change);
  await dispatcher.sweep();
  expect(told.find(({ finding }) => finding.resource.key === ROLE)?.cause).toBe('drift');
});

test('who mended what a read in the same minute still showed is not accused of it', async () => {
  const { store, engine } = service(createMemoryStore());
  for (const change of [asRead(createRole(3, UNTAGGED)), updateTrust(50, TRUSTED)])
    await engine.apply(change);
  const life = (await store.load(ROLE))?.lives.find(({ rule }) => rule === UNTAGGED_RULE);
  expect(life?.opened.cause.eventId).toMatch(/^read:/);
  expect(life?.resolved?.cause.eventName).toBe('UpdateAssumeRolePolicy');
});

test.for([
  ['catalogue', 'c2.s1'],
  ['configuration', 'c1.s2'],
] as const)('what is found because the %s changed says so', async ([cause, judgedWith]) => {
  const store = createMemoryStore();
  const before = service(store, { rules: without('static-key-created') });
  await before.engine.apply(createKey(6));
  await before.dispatcher.sweep();

  const after = service(store, { judgedWith });
  await after.engine.rejudge(KEY);
  await after.dispatcher.sweep();
  expect(after.told.map(({ finding }) => finding.rule)).toContain('static-key-created');
  expect(causes(after.told)).toEqual([cause]);

  await after.engine.apply(setKey(20, 'Inactive'));
  await after.dispatcher.sweep();
  expect(after.told.at(-1)).toMatchObject({ cause: 'record', eventId: 'UpdateAccessKey-20' });
});

test('of an event that comes before all was judged again only what it caused itself is due to it', async () => {
  const store = createMemoryStore();
  const before = service(store, { rules: without('static-key-created', 'static-key-reactivated') });
  for (const change of [createKey(6), setKey(7, 'Inactive')]) await before.engine.apply(change);
  await before.dispatcher.sweep();

  const after = service(store, { judgedWith: 'c2.s1' });
  await after.engine.apply(setKey(20, 'Active'));
  await after.engine.rejudge(KEY);
  await after.dispatcher.sweep();
  const byRule = Object.fromEntries(after.told.map(({ finding, cause }) => [finding.rule, cause]));
  expect(byRule['static-key-reactivated']).toBe('record');
});

test('others are judged later where somebody sees to it, and the item itself at once', async () => {
  const store = createMemoryStore();
  const first = service(store);
  for (const change of [associate(5), createKey(6)]) await first.engine.apply(change);
  await first.dispatcher.sweep();

  const later: string[] = [];
  const judged: string[] = [];
  const { engine, dispatcher, told } = service(store, {
    judgeLater: async (keys) => {
      later.push(...keys);
    },
    onJudged: ({ item }) => judged.push(item.key),
  });
  await engine.apply(createRole(7, UNTAGGED));
  judged.length = 0;
  await dispatcher.dispatch(ROLE);
  expect(later).toContain(ASSOCIATION);
  expect(later).not.toContain(ROLE);
  expect(new Set(judged)).toEqual(new Set([ROLE]));
  expect(told.map(({ finding }) => finding.resource.key)).toContain(ROLE);
  expect(((await store.load(ROLE)) as Item).pending).toBeNull();
});

test('others are asked once, however often others write the item meanwhile', async () => {
  const memory = createMemoryStore();
  await service(memory).engine.apply(associate(5));
  const later: string[] = [];
  let conflicts = 3;
  const store: Store = {
    ...memory,
    async save(item) {
      if (item.key !== ROLE || item.version < 2 || conflicts === 0) return memory.save(item);
      conflicts -= 1;
      return 'conflict';
    },
  };
  const { engine, dispatcher } = service(store, {
    judgeLater: async (keys) => {
      later.push(...keys);
    },
  });
  await engine.apply(createRole(7, UNTAGGED));
  await dispatcher.dispatch(ROLE);
  expect(conflicts).toBe(0);
  expect(later.filter((key) => key === ASSOCIATION)).toHaveLength(1);
});

test('where nobody could be asked to judge others later the mark stays, and what is known is told', async () => {
  const store = createMemoryStore();
  await service(store).engine.apply(associate(5));
  const judgeLater = async () => {
    throw new Error('the queue is away');
  };
  const { engine, dispatcher, told } = service(store, { judgeLater });
  await engine.apply(createRole(7, UNTAGGED));
  await expect(dispatcher.dispatch(ROLE)).rejects.toThrow('the queue is away');
  expect(told.map(({ finding }) => finding.resource.key)).toContain(ROLE);
  expect(((await store.load(ROLE)) as Item).pending).not.toBeNull();
});

test('who asks is told what each judgement read, found or not, when nothing changed too', async () => {
  const store = createMemoryStore();
  const judged: JudgedItem[] = [];
  const { engine } = service(store, { onJudged: (one) => judged.push(one) });
  await engine.apply(associate(5));
  await engine.rejudge(ASSOCIATION);
  expect(judged.map(({ item }) => item.key)).toEqual([ASSOCIATION, ASSOCIATION]);
  for (const { item, histories } of judged) {
    expect(item.undecided).not.toEqual([]);
    expect(histories.get(ROLE)).toBeNull();
  }
});

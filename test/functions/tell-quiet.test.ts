import { Worker } from 'node:worker_threads';
import {
  configSchema,
  createDispatcher,
  createEngine,
  known,
  ServiceError,
  type ServiceState,
  type StateChange,
  type Transition,
} from '@podguard/core';
import { createTellDigest, createTellQuiet, type Queue } from '@podguard/functions';
import type { Digest } from '@podguard/notify';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { aTransition } from '../support/a-transition.ts';
import { channelsOver } from '../support/channels.ts';
import { ACCOUNT, BAD, roleRead } from './drift-account.ts';

const READ_AT = new Date('2026-01-02T10:00:00Z');
const GOOD = BAD.replace('"Allow"', '"Deny"');

/** A service that tells what was kept, and whose process may end before any of what it writes, sends or removes. */
function createWorld() {
  const store = createMemoryStore();
  const memory = createMemoryServiceState(store);
  const digests: { readonly digest: Digest; readonly identity: string | undefined }[] = [];
  const world = { before: (_effect: string): void => {} };
  const state: ServiceState = {
    ...memory,
    async saveMark(name, value) {
      world.before(`mark ${name}`);
      await memory.saveMark(name, value);
    },
    async replaceMark(name, was, value) {
      world.before(`mark ${name}`);
      return memory.replaceMark(name, was, value);
    },
    async removeQuiet(ids) {
      world.before('remove');
      await memory.removeQuiet(ids);
    },
  };
  const sns: Queue = {
    async send(messages) {
      world.before('tell');
      for (const { body, identity } of messages) digests.push({ digest: JSON.parse(body).digest, identity });
      world.before('told');
    },
  };
  const channels = channelsOver({ sns });
  const tellDigest = createTellDigest({ channels, state, now: () => READ_AT });
  const tellQuiet = createTellQuiet({ tellDigest, state, store, account: ACCOUNT });
  const kept = async () => (await Array.fromAsync(memory.listQuiet())).length;
  return Object.assign(world, {
    store,
    state,
    digests,
    kept,
    tell: () => tellQuiet({ title: 'Digest' }),
    tellQuiet,
  });
}

const TWO_HUNDRED_MEGABYTES = `
  (async () => {
    const { createTellQuiet } = await import('@podguard/functions');
    let mark;
    const state = {
      async *listQuiet() {
        for (let at = 0; at < 2_000; at += 1) {
          const resource = { kind: 'iam-role', key: 'role-' + at, account: '', region: '' };
          const evidence = [{ path: 'trust', value: String(at).padEnd(100_000, 'x') }];
          const finding = { rule: 'r', title: 't', severity: 'low', resource, evidence };
          yield JSON.parse(JSON.stringify({ id: String(at), finding }));
        }
      },
      loadMark: async () => mark,
      replaceMark: async (_name, _was, value) => {
        mark = value;
        return true;
      },
      removeQuiet: async () => {},
    };
    const store = { load: async () => undefined };
    const tell = createTellQuiet({ tellDigest: async () => {}, state, store, account: '' });
    require('node:worker_threads').parentPort.postMessage(await tell({ title: 'Digest' }));
  })();
`;

/** Judges with these rules; what is told at once and what is kept both go to `told`. */
function createJudging(store: ReturnType<typeof createMemoryStore>, judgedWith = 'c.d', rules = catalogue) {
  const told: Transition[] = [];
  const parts = { store, catalogue: rules, backOff: async () => {} };
  const config = configSchema.parse({});
  const engine = createEngine({ ...parts, config, judgedWith, pastLimit: 20 });
  const dispatcher = createDispatcher({
    ...parts,
    engine,
    async notify(transitions) {
      told.push(...transitions);
    },
  });
  return { engine, dispatcher, told };
}

/** Somebody changes a role's trust policy. */
function updated(role: string, trust: string): StateChange {
  const { kind, key, account, region, cause } = roleRead(role, trust, READ_AT);
  const [time, eventId] = ['2026-01-02T10:05:00Z', 'event-1'];
  return {
    ...{ kind, key, account, region },
    op: 'patch',
    stamp: { time, rank: 1, eventId },
    cause: { ...cause, eventId, eventName: 'UpdateAssumeRolePolicy', at: time },
    fields: { trust: known(trust) },
    sets: {},
  };
}

describe('a digest of what was kept', () => {
  it('counts as ended what a record ended since, of which people were told at once', async () => {
    const { store, state, digests, tell } = createWorld();
    const { engine, dispatcher, told } = createJudging(store);
    for (const role of ['app', 'shop']) await engine.apply(roleRead(role, BAD, READ_AT));
    await dispatcher.sweep();
    for (const one of told.splice(0)) await state.noteQuiet(one);
    await engine.apply(updated('app', GOOD));
    await dispatcher.sweep();
    expect(told.map(({ type, cause, finding }) => [type, cause, finding.resource.key])).toContainEqual([
      'resolved',
      'record',
      `arn:aws:iam::${ACCOUNT}:role/app`,
    ]);
    await tell();
    const [digest] = digests.map((one) => one.digest);
    expect(digest?.worst.map(({ resource }) => resource)).toEqual(['shop', 'shop']);
    expect(digest).toMatchObject({ transitions: 4, ended: 2 });
  });

  it('tells of an opening and an end of the same time what is so now, in whatever order they are listed', async () => {
    const without = { ...catalogue, rules: catalogue.rules.filter(({ method }) => method !== 'irsa') };
    const read = roleRead('app', BAD, READ_AT);
    const digestsOf = async (order: (all: readonly Transition[]) => readonly Transition[], ends: boolean) => {
      const { store, state, digests, tell } = createWorld();
      const all: Transition[] = [];
      const versions = [without, catalogue, ...(ends ? [without] : [without, catalogue])];
      for (const [at, rules] of versions.entries()) {
        const { engine, dispatcher, told } = createJudging(store, `c${at}.d`, rules);
        await (at === 0 ? engine.apply(read) : engine.rejudge(read.key));
        await dispatcher.sweep();
        all.push(...told);
      }
      expect(new Set(all.filter(({ finding }) => finding.method === 'irsa').map(({ at }) => at)).size).toBe(
        1,
      );
      for (const one of order(all)) await state.noteQuiet(one);
      await tell();
      return digests.map(({ digest: { open, ended, worst } }) => ({ open, ended, worst }));
    };
    const same = (all: readonly Transition[]) => all;
    const ended = await digestsOf(same, true);
    expect(ended).toMatchObject([{ open: { critical: 0 }, worst: [] }]);
    expect(await digestsOf((all) => all.toReversed(), true)).toEqual(ended);
    const open = await digestsOf(same, false);
    expect(open).toMatchObject([{ open: { critical: 1 } }]);
    expect(await digestsOf((all) => all.toReversed(), false)).toEqual(open);
  });

  it('keeps as open, and as grave, what cannot be read now', async () => {
    const { store, state, tell, digests } = createWorld();
    const read = roleRead('app', BAD, READ_AT);
    await state.noteQuiet(aTransition({ cause: 'drift', finding: { resource: { ...read } as never } }));
    store.load = async () => {
      throw new ServiceError('item-malformed', 'it cannot be parsed');
    };
    await tell();
    expect(digests[0]?.digest).toMatchObject({ open: { high: 1 }, ended: 0 });
    expect(digests[0]?.digest.worst[0]?.summary).toContain('cannot be read');
  });

  it('waits for the next time where the store does not answer', async () => {
    const { store, state, tell, digests, kept } = createWorld();
    await state.noteQuiet(aTransition({ cause: 'drift' }));
    const { load } = store;
    store.load = async () => {
      throw new ServiceError('store-unreachable', 'throttled', { retryable: true });
    };
    await expect(tell()).rejects.toThrow('throttled');
    expect([digests.length, await kept()]).toEqual([0, 1]);
    store.load = load;
    expect(await tell()).toBe(1);
  });

  it('holds of each transition what it counts, not its evidence', { timeout: 60_000 }, async () => {
    const told = new Promise((resolve, reject) => {
      const resourceLimits = { maxOldGenerationSizeMb: 64 };
      new Worker(TWO_HUNDRED_MEGABYTES, { eval: true, resourceLimits })
        .on('message', resolve)
        .on('error', reject);
    });
    expect(await told).toBe(2_000);
  });
});

describe('a process that ends', () => {
  it('before any of what it does: all is told, the same only under the same id', async () => {
    const effects: string[] = [];
    const whole = createWorld();
    await whole.state.noteQuiet(aTransition({ cause: 'drift', role: 'a' }));
    whole.before = (effect) => {
      effects.push(effect);
    };
    await whole.tell();
    expect(effects).toEqual(['mark digest', 'tell', 'told', 'mark digest', 'remove', 'mark digest']);
    for (const at of effects.keys()) {
      const world = createWorld();
      await world.state.noteQuiet(aTransition({ cause: 'drift', role: 'a' }));
      let count = 0;
      world.before = (effect) => {
        count += 1;
        if (count > at) throw new Error(`ended before ${effect}`);
      };
      await expect(world.tell()).rejects.toThrow('ended before');
      world.before = () => {};
      await world.state.noteQuiet(aTransition({ cause: 'drift', role: 'b' }));
      await world.tell();
      const where = `${at}: ${effects[at]}`;
      const byId = new Map(world.digests.map(({ digest }) => [digest.id, digest]));
      const told = [...byId.values()].reduce((sum, { transitions }) => sum + transitions, 0);
      expect(told, where).toBe(2);
      expect(new Set(world.digests.map(({ identity }) => identity)).size, where).toBe(byId.size);
      expect(await world.kept(), where).toBe(0);
      expect(await world.tell(), where).toBe(0);
    }
  });
});

it('a digest that can be neither sent nor kept is told the next time, and once', async () => {
  const world = createWorld();
  await world.state.noteQuiet(aTransition({ cause: 'drift' }));
  world.before = (effect) => {
    if (effect === 'tell' || effect.startsWith('mark digests/')) throw new Error('503');
  };
  await expect(world.tell()).rejects.toThrow('503');
  world.before = () => {};
  expect(await world.tell()).toBe(1);
  expect(await world.tell()).toBe(0);
  expect(world.digests).toHaveLength(1);
});

it('a run is told of once, and where nothing was kept, too', async () => {
  const { tellQuiet, digests } = createWorld();
  await tellQuiet({ title: 'Baseline', run: 'one@now', report: 's3://r/one.md', notes: ['a note'] });
  await tellQuiet({ title: 'Baseline', run: 'one@now', report: 's3://r/one.md', notes: ['a note'] });
  expect(digests.map(({ digest }) => digest)).toMatchObject([
    { id: 'one@now', transitions: 0, report: 's3://r/one.md', notes: ['a note'] },
  ]);
});

it('two that tell at once tell all, and what both told has one id', async () => {
  const { state, store, digests, kept, tell } = createWorld();
  await state.noteQuiet(aTransition({ cause: 'drift', role: 'a' }));
  const { load } = store;
  let other: Promise<number> | undefined;
  store.load = async (key) => {
    if (other === undefined) {
      other = Promise.resolve(0);
      await state.noteQuiet(aTransition({ cause: 'drift', role: 'b' }));
      other = tell();
      await other;
    }
    return load(key);
  };
  await tell();
  const byId = new Map(digests.map(({ digest }) => [digest.id, digest.transitions]));
  expect([...byId.values()]).toEqual([2]);
  expect(await kept()).toBe(0);
});

it('more ids than one mark holds are removed, too', async () => {
  const { state, tell, digests, kept } = createWorld();
  for (let at = 0; at < 5_001; at += 1)
    await state.noteQuiet(aTransition({ cause: 'drift', role: `r${at}` }));
  expect(await tell()).toBe(5_001);
  expect([digests.length, await kept()]).toEqual([1, 0]);
});

import { configSchema, createDispatcher, createEngine, type Transition } from '@podguard/core';
import { createEvaluate, type Notice, type QueueMessage } from '@podguard/functions';
import { missingFrom } from '@podguard/inventory';
import { catalogue } from '@podguard/rules';
import type { TestAccount } from '../inventory/account.ts';
import { envelope } from '../support/queue-world/envelopes.ts';
import { received } from './evaluate-world.ts';

/** Evaluate and the dispatcher over an account that is read. */
export function serviceOver(account: TestAccount, rules: Readonly<Record<string, 'off'>> = {}) {
  const { reads, harness, fake, deps } = account;
  const { store } = harness;
  const asked: string[] = [];
  const told: Transition[] = [];
  const notices: Notice[] = [];
  const queued: QueueMessage[] = [];
  const again: string[] = [];
  let delivered = 0;
  const backOff = async () => {};
  const engineOf = (onJudged?: Parameters<Parameters<typeof createEvaluate>[0]['engineOf']>[0]) =>
    createEngine({
      store,
      catalogue,
      config: configSchema.parse({ rules }),
      judgedWith: 'test',
      pastLimit: 20,
      backOff,
      ...(onJudged === undefined ? {} : { onJudged }),
    });
  const evaluate = createEvaluate({
    engineOf,
    optIn: [],
    onCall: async () => {},
    onReplay: async () => {},
    report: (notice) => notices.push(notice),
    now: deps.now,
    queue: async () => ({
      send: async (messages) => {
        queued.push(...messages);
      },
    }),
    reader: async () => ({
      missingFrom: (judged, already) => missingFrom(judged, (key) => !already.has(key) && reads.canRead(key)),
      async read(key) {
        asked.push(key);
        return reads.read(key);
      },
    }),
  });
  const dispatcher = createDispatcher({
    store,
    engine: engineOf(),
    catalogue,
    backOff,
    notify: async (transitions) => {
      told.push(...transitions);
    },
    judgeLater: async (keys) => {
      again.push(...keys);
    },
  });
  const take = async (bodies: readonly unknown[]): Promise<void> => {
    await evaluate(
      bodies.map((body) => received(body)),
      () => 60_000,
    );
    for (let keys: readonly string[] = ['']; keys.length > 0; keys = again.splice(0)) {
      await evaluate(
        keys.filter((key) => key !== '').map((key) => received({ podguard: 'rejudge', key })),
        () => 60_000,
      );
      await dispatcher.sweep();
    }
  };
  return {
    ...{ asked, told, notices, queued },
    /** Delivers the records of what was done since. */
    async deliver(): Promise<void> {
      const records = fake.records.slice(delivered);
      delivered = fake.records.length;
      await take(records.map((record) => envelope(record as Parameters<typeof envelope>[0])));
    },
    /** Leaves out the records of what was done since. */
    forget(): void {
      delivered = fake.records.length;
    },
    /** Waits until what is queued has come. */
    async deliverQueued(): Promise<void> {
      for (const { body, delaySeconds = 0 } of queued.splice(0)) {
        account.wait(delaySeconds);
        await take([body]);
      }
    },
    async openRules(key: string): Promise<readonly string[]> {
      const lives = (await store.load(key))?.lives ?? [];
      return lives.filter(({ resolved }) => resolved === null).map(({ rule }) => rule);
    },
  };
}

import { ServiceError, type Transition } from '@podguard/core';
import { createNotify } from '@podguard/functions';
import { type Channel, createSnsChannel } from '@podguard/notify';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mood, openSnsStub, type SnsStub } from '../notify/sns-stub.ts';
import { transitionOf, wording } from '../notify/transitions.ts';
import { createNotifyQueue } from './notify-queue.ts';

interface Sent {
  readonly group: number;
  /** Each a record that caused something. */
  readonly events: readonly number[];
}

const sent: fc.Arbitrary<Sent> = fc.record({
  group: fc.nat({ max: 3 }),
  events: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 }),
});

/** In each group a transition of its own for every part, so that each can be told apart. */
function transitionsOf(messages: readonly Sent[]): readonly (readonly Transition[])[] {
  return messages.map(({ group, events }, at) =>
    events.map((event, part) =>
      transitionOf({ role: `g${group}`, rule: `m${at}p${part}`, eventId: `event-${event}` }),
    ),
  );
}

const depsOf = (channel: Channel) => ({
  channel,
  report: () => {},
  sendMs: 1,
  now: () => 0,
  random: () => 0,
});

/** The ids of a group in the order in which each was told first. */
function firstTold(told: readonly Transition[], group: number): readonly string[] {
  const ids = told.filter(({ finding }) => finding.resource.key.endsWith(`/g${group}`)).map(({ id }) => id);
  return [...new Set(ids)];
}

function idsOf(
  messages: readonly Sent[],
  all: readonly (readonly Transition[])[],
  group: number,
): readonly string[] {
  return all.flatMap((some, at) => (messages[at]?.group === group ? some.map(({ id }) => id) : []));
}

describe('whatever fails and however messages are handed out', () => {
  const turn = fc.record({
    most: fc.integer({ min: 1, max: 10 }),
    dies: fc.boolean(),
    restarts: fc.boolean(),
  });
  const fault = fc.constantFrom('none', 'none', 'before', 'after');

  it('everything is told, in the order of each group, and again only after a lost answer or a restart', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sent, { minLength: 1, maxLength: 12 }),
        fc.array(turn, { maxLength: 8 }),
        fc.array(fault, { maxLength: 12 }),
        async (messages, turns, faults) => {
          const told: Transition[] = [];
          let lost = 0;
          const pending = [...faults];
          const channel: Channel = {
            name: 'test',
            async send(alert) {
              const next = pending.shift() ?? 'none';
              if (alert.kind !== 'transitions') throw new Error('there is none');
              if (next !== 'before') told.push(...alert.transitions);
              if (next === 'none') return;
              if (next === 'after') lost += alert.transitions.length;
              throw new ServiceError('channel-unreachable', 'it failed', { retryable: true });
            },
          };
          // So many tries that none is put aside: that is another test's.
          const queue = createNotifyQueue(1_000);
          const all = transitionsOf(messages);
          for (const [at, some] of all.entries()) queue.send(`g${messages[at]?.group}`, ...some);
          let notify = createNotify(depsOf(channel));
          let crashes = 0;
          for (const { most, dies, restarts } of turns) {
            await queue.turn(notify, { most, dies });
            if (restarts) {
              notify = createNotify(depsOf(channel));
              crashes += 1;
            }
          }
          for (let rest = 0; rest < 60 && queue.waiting.length > 0; rest += 1) await queue.turn(notify);

          expect(queue.waiting).toEqual([]);
          expect(queue.dead).toEqual([]);
          for (let group = 0; group < 4; group += 1)
            expect(firstTold(told, group)).toEqual(idsOf(messages, all, group));
          const again = told.length - new Set(told.map(({ id }) => id)).size;
          if (crashes === 0) expect(again).toBeLessThanOrEqual(lost);
          if (crashes === 0 && lost === 0) expect(again).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('only what is refused is put aside, and everything else is told in the order of its group', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sent, { minLength: 1, maxLength: 10 }),
        fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 3 }),
        async (messages, poisoned) => {
          const told: Transition[] = [];
          const all = transitionsOf(messages);
          const poison = new Set(poisoned.flatMap((at) => all[at]?.map(({ id }) => id) ?? []));
          const channel: Channel = {
            name: 'test',
            async send(alert) {
              if (alert.kind !== 'transitions') throw new Error('there is none');
              if (alert.transitions.some(({ id }) => poison.has(id)))
                throw new ServiceError('alert-refused', 'it is refused');
              told.push(...alert.transitions);
            },
          };
          const queue = createNotifyQueue();
          const ids = all.map((some, at) => queue.send(`g${messages[at]?.group}`, ...some));
          const notify = createNotify(depsOf(channel));
          for (let turns = 0; turns < 60; turns += 1) await queue.turn(notify);

          expect(queue.waiting).toEqual([]);
          expect([...queue.dead].sort()).toEqual(ids.filter((_, at) => poisoned.includes(at)).sort());
          for (let group = 0; group < 4; group += 1)
            expect(firstTold(told, group)).toEqual(
              idsOf(messages, all, group).filter((id) => !poison.has(id)),
            );
          expect(told.length).toBe(new Set(told.map(({ id }) => id)).size);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a topic that fails', () => {
  let sns: SnsStub;
  beforeAll(async () => {
    sns = await openSnsStub(100);
  });
  afterAll(() => sns.close());

  it('gets everything, in order, and each at most once more for every answer that was lost', async () => {
    const mood = fc.constantFrom<Mood>('ok', 'ok', 'error', 'reset', 'lost', 'silent', 'denied');
    const topicArn = 'arn:aws:sns:eu-central-1:111122223333:alerts';
    await fc.assert(
      fc.asyncProperty(
        fc.array(sent, { minLength: 1, maxLength: 6 }),
        fc.array(mood, { maxLength: 10 }),
        async (messages, moods) => {
          sns.published.length = 0;
          sns.moods.splice(0, sns.moods.length, ...moods);
          const queue = createNotifyQueue(1_000);
          const all = transitionsOf(messages);
          for (const [at, some] of all.entries()) queue.send(`g${messages[at]?.group}`, ...some);
          const notify = createNotify(depsOf(createSnsChannel({ client: sns.client, topicArn, wording })));
          for (let turns = 0; turns < 40 && queue.waiting.length > 0; turns += 1) await queue.turn(notify);

          expect(queue.waiting).toEqual([]);
          const told = sns.published.flatMap(
            ({ message }) => (JSON.parse(message.default ?? '') as { transitions: Transition[] }).transitions,
          );
          for (let group = 0; group < 4; group += 1)
            expect(firstTold(told, group)).toEqual(idsOf(messages, all, group));
          const alerts = Map.groupBy(sns.published, ({ message }) => message.default);
          const again = sns.published.length - alerts.size;
          expect(again).toBeLessThanOrEqual(moods.filter((one) => one === 'lost').length);
        },
      ),
      { numRuns: 12 },
    );
  });
});

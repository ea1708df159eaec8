import type { Transition } from '@podguard/core';
import { createNotify } from '@podguard/functions';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buttonsOf, headOf, openSlackStage, type SlackStage } from '../notify/slack-stage.ts';
import { aTransition } from '../support/a-transition.ts';
import { createNotifyQueue } from './notify-queue.ts';
import { createTellWorld } from './tell-world.ts';

const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' } as const;
const slack = { type: 'slack', channel: 'C0123456789', tokenParameter: '/podguard/token' } as const;
const exemption = { id: 'ex-1', reason: 'r', author: 'a', until: '2026-05-01T00:00:00.000Z' };
const exempted = (role: string) =>
  aTransition({
    ...{ role, type: 'exempted', cause: 'exemption', eventId: 'ex-1' },
    finding: { status: 'exempt', exemption },
  });
const ended = (role: string, more: Partial<Transition> = {}) => {
  const { by } = aTransition();
  return aTransition({
    ...{ role, type: 'resolved', eventId: 'e-2', ...more },
    finding: { status: 'resolved', resolved: { ...by, eventId: 'e-2', reason: 'fixed' } },
  });
};

let stage: SlackStage;
beforeEach(async () => {
  stage = await openSlackStage();
});
afterEach(() => stage.close());

/** What is told by the service of that configuration, posted to Slack by what reads the channel's queue. */
function createWorld(config: Parameters<typeof createTellWorld>[0]) {
  const world = createTellWorld(config, ['sns', 'slack']);
  const queue = createNotifyQueue();
  const notify = createNotify({
    channel: stage.create(),
    report: () => {},
    sendMs: 1,
    now: () => 0,
    random: () => 0,
  });
  let taken = 0;
  return Object.assign(world, {
    async post(...transitions: readonly Transition[]) {
      await world.tell(transitions);
      const queued = world.queued('slack');
      for (const { group, body } of queued.slice(taken)) queue.sendBody(group ?? '', body);
      taken = queued.length;
      while (queue.hasWork()) await queue.turn(notify);
    },
  });
}

const shown = () => stage.slack.roots().map((root) => [headOf(root).split(':')[0], buttonsOf(root).length]);

it('a finding that is exempted or ends at night loses its buttons at once, and nobody is disturbed', async () => {
  const world = createWorld({ channels: { slack: { ...slack, quietHours } } });
  await world.post(aTransition({ role: 'a' }), aTransition({ role: 'b' }));
  world.set('2026-03-12T23:00:00Z');
  await world.post(exempted('a'), ended('b'));
  expect(shown()).toEqual([['⚪ Exempt, is high', 0]]);
  expect(stage.slack.workspace.messages).toHaveLength(1);
});

it('an exemption over thirty findings is shown in all of their messages', async () => {
  const world = createWorld({ channels: { slack } });
  const roles = Array.from({ length: 30 }, (_, at) => `r${at}`);
  for (const role of roles) {
    await world.post(aTransition({ role, eventId: `e-${role}` }));
    world.pass(60);
  }
  await world.post(...roles.map(exempted));
  expect(new Set(shown().map(String))).toEqual(new Set(['⚪ Exempt, is high,0']));
  expect(shown()).toHaveLength(30);
});

it('an end that a read of the account shows, and one that the routes send elsewhere, are shown, too', async () => {
  const routes = [
    { owner: 'payments', to: ['slack'] },
    { owner: 'mallory', to: ['sns'] },
  ];
  const owner = (name: string) => ({ owner: { name, from: 'tag' } }) as const;
  const world = createWorld({ channels: { slack }, routes });
  await world.post(aTransition({ role: 'a', eventId: 'e-a' }));
  await world.post(aTransition({ role: 'b', eventId: 'e-b', finding: owner('payments') }));
  const elsewhere = ended('b');
  await world.post(ended('a', { cause: 'drift' }), {
    ...elsewhere,
    finding: { ...elsewhere.finding, ...owner('mallory') },
  });
  expect(shown()).toEqual([
    ['✅ Resolved, was high', 0],
    ['✅ Resolved, was high', 0],
  ]);
  expect(stage.slack.workspace.messages).toHaveLength(2);
});

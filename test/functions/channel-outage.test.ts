import { ServiceError, type Transition } from '@podguard/core';
import { CHANNEL_RECEIVES, createNotify } from '@podguard/functions';
import { RetryLater } from '@podguard/notify';
import { createSlackChannel, createSlackClient } from '@podguard/notify/slack';
import { createWebhookChannel } from '@podguard/notify/webhook';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { afterEach, describe, expect, it } from 'vitest';
import { wording } from '../notify/transitions.ts';
import { type FaultServer, openFaultServer } from '../support/fault-server.ts';
import { openSlackServer, type SlackServer } from '../support/slack-server/slack-server.ts';
import { createWorld, depsOf, MINUTE_MS, of } from './channel-world.ts';
import { createNotifyQueue } from './notify-queue.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('Slack down for an hour', () => {
  const down = async (minutes: number) => {
    const slack: SlackServer = await openSlackServer();
    closing.push(() => slack.close());
    const told: Record<string, Transition[]> = { slack: [], sns: [] };
    const toldAt = new Map<string, number>();
    const real = createSlackChannel({
      client: createSlackClient(slack.workspace.token, { slackApiUrl: slack.apiUrl }),
      channel: slack.channel,
      name: 'slack',
      state: createMemoryServiceState(createMemoryStore()),
      wording,
      actions: false,
    });
    const isDown = () => world.clock() > 10 * MINUTE_MS && world.clock() <= (10 + minutes) * MINUTE_MS;
    const world = createWorld({
      slack: {
        name: 'slack',
        async send(alert) {
          if (isDown()) slack.moods.push('error');
          await real.send(alert);
          if (alert.kind === 'transitions') told.slack?.push(...alert.transitions);
        },
      },
      sns: {
        name: 'sns',
        async send(alert) {
          if (alert.kind !== 'transitions') return;
          told.sns?.push(...alert.transitions);
          for (const { id } of alert.transitions) toldAt.set(id, world.clock());
        },
      },
    });
    const sent: { readonly transition: Transition; readonly at: number }[] = [];
    for (let minute = 0; minute < 10 + minutes + 40; minute += 1) {
      if (minute % 3 === 0 && minute < 10 + minutes) {
        const transition = of(minute % 4, Math.floor(minute / 12));
        sent.push({ transition, at: world.clock() + MINUTE_MS });
        world.tell(`g${minute % 4}`, transition);
      }
      await world.minute();
    }
    return { slack, told, toldAt, sent, world };
  };
  const orderOf = (told: readonly Transition[], finding: number) =>
    told.filter(({ finding: { resource } }) => resource.key.endsWith(`/g${finding}`)).map(({ id }) => id);

  it('loses nothing, keeps the order of each finding, and others are told in time', async () => {
    const { slack, told, toldAt, sent, world } = await down(60);
    expect(sent.length).toBeGreaterThan(20);
    for (const [name, some] of Object.entries(told)) {
      for (let finding = 0; finding < 4; finding += 1)
        expect(orderOf(some, finding), `${name} ${finding}`).toEqual(
          orderOf(
            sent.map(({ transition }) => transition),
            finding,
          ),
        );
      expect(world.queueOf(name).dead, name).toEqual([]);
      expect(world.queueOf(name).waiting, name).toEqual([]);
    }
    for (const { transition, at } of sent) expect(toldAt.get(transition.id)).toBe(at);
    // Not every minute of the hour, for every finding: it is asked less and less often.
    const refused = slack.calls.filter(({ mood }) => mood === 'error').length;
    expect(refused).toBeGreaterThan(4);
    expect(refused).toBeLessThan(60);
  });

  it('and even for two and a half, puts nothing aside', async () => {
    const { world } = await down(150);
    expect(world.queueOf('slack').dead).toEqual([]);
  });
});

it('a channel that hangs for an hour, while hundreds wait, has none of them put aside untried', async () => {
  const told: string[] = [];
  let left = 60_000;
  let time = 0;
  const queue = createNotifyQueue(CHANNEL_RECEIVES, () => time);
  const notify = createNotify({
    ...depsOf(
      {
        name: 'slack',
        async send(alert) {
          left -= 4_000;
          if (time < 60 * MINUTE_MS)
            throw new ServiceError('channel-unreachable', 'timed out', { retryable: true });
          if (alert.kind === 'transitions') told.push(...alert.transitions.map(({ id }) => id));
        },
      },
      () => time,
    ),
    sendMs: 44_000,
  });
  for (let finding = 0; finding < 300; finding += 1) queue.send(`g${finding}`, of(finding, 0));
  while (time < 120 * MINUTE_MS) {
    left = 60_000;
    if (queue.hasWork()) await queue.turn(notify, { remainingMs: () => left });
    time += Math.max(1_000, 60_000 - left);
  }
  expect([queue.dead, queue.waiting]).toEqual([[], []]);
  expect(new Set(told).size).toBe(300);
});

describe('a channel that asks to be left alone', () => {
  it('is, by all that waits, for as long as it says; then everything is told in order', async () => {
    let limited = 2;
    const server: FaultServer = await openFaultServer(() => {
      if (limited === 0) return { status: 200 };
      limited -= 1;
      return { status: 429, headers: { 'retry-after': '90' } };
    });
    closing.push(() => server.close());
    const channel = createWebhookChannel({
      name: 'tickets',
      url: server.url,
      secret: async () => 'a long random text',
      allowHttp: true,
    });
    const world = createWorld({ tickets: channel });
    for (let finding = 0; finding < 5; finding += 1) world.tell(`g${finding}`, of(finding, 0));
    world.tell('g0', of(0, 1));
    await world.minute();
    expect(server.requests).toHaveLength(1);
    await world.minute();
    expect(server.requests, 'not before the time').toHaveLength(1);
    for (let minutes = 0; minutes < 6; minutes += 1) await world.minute();
    expect(server.requests).toHaveLength(2 + 6);
    const events = server.requests
      .slice(2)
      .map(({ body }) => JSON.parse(body).transitions[0].eventId as string);
    expect(events.indexOf('e-0-0')).toBeLessThan(events.indexOf('e-0-1'));
    expect(world.queueOf('tickets').waiting).toEqual([]);
  });
});

it('a channel that asks for an hour is asked once in it, whatever comes and waits, and nothing is put aside', async () => {
  let isLimited = true;
  const told = new Set<string>();
  let calls = 0;
  const world = createWorld({
    slack: {
      name: 'slack',
      async send(alert) {
        calls += 1;
        if (isLimited) throw new RetryLater('too much', 3_600);
        if (alert.kind === 'transitions') for (const { id } of alert.transitions) told.add(id);
      },
    },
  });
  for (let finding = 0; finding < 200; finding += 1) world.tell(`g${finding}`, of(finding, 0));
  for (let minute = 0; minute < 59; minute += 1) {
    world.tell(`g${200 + minute}`, of(200 + minute, 0));
    await world.minute();
  }
  expect(calls).toBe(1);
  isLimited = false;
  for (let minute = 0; minute < 40; minute += 1) await world.minute();
  expect(told.size).toBe(259);
  expect([world.queueOf('slack').waiting, world.queueOf('slack').dead]).toEqual([[], []]);
});

it('Slack that limits posts is left alone as long as it says, and everything is posted once', async () => {
  const slack = await openSlackServer();
  closing.push(() => slack.close());
  slack.moods.push({ limited: 90 }, { limited: null });
  const world = createWorld({
    slack: createSlackChannel({
      client: createSlackClient(slack.workspace.token, { slackApiUrl: slack.apiUrl }),
      channel: slack.channel,
      name: 'slack',
      state: createMemoryServiceState(createMemoryStore()),
      wording,
      actions: false,
    }),
  });
  for (let finding = 0; finding < 4; finding += 1) world.tell(`g${finding}`, of(finding, 0));
  await world.minute();
  expect(slack.calls).toHaveLength(1);
  await world.minute();
  expect(slack.calls, 'not before the time').toHaveLength(1);
  for (let minutes = 0; minutes < 6; minutes += 1) await world.minute();
  expect(slack.roots()).toHaveLength(4);
  expect([world.queueOf('slack').waiting, world.queueOf('slack').dead]).toEqual([[], []]);
});

import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { ServiceError, type Transition } from '@podguard/core';
import { CHANNEL_RECEIVES, createNotify } from '@podguard/functions';
import { type Channel, RetryLater } from '@podguard/notify';
import { createSecurityHubChannel } from '@podguard/notify/security-hub';
import { createSlackChannel, createSlackClient } from '@podguard/notify/slack';
import { createWebhookChannel } from '@podguard/notify/webhook';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { afterEach, describe, expect, it } from 'vitest';
import { transitionOf, wording } from '../notify/transitions.ts';
import { type FaultServer, openFaultServer } from '../support/fault-server.ts';
import { openSlackServer, type SlackServer } from '../support/slack-server/slack-server.ts';
import { createNotifyQueue } from './notify-queue.ts';

const MINUTE_MS = 60_000;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const depsOf = (channel: Channel, now: () => number) => ({
  channel,
  report: () => {},
  sendMs: 1,
  now,
  random: () => 0.5,
});

/** Channels with their queues, each read every minute until it has nothing to do, by a clock of their own. */
function createWorld(channels: Readonly<Record<string, Channel>>) {
  let time = 0;
  const clock = () => time;
  const all = Object.entries(channels).map(([name, channel]) => ({
    name,
    queue: createNotifyQueue(CHANNEL_RECEIVES, clock),
    notify: createNotify(depsOf(channel, clock)),
  }));
  const queueOf = (name: string) => {
    const found = all.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no channel ${name}`);
    return found.queue;
  };
  return {
    clock,
    queueOf,
    tell(group: string, transition: Transition) {
      for (const { queue } of all) queue.send(group, transition);
    },
    async minute() {
      time += MINUTE_MS;
      for (const { queue, notify } of all) while (queue.hasWork()) await queue.turn(notify);
    },
  };
}

const TYPES = ['opened', 'worsened', 'resolved'] as const;
const of = (finding: number, step: number) =>
  transitionOf({ role: `g${finding}`, type: TYPES[step % 3] ?? 'opened', eventId: `e-${finding}-${step}` });

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

it('what is behind a message that is refused keeps its tries: an outage of two hours then puts aside only the former', async () => {
  let isDown = true;
  const told: string[] = [];
  const world = createWorld({
    slack: {
      name: 'slack',
      async send(alert) {
        const [first] = alert.kind === 'transitions' ? alert.transitions : [];
        if (first?.eventId === 'e-0-0') throw new ServiceError('alert-refused', 'no');
        if (isDown) throw new ServiceError('channel-unreachable', 'down', { retryable: true });
        told.push(first?.eventId ?? '');
      },
    },
  });
  world.tell('g0', of(0, 0));
  world.tell('g0', of(0, 1));
  for (let minute = 0; minute < 120; minute += 1) await world.minute();
  isDown = false;
  for (let minute = 0; minute < 40; minute += 1) await world.minute();
  expect(told).toEqual(['e-0-1']);
  expect(world.queueOf('slack').dead).toEqual(['message-1']);
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

it('what Security Hub takes in part is sent again until all of it is there', async () => {
  const imports: string[][] = [];
  const server = await openFaultServer(({ body }) => {
    const ids = (JSON.parse(body).Findings as readonly { readonly Id: string }[]).map(({ Id }) => Id);
    imports.push(ids);
    const [first] = ids;
    const refused =
      imports.length <= 4 ? [{ Id: first, ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }] : [];
    const answer = {
      FailedCount: refused.length,
      SuccessCount: ids.length - refused.length,
      FailedFindings: refused,
    };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
  });
  closing.push(() => server.close());
  const channel = createSecurityHubChannel({
    client: new SecurityHubClient({
      region: 'eu-central-1',
      endpoint: server.url,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
    account: '111122223333',
    region: 'eu-central-1',
    partition: 'aws',
    state: createMemoryServiceState(createMemoryStore()),
    ruleOf: () => undefined,
  });
  const world = createWorld({ hub: channel });
  const together = ['g0', 'g1'].map((role) => transitionOf({ role, eventId: 'e-1' }));
  for (const [at, transition] of together.entries()) world.tell(`g${at}`, transition);
  for (let minutes = 0; minutes < 4; minutes += 1) await world.minute();
  expect(new Set(imports.flat()).size).toBe(2);
  expect(imports.length).toBeGreaterThan(4);
  expect([world.queueOf('hub').waiting, world.queueOf('hub').dead]).toEqual([[], []]);
});

it('a refused alert is put aside within minutes, and what is behind it told', async () => {
  const told: string[] = [];
  const world = createWorld({
    sns: {
      name: 'sns',
      async send(alert) {
        if (alert.kind !== 'transitions') return;
        if (alert.transitions[0].eventId === 'e-0-0') throw new ServiceError('alert-refused', 'no');
        told.push(...alert.transitions.map(({ eventId }) => eventId));
      },
    },
  });
  world.tell('g0', of(0, 0));
  world.tell('g0', of(0, 1));
  for (let minutes = 0; minutes < CHANNEL_RECEIVES + 2; minutes += 1) await world.minute();
  expect(told).toEqual(['e-0-1']);
  expect(world.queueOf('sns').dead).toHaveLength(1);
});

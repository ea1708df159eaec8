import { findingId } from '@podguard/core';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { KEY, openSlackWorld, RULE, type SlackWorld } from './slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await openSlackWorld();
});
afterEach(() => world.close());

const ACKNOWLEDGE = 'podguard.acknowledge';
const EXEMPT = 'podguard.exempt';
const FINDING = findingId(RULE, KEY);
const SECONDS = () => Math.floor(world.clock.now / 1000);
const press = async (action = ACKNOWLEDGE, sending = {}) =>
  world.slack.press({ url: world.url, message: await world.post(), action }, sending);

describe('a press of Acknowledge', () => {
  it('is answered at once and becomes a message with who pressed what, where and when', async () => {
    expect(await press()).toEqual({ status: 200, text: '' });
    const [root] = world.slack.roots();
    expect(world.wishes()).toEqual([
      {
        podguard: 'action',
        id: expect.stringMatching(/^[0-9a-z]{26}$/),
        at: new Date(world.clock.now).toISOString(),
        user: { id: 'U01234567', name: 'noor' },
        about: { finding: FINDING, key: KEY, rule: RULE },
        place: { channel: world.slack.channel, thread: root?.ts },
        wish: { kind: 'acknowledge' },
      },
    ]);
    expect(world.refusals).toEqual([]);
  });

  it('of a body that is not encoded is the same', async () => {
    const plain = await openSlackWorld({ isEncoded: false });
    const message = await plain.post();
    expect(await plain.slack.press({ url: plain.url, message, action: ACKNOWLEDGE })).toMatchObject({
      status: 200,
    });
    expect(plain.wishes()).toHaveLength(1);
    await plain.close();
  });

  it('twice is two messages, and each has an id of its own', async () => {
    const message = await world.post();
    const presses = [0, 1].map(() => world.slack.press({ url: world.url, message, action: ACKNOWLEDGE }));
    expect((await Promise.all(presses)).map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(world.wishes().map(({ id }) => id)).size).toBe(2);
  });

  it('by somebody with a hostile name of any length is taken with the id that Slack gave', async () => {
    const name = `${'<!channel> '.repeat(40)}\u202e\ud800`;
    const by = { id: 'U0HOSTILE1', name };
    await world.slack.press({ url: world.url, message: await world.post(), action: ACKNOWLEDGE, by });
    const [wish] = world.wishes();
    expect(wish?.user.id).toBe('U0HOSTILE1');
    expect(wish?.user.name.length).toBeLessThanOrEqual(80);
    expect(wish?.user.name.isWellFormed()).toBe(true);
  });

  it('that the queue does not take is shown as failed, and can be pressed again', async () => {
    world.broken.add('queue');
    expect((await press()).status).toBe(503);
    expect(world.failures).toHaveLength(1);
    world.broken.clear();
    expect((await press()).status).toBe(200);
    expect(world.sent).toHaveLength(1);
  });

  it('does nothing while nobody can say whether it came before', async () => {
    world.broken.add('state');
    expect((await press()).status).toBe(503);
    expect(world.sent).toEqual([]);
  });
});

describe('a press of Exempt', () => {
  const submit = async (values: Record<string, Record<string, string | null>>, sending = {}) => {
    await press(EXEMPT);
    const view = world.slack.workspace.views.at(-1)!.id;
    return world.slack.submit({ url: world.url, view, values }, sending);
  };
  const given = (reason: string | null, days: string | null = '7') => ({
    reason: { reason },
    days: { days },
  });

  it('opens a dialog that Slack takes, of seven days where nothing else is chosen, and does nothing yet', async () => {
    expect(await press(EXEMPT)).toEqual({ status: 200, text: '' });
    const [opened] = world.slack.workspace.views;
    expect(JSON.stringify(opened?.view)).toContain(
      '"initial_option":{"text":{"type":"plain_text","text":"7 days"',
    );
    expect(JSON.stringify(opened?.view)).toContain(KEY);
    expect(world.sent).toEqual([]);
  });

  it('and a reason become a message with both, once', async () => {
    expect(await submit(given('  planned until the new role is there  ', '30'))).toEqual({
      status: 200,
      text: '',
    });
    const [root] = world.slack.roots();
    expect(world.wishes()).toMatchObject([
      {
        user: { id: 'U01234567' },
        about: { finding: FINDING, key: KEY, rule: RULE },
        place: { channel: world.slack.channel, thread: root?.ts },
        wish: { kind: 'exempt', reason: 'planned until the new role is there', days: 30 },
      },
    ]);
  });

  it('has the same id however often the same dialog is sent', async () => {
    await submit(given('a reason that is long enough'));
    const view = world.slack.workspace.views.at(-1)!.id;
    world.clock.now += 1_000;
    await world.slack.submit(
      { url: world.url, view, values: given('a reason that is long enough') },
      { timestamp: SECONDS() },
    );
    const ids = world.wishes().map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  test.for([
    ['no reason', given(null)],
    ['white space for a reason', given(' '.repeat(20))],
    ['a reason of 501 characters', given('x'.repeat(501))],
  ] as const)('with %s keeps the dialog open and says what is wrong', async ([, values]) => {
    const { status, text } = await submit(values);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      response_action: 'errors',
      errors: { reason: 'Give a reason of 10 to 500 characters.' },
    });
    expect(world.sent).toEqual([]);
  });

  it('for a time that was not offered keeps the dialog open', async () => {
    const { text } = await submit(given('a reason that is long enough', '3650'));
    expect(JSON.parse(text)).toEqual({ response_action: 'errors', errors: { days: 'Choose one of these.' } });
    expect(world.sent).toEqual([]);
  });

  it('that cannot be taken says so in the dialog, which keeps what was written', async () => {
    await press(EXEMPT);
    const view = world.slack.workspace.views.at(-1)!.id;
    for (const what of ['queue', 'state'] as const) {
      world.broken.add(what);
      const { status, text } = await world.slack.submit({
        url: world.url,
        view,
        values: given('a reason that is long enough'),
      });
      expect(status).toBe(200);
      expect(JSON.parse(text)).toMatchObject({ response_action: 'errors', errors: { reason: /again/ } });
      world.broken.clear();
    }
  });

  it('is shown as failed where Slack opens no dialog', async () => {
    world.slack.moodsOf('views.open').push({ refused: 'expired_trigger_id' });
    expect((await press(EXEMPT)).status).toBe(503);
    expect(world.failures).toHaveLength(1);
  });

  it('of a resource with a name of two thousand characters fits into a dialog', async () => {
    const message = await world.post({
      key: `arn:aws:iam::111122223333:role/${'\\"'.repeat(460)}`,
      rule: RULE,
    });
    expect((await world.slack.press({ url: world.url, message, action: EXEMPT })).status).toBe(200);
    const view = world.slack.workspace.views.at(-1)!.id;
    await world.slack.submit({ url: world.url, view, values: given('a reason that is long enough') });
    expect(world.wishes()[0]?.about.key).toContain('\\"'.repeat(460));
  });
});

test.for([
  [
    'a link that somebody opened',
    { type: 'block_actions', actions: [{ action_id: 'link', type: 'button' }] },
  ],
  ['a dialog that was closed', { type: 'view_closed' }],
  ['a payload that is no object', 'text'],
  ['a payload with members called __proto__', JSON.parse('{"__proto__": {"type": "block_actions"}}')],
] as const)('%s is well received, and nothing is done', async ([, payload]) => {
  const answer = await world.slack.send(world.url, payload);
  expect(answer).toEqual({ status: 200, text: '' });
  expect(world.sent).toEqual([]);
});

test.for([
  ['no JSON', 'payload=%7B'],
  ['no payload', 'ssl_check=1'],
  ['nothing at all', ''],
] as const)('a signed form with %s is well received, and nothing is done', async ([, body]) => {
  const { createHmac } = await import('node:crypto');
  const timestamp = String(SECONDS());
  const digest = createHmac('sha256', world.slack.signingSecret).update(`v0:${timestamp}:${body}`);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest.digest('hex')}`,
  };
  expect((await fetch(world.url, { method: 'POST', headers, body })).status).toBe(200);
  expect(world.sent).toEqual([]);
});

it('a value that names no finding, or is none of ours, does nothing', async () => {
  const message = await world.post();
  const forged = (value: string) => {
    const blocks = JSON.parse(JSON.stringify(message.blocks)) as typeof message.blocks;
    for (const element of (blocks[0] as unknown as { elements: { value: string }[] }).elements)
      element.value = value;
    return { ...message, blocks };
  };
  for (const value of ['', 'no JSON', '{"v":2}', '[]', '{"v":1,"finding":1,"key":"k","rule":"r"}'])
    expect(
      (await world.slack.press({ url: world.url, message: forged(value), action: ACKNOWLEDGE })).status,
    ).toBe(200);
  expect(world.sent).toEqual([]);
});

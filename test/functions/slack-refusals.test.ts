import { LONGEST_BODY } from '@podguard/functions';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { openSlackWorld, type SlackWorld } from './slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await openSlackWorld();
});
afterEach(() => world.close());

const ACKNOWLEDGE = 'podguard.acknowledge';
const SECONDS = () => Math.floor(world.clock.now / 1000);
const press = async (action = ACKNOWLEDGE, sending = {}) =>
  world.slack.press({ url: world.url, message: await world.post(), action }, sending);

describe('a request that is not certainly of Slack, now', () => {
  const nothingDone = async (status: number, why: string) => {
    expect(status).toBe(401);
    expect(world.refusals.at(-1)).toBe(why);
    expect(world.sent).toEqual([]);
    expect(world.slack.workspace.views).toEqual([]);
  };

  test.for([
    ['tampered with', () => ({ tamper: (body: string) => body.replace('U01234567', 'U0HOSTILE') })],
    ['signed with another secret', () => ({ secret: 'another' })],
    ['signed with an empty secret', () => ({ secret: '' })],
  ] as const)('because it was %s is refused without a word', async ([, sending]) => {
    const { status, text } = await press(ACKNOWLEDGE, sending());
    await nothingDone(status, 'signature');
    expect(text).toBe('');
  });

  test.for([
    ['six minutes old', -360],
    ['of six minutes from now', 360],
    ['of the year 1970', -1_700_000_000],
  ] as const)('because it is %s is refused', async ([, off]) => {
    const { status } = await press(ACKNOWLEDGE, { timestamp: SECONDS() + off });
    await nothingDone(status, 'time');
    expect(world.reads).toEqual([]);
  });

  test.for([-299, 299])('is one of %s seconds off, which is taken', async (off) => {
    expect((await press(ACKNOWLEDGE, { timestamp: SECONDS() + off })).status).toBe(200);
  });

  it('because its signature has another version is refused', async () => {
    await nothingDone((await press(ACKNOWLEDGE, { version: 'v1' })).status, 'form');
  });

  it('because it came before is refused, also when its time is nearly over', async () => {
    const message = await world.post();
    const { body, headers } = world.slack.signedBody(
      JSON.parse(new URLSearchParams((await bodyOfPress(message)).body).get('payload')!),
      { timestamp: SECONDS() + 290 },
    );
    const send = async () => (await fetch(world.url, { method: 'POST', headers, body })).status;
    expect(await send()).toBe(200);
    expect(await send()).toBe(401);
    world.clock.now += 580_000;
    expect(await send()).toBe(401);
    expect(world.refusals).toEqual(['replay', 'replay']);
    expect(world.sent).toHaveLength(1);
  });

  async function bodyOfPress(message: Awaited<ReturnType<SlackWorld['post']>>) {
    const quiet = await openSlackWorld();
    await quiet.slack.press({ url: quiet.url, message, action: ACKNOWLEDGE });
    const [call] = quiet.calls;
    await quiet.close();
    return { body: Buffer.from(call?.body ?? '', 'base64').toString() };
  }

  test.for([
    ['a GET', { method: 'GET' }],
    ['without a signature', { method: 'POST', body: 'payload=%7B%7D' }],
    ['JSON', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }],
  ] as const)('because it is %s costs no read of the secret', async ([, request]) => {
    const { status } = await fetch(world.url, request);
    await nothingDone(status, 'form');
    expect(world.reads).toEqual([]);
  });

  it('because it is too long is refused before its signature is looked at', async () => {
    const { headers } = world.slack.signedBody({});
    const { status } = await fetch(world.url, {
      method: 'POST',
      headers,
      body: 'x'.repeat(LONGEST_BODY + 3),
    });
    await nothingDone(status, 'length');
    expect(world.reads).toEqual([]);
  });

  it('makes the secret be read anew at most once a minute', async () => {
    for (let at = 0; at < 5; at += 1) await press(ACKNOWLEDGE, { secret: 'junk' });
    expect(world.reads.filter(Boolean)).toHaveLength(1);
    world.clock.now += 61_000;
    await press(ACKNOWLEDGE, { secret: 'junk', timestamp: SECONDS() });
    expect(world.reads.filter(Boolean)).toHaveLength(2);
  });
});

it('a secret that was replaced holds from the first request on that is signed with it', async () => {
  expect((await press()).status).toBe(200);
  world.secrets.present = 'the new one';
  expect((await press(ACKNOWLEDGE, { secret: 'the new one' })).status).toBe(200);
  expect((await press()).status).toBe(401);
});

it('a secret that cannot be read refuses nobody for good, and lets nobody in', async () => {
  world.broken.add('secret');
  expect((await press()).status).toBe(503);
  expect(world.sent).toEqual([]);
  expect(world.failures).toMatchObject([{ kind: 'failed', what: 'checking whether a request is of Slack' }]);
});

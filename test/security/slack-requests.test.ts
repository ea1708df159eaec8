import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findingId } from '@podguard/core';
import { createApprovers, createSlackActions, type UrlCall } from '@podguard/functions';
import { SLACK_ACTIONS, toActionValue } from '@podguard/notify/slack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEY, openSlackWorld, RULE, type SlackWorld } from '../functions/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await openSlackWorld();
});
afterEach(() => world.close());

const value = toActionValue({ finding: findingId(RULE, KEY), key: KEY, rule: RULE, severity: 'critical' })!;

/** What Slack sends when somebody presses a button: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const pressed = (more: object = {}) => ({
  type: 'block_actions',
  user: { id: 'U01234567', username: 'noor' },
  trigger_id: 'trigger',
  channel: { id: 'C0123456789' },
  message: { ts: '1773298830.000100' },
  actions: [{ action_id: SLACK_ACTIONS.acknowledge, value }],
  ...more,
});

async function send(
  payload: object,
  headersOf = (headers: Record<string, string>) => headers,
): Promise<number> {
  const { body, headers } = world.slack.signedBody(payload);
  return (await fetch(world.url, { method: 'POST', headers: headersOf({ ...headers }), body })).status;
}

const nothing = () => expect([world.sent, world.slack.workspace.views]).toEqual([[], []]);

describe('a request whose headers are not as Slack sends them', () => {
  it.for<[what: string, headers: Readonly<Record<string, string>>]>([
    ['a signature in capitals', { 'x-slack-signature': `v0=${'A'.repeat(64)}` }],
    ['a signature that is too short', { 'x-slack-signature': 'v0=abc' }],
    ['an empty signature', { 'x-slack-signature': '' }],
    ['two signatures', { 'x-slack-signature': `v0=${'a'.repeat(64)},v0=${'b'.repeat(64)}` }],
    ['two times', { 'x-slack-request-timestamp': '1773298830,1773298831' }],
    ['a time that is no number', { 'x-slack-request-timestamp': 'NaN' }],
    ['a time in another notation', { 'x-slack-request-timestamp': '1e9' }],
    ['a negative time', { 'x-slack-request-timestamp': '-1' }],
    ['a time that is endless', { 'x-slack-request-timestamp': '9'.repeat(40) }],
    ['a page as its type', { 'content-type': 'text/html' }],
    ['a form of parts as its type', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['two types', { 'content-type': 'application/x-www-form-urlencoded, text/html' }],
  ])('%s, is refused and the secret not read for it', async ([, other]) => {
    expect(await send(pressed(), (headers) => ({ ...headers, ...other }))).toBe(401);
    expect(world.refusals).toEqual(['form']);
    expect(world.reads).toEqual([]);
    nothing();
  });

  it('a header that came twice, as a function URL joins them, is refused', async () => {
    const { body, headers } = world.slack.signedBody(pressed());
    const twice = await fetch(world.url, {
      method: 'POST',
      body,
      headers: [...Object.entries(headers), ['x-slack-signature', `v0=${'0'.repeat(64)}`]] as [
        string,
        string,
      ][],
    });
    expect(twice.status).toBe(401);
    nothing();
  });
});

it('a signature of which any one digit is another is none', async () => {
  for (let at = 3; at < 67; at += 1) {
    const status = await send(pressed(), ({ 'x-slack-signature': signature = '', ...headers }) => ({
      ...headers,
      'x-slack-signature': `${signature.slice(0, at)}${signature[at] === '0' ? '1' : '0'}${signature.slice(at + 1)}`,
    }));
    expect(status).toBe(401);
  }
  expect(new Set(world.refusals)).toEqual(new Set(['signature']));
  nothing();
});

describe('a signed request that says more than it should', () => {
  it('leads nowhere by its response_url: nobody calls that', async () => {
    const calls: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      calls.push(request.url);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const response_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/latest/meta-data`;
    expect(await send(pressed({ response_url, response_urls: [{ response_url }] }))).toBe(200);
    expect(world.sent).toHaveLength(1);
    expect(world.sent[0]!.body).not.toContain(response_url);
    expect(calls).toEqual([]);
    server.close();
  });

  it.for<[what: string, payload: object]>([
    ['a button of another app', { actions: [{ action_id: 'other.app', value }] }],
    ['no buttons', { actions: [] }],
    ['a user without an id', { user: { username: 'noor' } }],
    ['a user whose id is a mention', { user: { id: '<!channel>', username: 'noor' } }],
    ['a user who is a list', { user: { id: ['U01234567'] } }],
    ['a channel whose id is a path', { channel: { id: '../C0123456789' } }],
    ['a time of a message that is none', { message: { ts: '1; rm -rf' } }],
    ['another type', { type: 'shortcut' }],
    ['a prototype for its type', { __proto__: { type: 'block_actions' }, type: undefined }],
  ])('does nothing with %s', async ([, more]) => {
    expect(await send(pressed(more))).toBe(200);
    expect(world.failures).toEqual([]);
    nothing();
  });

  it('of a body that is no payload does nothing', async () => {
    const secret = world.slack.signingSecret;
    const timestamp = String(Math.floor(world.clock.now / 1000));
    for (const text of [
      '',
      'payload',
      'payload=',
      'payload=%7B',
      'payload=null',
      'payload=[]',
      `payload=${'['.repeat(50_000)}`,
      'x=%ff%fe',
    ]) {
      const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex')}`;
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
      };
      expect((await fetch(world.url, { method: 'POST', headers, body: text })).status).toBe(200);
    }
    expect(world.failures).toEqual([]);
    nothing();
  });
});

describe('who may act', () => {
  const approversOf = (members: readonly string[]) =>
    createApprovers({
      users: ['U01234567'],
      groups: ['S01234567'],
      membersOf: async () => members,
      onUnreadable: () => {},
      now: () => new Date(),
    });

  it.for<[who: string, id: string]>([
    ['a bot', 'B01234567'],
    ['an app', 'A01234567'],
    ['the same letters in lower case', 'u01234567'],
    ['an id that begins like one that is named', 'U012345678'],
    ['an id that one that is named begins with', 'U0123456'],
    ['the id of the group itself', 'S01234567'],
    ['a person of another workspace', 'W09876543'],
    ['what every object has', 'constructor'],
  ])('is not %s', async ([, id]) => {
    expect(await approversOf(['U07654321'])(id)).toBe('refused');
  });

  it('is who is named, and the members of a group that is', async () => {
    const approves = approversOf(['U07654321']);
    expect(await approves('U01234567')).toBe('allowed');
    expect(await approves('U07654321')).toBe('allowed');
  });
});

it('a call without anything in it is refused, and is no failure', async () => {
  const refusals: string[] = [];
  const answer = createSlackActions({
    secret: async () => 'key',
    state: { claim: async () => true },
    queue: { send: async () => {} },
    openDialog: async () => {},
    onRefusal: (why) => refusals.push(why),
    report: (notice) => {
      throw new Error(JSON.stringify(notice));
    },
    now: () => new Date(),
  });
  for (const call of [{}, { headers: {} }, { body: 'x' }, { requestContext: {} }] as readonly UrlCall[])
    expect(await answer(call)).toEqual({ statusCode: 401 });
  expect(refusals).toEqual(['form', 'form', 'form', 'form']);
});

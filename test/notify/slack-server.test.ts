import { createSlackClient } from '@podguard/notify/slack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockErrors, isTooLong, viewErrors } from '../support/slack-server/block-kit.ts';
import { signatureHeaders } from '../support/slack-server/interactions.ts';
import { openSlackServer, type SlackServer } from '../support/slack-server/slack-server.ts';

let slack: SlackServer;
beforeAll(async () => {
  slack = await openSlackServer();
});
afterAll(() => slack.close());

const plain = (text: string) => ({ type: 'plain_text', text });
const button = (action_id: string, more: object = {}) => ({
  type: 'button',
  text: plain('Go'),
  action_id,
  ...more,
});
const x = (count: number) => 'x'.repeat(count);

describe('the stand-in for Slack', () => {
  it.for<[string, unknown]>([
    ['a header of 150 characters', [{ type: 'header', text: plain(x(150)) }]],
    ['a section of 3,000 characters', [{ type: 'section', text: { type: 'mrkdwn', text: x(3_000) } }]],
    ['50 blocks', Array.from({ length: 50 }, () => ({ type: 'divider' }))],
    ['buttons of one name in two blocks', [1, 2].map(() => ({ type: 'actions', elements: [button('a')] }))],
  ])('takes %s', ([, blocks]) => {
    expect(blockErrors(blocks)).toEqual([]);
  });

  it.for<[string, unknown]>([
    ['a header of 151 characters', [{ type: 'header', text: plain(x(151)) }]],
    ['an empty text', [{ type: 'header', text: plain('') }]],
    ['a header of markup', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }]],
    ['a section of 3,001 characters', [{ type: 'section', text: { type: 'mrkdwn', text: x(3_001) } }]],
    ['11 fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }]],
    ['a field of 2,001 characters', [{ type: 'section', fields: [plain(x(2_001))] }]],
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' }))],
    ['no blocks', []],
    [
      '11 pieces of small print',
      [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
    ],
    ['26 buttons', [{ type: 'actions', elements: Array.from({ length: 26 }, (_, at) => button(`${at}`)) }]],
    ['a button of 76 characters', [{ type: 'actions', elements: [button('a', { text: plain(x(76)) })] }]],
    ['a value of 2,001 characters', [{ type: 'actions', elements: [button('a', { value: x(2_001) })] }]],
    ['an action_id of 256 characters', [{ type: 'actions', elements: [button(x(256))] }]],
    ['an action_id twice in a block', [{ type: 'actions', elements: [button('a'), button('a')] }]],
    ['a block_id twice', [1, 2].map(() => ({ type: 'divider', block_id: 'a' }))],
    ['half a character', [{ type: 'header', text: plain('\ud800') }]],
    ['an unknown block', [{ type: 'blink' }]],
    ['a rich text without text', [{ type: 'rich_text', elements: [] }]],
  ])('refuses %s', ([, blocks]) => {
    expect(blockErrors(blocks)).not.toEqual([]);
  });

  it('refuses blocks that are too long together', () => {
    const blocks = Array.from({ length: 5 }, () => ({ type: 'section', text: plain(x(2_900)) }));
    expect(blockErrors(blocks)).toEqual([]);
    expect(isTooLong(blocks)).toBe(true);
  });

  it.for<[string, object]>([
    ['a title of 25 characters', { title: plain(x(25)) }],
    ['metadata of 3,001 characters', { private_metadata: x(3_001) }],
  ])('refuses a dialog with %s', ([, wrong]) => {
    const view = { type: 'modal', title: plain('Exempt'), blocks: [{ type: 'divider' }] };
    expect(viewErrors(view)).toEqual([]);
    expect(viewErrors({ ...view, ...wrong })).not.toEqual([]);
  });

  it('refuses a wrong token, a missing text, and a thread that is not there', async () => {
    const wrong = createSlackClient('xoxb-wrong', { slackApiUrl: slack.apiUrl });
    const client = createSlackClient(slack.workspace.token, { slackApiUrl: slack.apiUrl });
    const { channel } = slack;
    await expect(wrong.auth.test()).rejects.toThrow('invalid_auth');
    await expect(client.chat.postMessage({ channel, text: '' })).rejects.toThrow('no_text');
    await expect(client.chat.postMessage({ channel, text: 'x', thread_ts: '1.2' })).rejects.toThrow(
      'thread_not_found',
    );
    await expect(client.chat.postMessage({ channel: 'C0000000000', text: 'x' })).rejects.toThrow(
      'channel_not_found',
    );
  });

  // Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
  it("signs as Slack's own example is signed", () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const secret = '8f742231b10e8888abcd99yyyzzz85a5';
    expect(signatureHeaders(body, { secret, timestamp: 1_531_420_618 })['x-slack-signature']).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    );
  });
});

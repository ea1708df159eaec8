import { type ErrorCode, ServiceError } from '@podguard/core';
import { retryAfterOf } from '@podguard/notify';
import { createSlackClient } from '@podguard/notify/slack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertOf, endedOf } from '../support/slack-server/alerts.ts';
import type { Mood } from '../support/slack-server/slack-server.ts';
import { headOf, openSlackStage, type SlackStage } from './slack-stage.ts';
import { transitionOf } from './transitions.ts';

let stage: SlackStage;
beforeEach(async () => {
  stage = await openSlackStage();
});
afterEach(() => stage.close());

const opened = transitionOf();
const what = `Slack's channel C0123456789 did not take the alert of ${opened.id}`;

const failureOf = async (telling: Promise<void>): Promise<ServiceError> => {
  const error: unknown = await telling.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ServiceError))
    throw new Error('it failed otherwise, or not at all', { cause: error });
  return error;
};

interface Case {
  readonly when: string;
  readonly mood: Mood;
  readonly code?: ErrorCode;
  readonly retryable?: boolean;
  readonly retryAfter?: number;
  readonly says: string;
}

const CASES: readonly Case[] = [
  { when: 'Slack has an error', mood: 'error', says: 'HTTP 500; it is sent again' },
  { when: 'a proxy forbids it', mood: { refused: 'no', status: 403 }, says: 'HTTP 403; it is sent again' },
  {
    when: 'the answer is no JSON',
    mood: 'garbled',
    says: '<html>Slack is being mended</html>; it is sent again',
  },
  { when: 'nothing answers', mood: 'silent', says: 'timeout; it is sent again' },
  { when: 'the connection breaks', mood: 'reset', says: 'other side closed; it is sent again' },
  {
    when: 'it is too much',
    mood: { limited: 30 },
    retryAfter: 30,
    says: 'it is too much for now; it is sent again when Slack asks for it',
  },
  { when: 'it is too much, for nobody knows how long', mood: { limited: null }, says: 'it is sent again' },
  { when: 'it is too much, by code', mood: { refused: 'ratelimited' }, retryAfter: 30, says: 'ratelimited' },
  { when: 'it is far too much', mood: { limited: 86_400 }, retryAfter: 3_600, says: 'it is too much' },
  {
    when: 'the channel is not there',
    mood: { refused: 'channel_not_found' },
    says: "channel_not_found: see that the configured id is the channel's",
  },
  {
    when: 'the app is not in the channel',
    mood: { refused: 'not_in_channel' },
    says: 'not_in_channel: invite the app to the channel',
  },
  {
    when: 'the channel is archived',
    mood: { refused: 'is_archived' },
    says: 'is_archived: unarchive the channel',
  },
  ...['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive'].map((code) => ({
    when: `the token does not hold: ${code}`,
    mood: { refused: code },
    says: `${code}: put a bot token that holds into its parameter`,
  })),
  {
    when: 'Slack has its own trouble',
    mood: { refused: 'internal_error' },
    says: 'internal_error; it is sent again',
  },
  ...['invalid_blocks', 'msg_blocks_too_long', 'no_text', 'msg_too_long'].map((code) => ({
    when: `the message is wrong: ${code}`,
    mood: { refused: code },
    code: 'alert-refused' as const,
    retryable: false,
    says: `${code}; it goes to the dead-letter queue`,
  })),
];

describe('what Slack does not take', () => {
  it.for(CASES)(
    'can be sent again or not, and the failure says why: $when',
    async ({ mood, code = 'channel-unreachable', retryable = true, retryAfter, says }) => {
      stage.slack.moods.push(mood);
      const error = await failureOf(stage.send(opened));
      expect(error).toMatchObject({ code, retryable });
      expect(error.message.startsWith(what)).toBe(true);
      expect(error.message).toContain(says);
      expect(retryAfterOf(error)).toBe(retryAfter);
      expect(stage.slack.roots()).toEqual([]);
      expect(stage.slack.calls).toHaveLength(1);
    },
  );

  it('names the scope that is missing', async () => {
    stage.slack.workspace.scopes.clear();
    const error = await failureOf(stage.send(opened));
    expect(error).toMatchObject({ code: 'channel-unreachable', retryable: true });
    expect(error.message).toContain('missing_scope: give the app the scope chat:write and install it again');
  });

  it('says what Slack has against the blocks', async () => {
    const client = createSlackClient(stage.slack.workspace.token, { slackApiUrl: stage.slack.apiUrl });
    const wrong = {
      chat: {
        update: client.chat.update,
        postMessage: () =>
          client.chat.postMessage({
            channel: stage.slack.channel,
            text: 'x',
            blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
          }),
      },
    };
    const error = await failureOf(stage.create({ client: wrong }).send(alertOf(opened)));
    expect(error.code).toBe('alert-refused');
    expect(error.message).toContain('[json-pointer:/blocks/0/text/text]');
  });

  it('never has the token in the failure', async () => {
    stage.slack.moods.push('reset');
    const error = await failureOf(stage.send(opened));
    expect(JSON.stringify([error.message, String(error.cause)])).not.toContain(stage.slack.workspace.token);
  });

  it.for(['\nSIGNING=abc', '\n', '\u2028', '"'])(
    'never has what stands in the place of a token, as one that ends with %j',
    (end) => {
      const make = () => createSlackClient(`xoxb-SECRET${end}`, { slackApiUrl: stage.slack.apiUrl });
      expect(make).toThrow(/no bot token; put the token/);
      expect(make).not.toThrow(/SECRET/);
    },
  );
});

describe('what Slack takes later', () => {
  it.for<Mood>(['error', 'silent', 'reset', { limited: 1 }])(
    'is there once, and whole, when it is sent again after: %j',
    async (mood) => {
      stage.slack.moods.push(mood);
      await failureOf(stage.send(opened));
      await stage.send(opened);
      expect(stage.slack.roots()).toHaveLength(1);
    },
  );

  it('is there twice where Slack took it and its answer was lost', async () => {
    stage.slack.moods.push('lost');
    await failureOf(stage.send(opened));
    await stage.send(opened);
    expect(stage.slack.roots()).toHaveLength(2);
  });

  it.for<Mood>(['error', 'silent', 'reset', 'lost', { limited: 1 }])(
    'is told in the thread once where only the edit did not succeed: %j',
    async (mood) => {
      await stage.send(opened);
      stage.slack.moodsOf('chat.update').push(mood);
      await failureOf(stage.send(endedOf(opened)));
      await stage.send(endedOf(opened));
      const [root] = stage.slack.roots();
      expect(headOf(root!)).toContain('✅ Resolved');
      expect(stage.slack.replies(root!.ts)).toHaveLength(1);
    },
  );

  it('goes on where it stopped for want of time', async () => {
    const others = ['a', 'b', 'c'].map((role) => transitionOf({ role }));
    for (const one of others) await stage.send(one);
    const [first, ...more] = others.map((one) => endedOf(one));
    const alert = alertOf(first!, ...more);
    const error = await failureOf(stage.create({ limitMs: -1 }).send(alert));
    expect(error).toMatchObject({ code: 'channel-unreachable', retryable: true });
    expect(error.message).toContain('no time was left');
    stage.slack.moodsOf('chat.postMessage').push('ok', 'error');
    await failureOf(stage.create().send(alert));
    await stage.create().send(alert);
    const roots = stage.slack.roots();
    expect(roots.map((root) => stage.slack.replies(root.ts).length)).toEqual([1, 1, 1]);
    expect(roots.every((root) => headOf(root).includes('✅ Resolved'))).toBe(true);
  });
});

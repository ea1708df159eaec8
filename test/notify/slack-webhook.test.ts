import { retryAfterOf } from '@podguard/notify';
import { createSlackWebhookChannel } from '@podguard/notify/slack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertOf, endedOf } from '../support/slack-server/alerts.ts';
import { type Mood, openSlackServer, type SlackServer } from '../support/slack-server/slack-server.ts';
import { remediationOf, shadowReportOf, verifiedOf } from './remediations.ts';
import { buttonsOf, headOf, textOf } from './slack-stage.ts';
import { ACCOUNT, digestOf, transitionOf, wording } from './transitions.ts';

let slack: SlackServer;
beforeEach(async () => {
  slack = await openSlackServer();
});
afterEach(() => slack.close());

const opened = transitionOf();
const create = (url = slack.webhookUrl) =>
  createSlackWebhookChannel({ name: 'oncall', url, wording, timeoutMs: 300, allowHttp: true });

describe('an incoming webhook of Slack', () => {
  it('posts what a channel would, without buttons', async () => {
    await create().send(alertOf(opened, transitionOf({ role: 'checkout', severity: 'high' })));
    const [root] = slack.roots();
    expect(headOf(root!)).toContain('🔴 CRITICAL');
    expect(textOf(root!)).toContain('🟠 HIGH');
    expect(buttonsOf(root!)).toEqual([]);
    expect(root!.options).toEqual({ mrkdwn: false, unfurl_links: false, unfurl_media: false });
  });

  it('tells an end as a message of its own', async () => {
    await create().send(alertOf(opened));
    await create().send(alertOf(endedOf(opened)));
    expect(slack.roots().map(headOf)).toEqual([
      expect.stringContaining('CRITICAL'),
      expect.stringContaining('✅ Resolved'),
    ]);
    expect(textOf(slack.roots()[1]!)).toContain('Why  it was mended');
  });

  it('posts remediations, each with all that became of it and without buttons, and reports of shadow mode', async () => {
    const { finding } = opened;
    await create().send({ kind: 'remediation', remediation: remediationOf(), finding });
    await create().send({ kind: 'remediation', remediation: verifiedOf(), finding });
    await create().send({ kind: 'shadow-report', report: shadowReportOf() });
    const roots = slack.roots();
    expect(roots.map(headOf)).toEqual([
      expect.stringContaining('Remediation proposed'),
      expect.stringContaining('✅ Remediated'),
      expect.stringContaining('Shadow mode'),
    ]);
    expect(roots.flatMap(buttonsOf)).toEqual([]);
  });

  it('posts digests', async () => {
    const digest = digestOf([opened], { id: 'digest-1', title: 'Old findings', account: ACCOUNT });
    await create().send({ kind: 'digest', digest });
    expect(slack.roots().map(headOf)).toEqual(['🔴 Old findings']);
  });

  it('makes a link of where the report is opened, unless it is longer than Slack takes', async () => {
    const reportLink = 'https://r.s3.eu-central-1.amazonaws.com/r.html?X-Amz-Signature=a&b=c|d>';
    const about = { id: 'digest-1', title: 'Drift', account: ACCOUNT };
    for (const link of [reportLink, `${reportLink}${'x'.repeat(3_000)}`])
      await create().send({ kind: 'digest', digest: digestOf([opened], { ...about, reportLink: link }) });
    const [short, long] = slack.roots().map((root) => JSON.stringify(root));
    expect(short).toContain(
      '<https://r.s3.eu-central-1.amazonaws.com/r.html?X-Amz-Signature=a&amp;b=c%7Cd%3E|report.html>',
    );
    expect(long).not.toContain('X-Amz-Signature');
  });

  it.for<[Mood, string, number?]>([
    ['error', 'HTTP 500'],
    ['silent', 'timeout'],
    ['reset', 'other side closed'],
    [{ limited: 7 }, 'it is sent again when Slack asks for it', 7],
    [{ limited: null }, 'HTTP 429'],
    [{ refused: 'no_service' }, 'HTTP 404 no_service: make a new webhook for the channel'],
    [{ refused: 'action_prohibited' }, 'HTTP 403 action_prohibited: make a new webhook'],
    [{ refused: 'channel_is_archived' }, 'HTTP 410 channel_is_archived: make a new webhook'],
    [{ refused: 'moved', status: 302 }, 'HTTP 302 moved'],
  ])('can be sent again where Slack does not take it: %j', async ([mood, says, retryAfter]) => {
    slack.moods.push(mood);
    const error: unknown = await create()
      .send(alertOf(opened))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'channel-unreachable', retryable: true });
    expect(String(error)).toContain(says);
    expect(String(error)).toContain(
      `Slack's webhook of channel oncall did not take the alert of ${opened.id}`,
    );
    expect(retryAfterOf(error)).toBe(retryAfter);
    // Whoever knows the address can post.
    expect(String(error)).not.toContain('services');
  });

  it.for(['invalid_payload', 'invalid_blocks', 'no_text'])(
    'cannot be sent again where the message itself is refused: %s',
    async (refused) => {
      slack.moods.push({ refused });
      await expect(create().send(alertOf(opened))).rejects.toMatchObject({
        code: 'alert-refused',
        retryable: false,
        message: expect.stringContaining(`HTTP 400 ${refused}; it goes to the dead-letter queue`),
      });
    },
  );

  it.for(['', 'xoxb-a-token', 'http://hooks.slack.example/services/a', 'ftp://hooks.slack.example'])(
    'says so where the parameter holds no https address: %j',
    (url) => {
      const make = () => createSlackWebhookChannel({ name: 'oncall', url, wording });
      expect(make).toThrow(
        expect.objectContaining({
          code: 'channel-unreachable',
          retryable: true,
          message: expect.not.stringContaining(url === '' ? 'xoxb' : url),
        }),
      );
    },
  );
});

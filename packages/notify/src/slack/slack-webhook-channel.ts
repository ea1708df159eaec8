import { ServiceError } from '@podguard/core';
import type { Alert, Channel } from '../alert.ts';
import { type PostAnswer, post, postFailure } from '../http-post.ts';
import { inert } from '../inert.ts';
import { parseRetryAfter, RetryLater } from '../retry-later.ts';
import { whatOf } from '../what-of.ts';
import type { Wording } from '../wording.ts';
import type { SlackContent } from './blocks.ts';
import { digestMessage } from './digest-message.ts';
import { partsOf } from './parts-of.ts';
import { planMessage } from './plan-message.ts';
import { partsMessage } from './root.ts';
import { shadowMessage } from './shadow-message.ts';

export interface SlackWebhookChannelDeps {
  readonly name: string;
  /** The address that Slack gave; whoever knows it can post. */
  readonly url: string;
  readonly wording: Wording;
  readonly now?: () => Date;
  readonly timeoutMs?: number;
  /** For tests of this machine alone. */
  readonly allowHttp?: boolean;
}

/** What a `send` takes at most. */
export const SLACK_WEBHOOK_SEND_MS = 5_000;
const CALL_MS = 4_000;
const ANSWER = 200;
const HEADERS = { 'content-type': 'application/json; charset=utf-8' };

/** Posts alerts by an incoming webhook: each is a message of its own, without threads, edits and buttons. */
export function createSlackWebhookChannel(deps: SlackWebhookChannelDeps): Channel {
  const url = urlOf(deps);
  const { timeoutMs: limitMs = CALL_MS } = deps;
  return {
    name: deps.name,
    async send(alert) {
      const { text, blocks } = contentOf(alert, deps.wording);
      const body = JSON.stringify({ text, blocks, mrkdwn: false, unfurl_links: false, unfurl_media: false });
      const what = `Slack's webhook of channel ${deps.name} did not take the alert of ${whatOf(alert)}`;
      const answer = await post(url, { body, headers: HEADERS, limitMs, read: beginningOf }).catch(
        (error: unknown) => {
          throw new ServiceError('channel-unreachable', `${what}: ${postFailure(error)}; it is sent again`, {
            cause: error,
            retryable: true,
          });
        },
      );
      if (!answer.ok) throw refusal(answer, what, deps);
    },
  };
}

function contentOf(alert: Alert, wording: Wording): SlackContent {
  switch (alert.kind) {
    case 'digest':
      return digestMessage(alert.digest, wording);
    case 'remediation':
      return planMessage(alert, { wording, actions: false });
    case 'shadow-report':
      return shadowMessage(alert.report, wording);
    case 'transitions': {
      const parts = partsOf(alert.transitions, wording);
      if (parts === undefined) throw new Error('an alert has at least one transition');
      return partsMessage(parts, { wording, actions: false });
    }
  }
}

/** The address is a secret: no message names it. */
function urlOf({ url, allowHttp = false }: SlackWebhookChannelDeps): URL {
  const parsed = URL.canParse(url.trim()) ? new URL(url.trim()) : undefined;
  if (parsed?.protocol === 'https:' || (allowHttp && parsed?.protocol === 'http:')) return parsed;
  throw new ServiceError(
    'channel-unreachable',
    "the parameter of Slack's webhook holds no https address: put the one into it that Slack gave",
    { retryable: true },
  );
}

/** The first piece of an answer, which says what was wrong. */
async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const { value } = await reader.read();
  reader.releaseLock();
  return inert(new TextDecoder().decode(value?.subarray(0, ANSWER)), ANSWER);
}

/** Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const OF_THE_MESSAGE =
  /^(?:invalid_payload|invalid_blocks|invalid_blocks_format|no_text|msg_too_long|msg_blocks_too_long|too_many_attachments)\b/;

function refusal(
  { status, said, retryAfter }: PostAnswer,
  what: string,
  deps: SlackWebhookChannelDeps,
): ServiceError {
  const failed = `${what}: HTTP ${status}${said === '' ? '' : ` ${said}`}`;
  if (status === 400 && OF_THE_MESSAGE.test(said))
    return new ServiceError('alert-refused', `${failed}; it goes to the dead-letter queue`);
  const seconds = parseRetryAfter(retryAfter, (deps.now ?? (() => new Date()))());
  if (seconds !== undefined && (status === 429 || status >= 500))
    return new RetryLater(`${failed}; it is sent again when Slack asks for it`, seconds);
  const wayOut =
    status >= 400 && status < 500 && status !== 429
      ? ': make a new webhook for the channel, and put its address into the parameter'
      : '';
  return new ServiceError('channel-unreachable', `${failed}${wayOut}; it is sent again`, { retryable: true });
}

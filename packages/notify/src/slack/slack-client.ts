import { ServiceError } from '@podguard/core';
import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import type { SlackBlock } from './blocks.ts';

/** What is asked of Slack's Web API here; `WebClient` has it. */
export interface SlackClient {
  readonly chat: {
    postMessage(message: SlackPost): Promise<{ readonly ts?: string | undefined }>;
    update(message: SlackEdit): Promise<unknown>;
  };
}

export type SlackPost = SlackThread & {
  readonly channel: string;
  readonly text: string;
  readonly blocks: SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  readonly mrkdwn: false;
};

/** Nothing of it for a message of the channel; a reply may be shown in the channel, too. */
export type SlackThread =
  | { readonly thread_ts?: never }
  | { readonly thread_ts: string; readonly reply_broadcast: boolean };

export interface SlackEdit {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: SlackBlock[];
}

export interface SlackClientOptions {
  /** Another than Slack's, ending with `/api/`. */
  readonly slackApiUrl?: string;
  /** How long one call may take. */
  readonly timeoutMs?: number;
}

const CALL_MS = 4_000;
/** Source: https://docs.slack.dev/authentication/tokens */
const TOKEN = /^xox[a-z.]*-[\w-]+$/;

/**
 * A client that does not try again, which is for queues to do, and says nothing, which is for who called it to do. What no
 * header takes would be shown whole by the error of whoever sends it, so nothing but a token gets that far.
 */
export function createSlackClient(
  token: string,
  { slackApiUrl, timeoutMs = CALL_MS }: SlackClientOptions = {},
): WebClient {
  if (!TOKEN.test(token))
    throw new ServiceError(
      'channel-unreachable',
      "Slack cannot be asked: the token's parameter holds no bot token; put the token, xoxb-..., and nothing else into it",
      { retryable: true },
    );
  return new WebClient(token, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    allowAbsoluteUrls: false,
    logger: SILENT,
    ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
  });
}

const SILENT: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
};

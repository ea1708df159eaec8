import { reasonOf, ServiceError } from '@podguard/core';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { inert } from '../inert.ts';
import { RetryLater } from '../retry-later.ts';

const SAID = 100;
/** Where Slack says that it is too much, and not for how long. */
const PAUSE_SECONDS = 30;

/** What is wrong with the message itself stays wrong. Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const OF_THE_MESSAGE = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'invalid_arguments',
  'invalid_arg_name',
  'invalid_array_arg',
]);

const TOO_MUCH = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

const OF_THE_TOKEN = 'put a bot token that holds into its parameter';
const WAYS_OUT: Readonly<Record<string, string>> = {
  channel_not_found:
    "see that the configured id is the channel's, and of a private one that the app was invited",
  not_in_channel: 'invite the app to the channel, by /invite in it',
  is_archived: 'unarchive the channel, or configure another',
  invalid_auth: OF_THE_TOKEN,
  not_authed: OF_THE_TOKEN,
  account_inactive: OF_THE_TOKEN,
  token_revoked: OF_THE_TOKEN,
  token_expired: OF_THE_TOKEN,
  restricted_action: "see what the workspace's settings let apps post",
};

/** Slack's code of an answer that is no success, as `channel_not_found`; undefined for other failures. */
export function slackCode(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/** What a call of Slack failed with; `what` begins the message, as `Slack did not take the alert of ...`. */
export function asSlackFailure(error: unknown, what: string): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof WebAPIRateLimitedError)
    return new RetryLater(
      `${what}: it is too much for now; it is sent again when Slack asks for it`,
      error.retryAfter,
      {
        cause: error,
      },
    );
  if (error instanceof WebAPIPlatformError) return ofPlatform(error, what);
  return new ServiceError(
    'channel-unreachable',
    `${what}: ${inert(reasonWords(error), SAID)}; it is sent again`,
    {
      cause: error,
      retryable: true,
    },
  );
}

function ofPlatform(error: WebAPIPlatformError, what: string): ServiceError {
  const {
    error: code,
    response_metadata,
    needed,
  } = error.data as WebAPIPlatformError['data'] & { needed?: unknown };
  // An answer that is no JSON stands in the place of a code, all of it.
  const said = inert(code, SAID);
  if (TOO_MUCH.has(code))
    return new RetryLater(
      `${what}: ${said}; it is sent again later`,
      response_metadata?.retryAfter ?? PAUSE_SECONDS,
      {
        cause: error,
      },
    );
  if (OF_THE_MESSAGE.has(code)) {
    const details = (response_metadata?.messages ?? []).map((one) => inert(one, SAID)).slice(0, 5);
    return new ServiceError(
      'alert-refused',
      `${[`${what}: ${said}`, ...details].join(', ')}; it goes to the dead-letter queue`,
      { cause: error },
    );
  }
  const wayOut =
    code === 'missing_scope'
      ? `give the app the scope ${inert(String(needed), SAID)} and install it again`
      : WAYS_OUT[code];
  return new ServiceError(
    'channel-unreachable',
    `${what}: ${said}${wayOut === undefined ? '' : `: ${wayOut}`}; it is sent again`,
    { cause: error, retryable: true },
  );
}

function reasonWords(error: unknown): string {
  if (error instanceof WebAPIHTTPError) return `HTTP ${error.statusCode}`;
  if (!(error instanceof WebAPIRequestError)) return reasonOf(error);
  // `fetch failed` says nothing; its cause does.
  return reasonOf(error.original.cause ?? error.original);
}

import { ServiceError } from '@podguard/core';
import type { Wording } from '../wording.ts';
import type { SlackContent } from './blocks.ts';
import type { Posted, SlackState } from './posted.ts';
import type { SlackClient, SlackThread } from './slack-client.ts';
import { asSlackFailure, slackCode } from './slack-failure.ts';

export interface SlackChannelDeps {
  /** `createSlackClient` makes one. */
  readonly client: SlackClient;
  /** Its id, `C0123456789`. */
  readonly channel: string;
  /** Its name in the configuration: what is remembered is under it. */
  readonly name: string;
  readonly state: SlackState;
  readonly wording: Wording;
  /** Whether there is somebody who listens to buttons. */
  readonly actions: boolean;
  /** How long one `send` may go on before it is left for the next time. */
  readonly limitMs?: number;
}

export interface Telling extends SlackChannelDeps {
  readonly posted: Posted;
  /** Begins the message of a failure. */
  readonly what: string;
  readonly until: number;
}

export async function post(
  telling: Telling,
  { text, blocks }: SlackContent,
  thread: SlackThread = {},
): Promise<string> {
  const { ts } = await call(telling, (client, channel) =>
    client.chat.postMessage({
      channel,
      text,
      blocks: [...blocks],
      ...thread,
      unfurl_links: false,
      unfurl_media: false,
      mrkdwn: false,
    }),
  );
  if (ts !== undefined) return ts;
  throw new ServiceError('channel-unreachable', `${telling.what}: its answer has no ts; it is sent again`, {
    retryable: true,
  });
}

/** One call of Slack, if there is time for it. */
export async function call<T>(
  { client, channel, what, until }: Telling,
  make: (client: SlackClient, channel: string) => Promise<T>,
): Promise<T> {
  if (performance.now() > until)
    throw new ServiceError('channel-unreachable', `${what}: no time was left; the rest is sent again`, {
      retryable: true,
    });
  try {
    return await make(client, channel);
  } catch (error) {
    throw asSlackFailure(error, what);
  }
}

/** Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors and chat.update's */
const GONE: ReadonlySet<string> = new Set([
  'message_not_found',
  'thread_not_found',
  'cannot_reply_to_message',
  'restricted_action_thread_locked',
]);

/** Whether the message can be told nothing more: somebody deleted it, or locked its thread. */
export function isGone(error: unknown): boolean {
  return GONE.has(codeOf(error) ?? '');
}

/** Slack's code of a call that failed. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof ServiceError ? slackCode(error.cause) : undefined;
}

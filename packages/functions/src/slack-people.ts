import { type JsonObject, ServiceError } from '@podguard/core';
import { asSlackFailure, type createSlackClient, slackCode } from '@podguard/notify/slack';
import type { SlackPlace } from './action-message.ts';

type Client = ReturnType<typeof createSlackClient>;

export interface SlackPeopleDeps {
  /** Read anew where `isFresh`, though one is kept. */
  readonly token: (isFresh: boolean) => Promise<string>;
  readonly clientOf: (token: string) => Client;
}

/** What people get to see of what they asked for, and who is in a group. */
export interface SlackPeople {
  openDialog(trigger: string, dialog: JsonObject): Promise<void>;
  /** To whoever asked alone; Slack reads no markup in it. */
  tellPerson(user: string, place: SlackPlace, text: string): Promise<void>;
  /** To all who read the thread; markup is read in it. */
  tellThread(place: SlackPlace, text: string): Promise<void>;
  membersOf(group: string): Promise<readonly string[]>;
}

/** What Slack says of a token that was replaced: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const OF_THE_TOKEN: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
]);
/** Somebody deleted the message whose button was pressed. */
const GONE: ReadonlySet<string> = new Set(['thread_not_found', 'message_not_found']);

export function createSlackPeople({ token, clientOf }: SlackPeopleDeps): SlackPeople {
  const reach = async <T>(what: string, call: (client: Client) => Promise<T>): Promise<T> => {
    const ask = async (isFresh: boolean): Promise<T> => call(clientOf(await token(isFresh)));
    try {
      return await ask(false).catch((error: unknown) => {
        if (isOfTheToken(error)) return ask(true);
        throw error;
      });
    } catch (error) {
      throw asSlackFailure(error, what);
    }
  };
  return {
    async openDialog(trigger, dialog) {
      await reach('Slack did not open a dialog', (client) =>
        client.apiCall('views.open', { trigger_id: trigger, view: dialog }),
      );
    },
    async tellPerson(user, { channel, thread }, text) {
      const blocks = [
        { type: 'section' as const, text: { type: 'plain_text' as const, text, emoji: false } },
      ];
      await reach('Slack did not tell somebody what came of a request', (client) =>
        inThread(thread, (where) =>
          client.chat.postEphemeral({ channel, user, text: escaped(text), blocks, ...where }),
        ),
      );
    },
    async tellThread({ channel, thread }, text) {
      await reach('Slack did not take what came of a request', (client) =>
        inThread(thread, (where) =>
          client.chat.postMessage({ channel, text, unfurl_links: false, unfurl_media: false, ...where }),
        ),
      );
    },
    async membersOf(group) {
      const { users = [] } = await reach(`Slack did not list group ${group}`, (client) =>
        client.usergroups.users.list({ usergroup: group }),
      );
      return users;
    },
  };
}

/** What is no token at all is not sent. */
function isOfTheToken(error: unknown): boolean {
  if (error instanceof ServiceError) return error.code === 'channel-unreachable';
  return OF_THE_TOKEN.has(slackCode(error) ?? '');
}

/** In the channel where the thread is gone. */
async function inThread(
  thread: string,
  post: (where: { readonly thread_ts?: string }) => Promise<unknown>,
): Promise<void> {
  try {
    await post({ thread_ts: thread });
  } catch (error) {
    if (!GONE.has(slackCode(error) ?? '')) throw error;
    await post({});
  }
}

/** Source: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

import { findingId, type JsonObject, type ServiceState } from '@podguard/core';
import {
  createSlackActions,
  createSlackPeople,
  parseActionMessage,
  type QueueMessage,
  type Refusal,
  type SlackPeople,
} from '@podguard/functions';
import { createSlackClient, SLACK_ACTIONS, toActionValue } from '@podguard/notify/slack';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { openSlackServer, type SlackServer } from '../support/slack-server/slack-server.ts';
import type { SlackMessage } from '../support/slack-server/workspace.ts';
import { type FunctionUrl, openFunctionUrl } from './function-url.ts';

export const RULE = 'irsa-subject-unrestricted';
export const KEY = 'arn:aws:iam::111122223333:role/checkout';

export interface SlackWorld {
  readonly slack: SlackServer;
  readonly url: string;
  readonly calls: FunctionUrl['calls'];
  /** Bodies on the actions queue. */
  readonly sent: QueueMessage[];
  readonly refusals: Refusal[];
  readonly failures: unknown[];
  /** How often the signing secret was read: anew, or as it was kept. */
  readonly reads: boolean[];
  /** What the parameter holds now, and what a process that read it before still has. */
  readonly secrets: { present: string; kept: string | undefined };
  /** What fails from now on. */
  readonly broken: Set<'state' | 'queue' | 'secret'>;
  readonly clock: { now: number };
  wishes(): readonly ReturnType<typeof parseActionMessage>[];
  /** A message with buttons about a finding. */
  post(about?: { readonly key: string; readonly rule: string }): Promise<SlackMessage>;
  close(): Promise<void>;
}

/** Slack, the function that answers it behind a URL, and what that function calls. */
export async function openSlackWorld(options: { readonly isEncoded?: boolean } = {}): Promise<SlackWorld> {
  const slack = await openSlackServer();
  const state = createMemoryServiceState(createMemoryStore());
  const sent: QueueMessage[] = [];
  const refusals: Refusal[] = [];
  const failures: unknown[] = [];
  const reads: boolean[] = [];
  const secrets = { present: slack.signingSecret, kept: undefined as string | undefined };
  const broken: SlackWorld['broken'] = new Set();
  const clock = { now: Date.now() };
  const breaking = (what: 'state' | 'queue' | 'secret'): void => {
    if (broken.has(what)) throw new Error(`${what} is down`);
  };
  const claiming: Pick<ServiceState, 'claim'> = {
    async claim(name, keepSeconds) {
      breaking('state');
      return state.claim(name, keepSeconds);
    },
  };
  const { url, calls, close } = await openFunctionUrl(
    createSlackActions({
      async secret(isFresh) {
        reads.push(isFresh);
        breaking('secret');
        if (isFresh || secrets.kept === undefined) secrets.kept = secrets.present;
        return secrets.kept;
      },
      state: claiming,
      queue: {
        async send(messages) {
          breaking('queue');
          sent.push(...messages);
        },
      },
      openDialog: peopleOf(slack).openDialog,
      onRefusal: (why) => refusals.push(why),
      report: (notice) => failures.push(notice),
      now: () => new Date(clock.now),
    }),
    options,
  );
  return {
    ...{ slack, url, calls, sent, refusals, failures, reads, secrets, broken, clock },
    wishes: () => sent.map(({ body }) => parseActionMessage(body)),
    post: (about) => postTo(slack, about),
    async close() {
      await close();
      await slack.close();
    },
  };
}

/** As functions call Slack. */
export function peopleOf(slack: SlackServer): SlackPeople {
  return createSlackPeople({
    token: async () => slack.workspace.token,
    clientOf: (token) => createSlackClient(token, { slackApiUrl: slack.apiUrl }),
  });
}

/** Posts a message with buttons about a finding. */
export async function postTo(
  slack: SlackServer,
  { key, rule } = { key: KEY, rule: RULE },
): Promise<SlackMessage> {
  await api(slack, 'chat.postMessage', messageOf(slack, key, rule));
  return slack.roots().at(-1)!;
}

function messageOf(slack: SlackServer, key: string, rule: string): JsonObject {
  const value = toActionValue({ finding: findingId(rule, key), key, rule, severity: 'critical' }) ?? '';
  const button = (text: string, action_id: string) => ({
    ...{ type: 'button', text: { type: 'plain_text', text }, action_id, value },
  });
  const elements = [button('Acknowledge', SLACK_ACTIONS.acknowledge), button('Exempt', SLACK_ACTIONS.exempt)];
  return { channel: slack.channel, text: 'A finding', blocks: [{ type: 'actions', elements }] };
}

async function api(slack: SlackServer, method: string, body: JsonObject): Promise<void> {
  const answered = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${slack.workspace.token}`,
      'content-type': 'application/json; charset=utf-8',
    },
    body: JSON.stringify(body),
  });
  const { ok, error, errors } = (await answered.json()) as { ok: boolean; error?: string; errors?: unknown };
  if (!ok) throw new Error(`${method}: ${error} ${JSON.stringify(errors)}`);
}

import { createHmac } from 'node:crypto';
import { nextTs, type SlackMessage, type Workspace } from './workspace.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** A button of a message that somebody presses. */
export interface Press {
  /** Where the app listens. */
  readonly url: string;
  readonly message: SlackMessage;
  /** Its `action_id`, and which of several of that name, from 0 on. */
  readonly action: string;
  readonly nth?: number;
  readonly by?: Person;
}

/** A dialog that somebody sends. */
export interface Submission {
  readonly url: string;
  /** The id of the view that was opened. */
  readonly view: string;
  /** By `block_id`, then `action_id`: a text, or the value of the option that was chosen. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly by?: Person;
}

export interface Signing {
  readonly secret: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly version?: string;
}

const NOOR: Person = { id: 'U01234567', name: 'noor' };

/**
 * The headers by which an app knows that a body is Slack's.
 * Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signatureHeaders(
  body: string,
  { secret, timestamp, version = 'v0' }: Signing,
): Record<string, string> {
  const digest = createHmac('sha256', secret).update(`${version}:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `${version}=${digest}`,
  };
}

/** A payload as Slack puts it into a body. */
export function bodyOf(payload: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** Source: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function pressPayload(
  workspace: Workspace,
  hooks: string,
  { message, action, nth = 0, by = NOOR }: Press,
): object {
  const found = message.blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements
          .filter((one) => one.action_id === action)
          .map((one) => ({ ...one, block_id: block.block_id }))
      : [],
  )[nth];
  if (found === undefined) throw new Error(`the message has no button ${action} of number ${nth}`);
  const { channel, ts, text, blocks, thread } = message;
  return {
    type: 'block_actions',
    ...common(by),
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    trigger_id: newTrigger(workspace),
    channel: { id: channel, name: 'privategroup' },
    message: { type: 'message', user: 'U0BOT0000', bot_id: 'B01234567', ts, thread_ts: thread, text, blocks },
    state: { values: {} },
    response_url: newResponseUrl(workspace, hooks, channel),
    actions: [
      {
        action_id: found.action_id,
        block_id: found.block_id,
        text: found.text,
        value: found.value,
        style: found.style,
        type: 'button',
        action_ts: nextTs(workspace),
      },
    ],
  };
}

/** Source: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function submitPayload(workspace: Workspace, { view, values, by = NOOR }: Submission): object {
  const opened = workspace.views.find((one) => one.id === view);
  if (opened === undefined) throw new Error(`no view ${view} was opened`);
  const elements = new Map(
    opened.view.blocks.flatMap((block) =>
      block.type === 'input'
        ? [[`${block.block_id}/${block.element.action_id}`, block.element] as const]
        : [],
    ),
  );
  const state = Object.entries(values).map(([block, actions]) => [
    block,
    Object.fromEntries(
      Object.entries(actions).map(([action, value]) => {
        const element = elements.get(`${block}/${action}`);
        if (element === undefined) throw new Error(`the view has no input ${block}/${action}`);
        if (element.type === 'plain_text_input') return [action, { type: element.type, value }];
        const selected_option = element.options.find((one) => one.value === value) ?? null;
        return [action, { type: element.type, selected_option }];
      }),
    ),
  ]);
  return {
    type: 'view_submission',
    ...common(by),
    trigger_id: newTrigger(workspace),
    view: {
      ...opened.view,
      id: opened.id,
      team_id: 'T01234567',
      app_id: 'A01234567',
      bot_id: 'B01234567',
      hash: `1773298800.${opened.id}`,
      root_view_id: opened.id,
      previous_view_id: null,
      private_metadata: opened.view.private_metadata ?? '',
      callback_id: opened.view.callback_id ?? '',
      state: { values: Object.fromEntries(state) },
    },
    response_urls: [],
  };
}

function common({ id, name }: Person): object {
  return {
    api_app_id: 'A01234567',
    token: 'not-to-be-used',
    team: { id: 'T01234567', domain: 'parcels' },
    enterprise: null,
    is_enterprise_install: false,
    user: { id, username: name, name, team_id: 'T01234567' },
  };
}

function newTrigger(workspace: Workspace): string {
  const number = nextTs(workspace).slice(-6);
  const trigger = `5522672900359.6335258913941.${number.padStart(32, '0')}`;
  workspace.triggers.add(trigger);
  return trigger;
}

function newResponseUrl(workspace: Workspace, hooks: string, channel: string): string {
  const url = `${hooks}actions/T01234567/${channel}/${nextTs(workspace).slice(-6)}`;
  workspace.responseUrls.set(url, 0);
  return url;
}

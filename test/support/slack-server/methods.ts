import { type Block, blockErrors, isTooLong, type View, viewErrors } from './block-kit.ts';
import { nextTs, type SlackMessage, type Workspace } from './workspace.ts';

export type Args = Readonly<Record<string, unknown>>;
export type Result = Readonly<Record<string, unknown>> & { readonly ok: boolean };

type Method = (workspace: Workspace, args: Args) => Result;

const TEXT = 40_000;

/** What a method needs, and does. Source: https://docs.slack.dev/reference/methods */
export const METHODS: Readonly<Record<string, { readonly scope: string; readonly call: Method }>> = {
  'auth.test': {
    scope: '',
    call: () => ({ ok: true, team_id: 'T01234567', user_id: 'U0BOT0000', bot_id: 'B01234567' }),
  },
  'chat.postMessage': { scope: 'chat:write', call: postMessage },
  'chat.update': { scope: 'chat:write', call: update },
  'chat.postEphemeral': { scope: 'chat:write', call: postEphemeral },
  'views.open': { scope: '', call: openView },
  'usergroups.users.list': { scope: 'usergroups:read', call: listGroup },
};

export function refusal(error: string, messages: readonly string[] = []): Result {
  return {
    ok: false,
    error,
    ...(messages.length === 0 ? {} : { errors: messages, response_metadata: { messages } }),
  };
}

/** Source for what becomes of a reply to a deleted message: https://github.com/slack-go/slack/issues/1571 */
function postMessage(workspace: Workspace, args: Args): Result {
  const { channel, text, blocks, thread_ts, reply_broadcast, ...options } = args;
  const refused = channelRefusal(workspace, channel) ?? contentRefusal(args);
  if (refused !== undefined) return refused;
  if (reply_broadcast === true && typeof thread_ts !== 'string') return refusal('invalid_arguments');
  const asked = typeof thread_ts === 'string' ? thread_ts : undefined;
  if (asked !== undefined && !isRoot(workspace, String(channel), asked) && !workspace.removed.has(asked))
    return refusal('thread_not_found');
  // A message that was deleted takes replies where it had some; else they become messages of the channel.
  const isLoose = asked !== undefined && workspace.removed.get(asked) === 'alone';
  const thread = isLoose ? undefined : asked;
  const message: SlackMessage = {
    channel: String(channel),
    ts: nextTs(workspace),
    ...(thread === undefined ? {} : { thread }),
    broadcast: reply_broadcast === true && thread !== undefined,
    text: String(text),
    blocks: blocksOf(blocks),
    edits: 0,
    options,
  };
  workspace.messages.push(message);
  return {
    ok: true,
    channel: message.channel,
    ts: message.ts,
    message: {
      ts: message.ts,
      text: message.text,
      ...(thread === undefined ? {} : { thread_ts: thread }),
    },
  };
}

function update(workspace: Workspace, args: Args): Result {
  const { channel, ts, text, blocks } = args;
  const refused = channelRefusal(workspace, channel) ?? contentRefusal(args);
  if (refused !== undefined) return refused;
  const at = workspace.messages.findIndex((one) => one.channel === channel && one.ts === ts);
  const message = workspace.messages[at];
  if (message === undefined) return refusal('message_not_found');
  workspace.messages[at] = {
    ...message,
    text: String(text),
    // Blocks that are left out stay as they were.
    blocks: blocks === undefined ? message.blocks : blocksOf(blocks),
    edits: message.edits + 1,
  };
  return { ok: true, channel, ts, text };
}

function postEphemeral(workspace: Workspace, args: Args): Result {
  const { channel, user, text, blocks, thread_ts } = args;
  const refused = channelRefusal(workspace, channel) ?? contentRefusal(args);
  if (refused !== undefined) return refused;
  if (typeof user !== 'string' || !/^[UW][A-Z0-9]{7,}$/.test(user)) return refusal('user_not_in_channel');
  workspace.ephemerals.push({
    channel: String(channel),
    user,
    text: String(text),
    blocks: blocksOf(blocks),
    ...(typeof thread_ts === 'string' ? { thread: thread_ts } : {}),
  });
  return { ok: true, message_ts: nextTs(workspace) };
}

function openView(workspace: Workspace, { trigger_id, view }: Args): Result {
  const errors = viewErrors(view);
  if (errors.length > 0) return refusal('invalid_arguments', errors);
  if (typeof trigger_id !== 'string') return refusal('invalid_arguments');
  if (!/^\d+\.\d+\.[0-9a-f]{32}$/.test(trigger_id)) return refusal('invalid_trigger_id');
  if (workspace.views.some((one) => one.triggerId === trigger_id)) return refusal('exchanged_trigger_id');
  if (!workspace.triggers.delete(trigger_id)) return refusal('expired_trigger_id');
  const opened = { id: `V${nextTs(workspace).slice(-6)}`, triggerId: trigger_id, view: view as View };
  workspace.views.push(opened);
  return { ok: true, view: { ...opened.view, id: opened.id } };
}

function listGroup({ groups }: Workspace, { usergroup }: Args): Result {
  const users = groups.get(String(usergroup));
  return users === undefined ? refusal('no_such_subteam') : { ok: true, users };
}

function channelRefusal({ channels }: Workspace, id: unknown): Result | undefined {
  const channel = channels.get(String(id));
  if (channel === undefined) return refusal('channel_not_found');
  if (!channel.member) return refusal('not_in_channel');
  return channel.archived ? refusal('is_archived') : undefined;
}

/** Slack takes blocks without a text; then phones show nothing that says anything, so that this is refused here. */
export function contentRefusal({ text, blocks }: Args): Result | undefined {
  if (typeof text !== 'string' || text.trim() === '') return refusal('no_text');
  if (text.length > TEXT) return refusal('msg_too_long');
  if (blocks === undefined) return undefined;
  const errors = blockErrors(blocks);
  if (errors.length > 0) return refusal('invalid_blocks', errors);
  return isTooLong(blocks) ? refusal('msg_blocks_too_long') : undefined;
}

/** With an id for each that has none, as Slack gives them. */
function blocksOf(blocks: unknown): readonly Block[] {
  const given = (blocks ?? []) as readonly Block[];
  return given.map((block, at) => ({ ...block, block_id: block.block_id ?? `b${at}` }));
}

function isRoot({ messages }: Workspace, channel: string, ts: string): boolean {
  return messages.some((one) => one.channel === channel && one.ts === ts && one.thread === undefined);
}

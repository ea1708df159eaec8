import type { Block, View } from './block-kit.ts';

/** A message as it is now, and as it was before each edit. */
export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  /** Of a reply: its root's `ts`. */
  readonly thread?: string;
  /** A reply that is shown in the channel, too. */
  readonly broadcast: boolean;
  /** What phones show. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly edits: number;
  /** What else the request said: `unfurl_links`, `mrkdwn`, ... */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Ephemeral {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly thread?: string;
}

export interface OpenedView {
  readonly id: string;
  readonly triggerId: string;
  readonly view: View;
}

/** What was sent to a `response_url`. */
export interface Response {
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A workspace of one team: what people see of it. */
export interface Workspace {
  readonly token: string;
  /** What the token may. */
  readonly scopes: Set<string>;
  /** By id; the app is a member of a channel, or not. */
  readonly channels: Map<string, { member: boolean; archived: boolean }>;
  readonly messages: SlackMessage[];
  /** Those that somebody deleted, by `ts`: with replies something is left in its place. */
  readonly removed: Map<string, 'alone' | 'with-replies'>;
  readonly ephemerals: Ephemeral[];
  readonly views: OpenedView[];
  /** Those that were given out and not used. */
  readonly triggers: Set<string>;
  /** How often each was used that was given out. */
  readonly responseUrls: Map<string, number>;
  readonly responses: Response[];
  /** User groups by id, and who is in them. */
  readonly groups: Map<string, readonly string[]>;
  /** The number of the last thing that was made. */
  last: number;
}

export function createWorkspace(): Workspace {
  return {
    token: 'xoxb-111122223333-invented',
    scopes: new Set(['chat:write', 'usergroups:read']),
    channels: new Map([['C0123456789', { member: true, archived: false }]]),
    messages: [],
    removed: new Map(),
    ephemerals: [],
    views: [],
    triggers: new Set(),
    responseUrls: new Map(),
    responses: [],
    groups: new Map(),
    last: 0,
  };
}

/** The next `ts`, as Slack writes them. */
export function nextTs(workspace: Workspace): string {
  workspace.last += 1;
  return `1773298800.${String(workspace.last).padStart(6, '0')}`;
}

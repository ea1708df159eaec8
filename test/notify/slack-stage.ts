import type { JsonValue, ServiceState, Transition } from '@podguard/core';
import type { Channel } from '@podguard/notify';
import {
  createSlackChannel,
  createSlackClient,
  createSlackKnown,
  type SlackChannelDeps,
} from '@podguard/notify/slack';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { alertOf } from '../support/slack-server/alerts.ts';
import type { Block } from '../support/slack-server/block-kit.ts';
import { openSlackServer, type SlackServer } from '../support/slack-server/slack-server.ts';
import type { SlackMessage } from '../support/slack-server/workspace.ts';
import { wording } from './transitions.ts';

export interface SlackStage {
  readonly slack: SlackServer;
  readonly state: ServiceState;
  /** What a process of its own would have. */
  create(deps?: Partial<SlackChannelDeps>): Channel;
  send(...transitions: readonly [Transition, ...Transition[]]): Promise<void>;
  readonly known: ReturnType<typeof createSlackKnown>;
  /** The only message of the channel. */
  root(): SlackMessage;
  close(): Promise<void>;
}

export async function openSlackStage(): Promise<SlackStage> {
  const slack = await openSlackServer();
  const state = createMemoryServiceState(createMemoryStore());
  const all: SlackChannelDeps = {
    client: createSlackClient(slack.workspace.token, { slackApiUrl: slack.apiUrl, timeoutMs: 300 }),
    channel: slack.channel,
    name: 'oncall',
    state,
    wording,
    actions: true,
  };
  const create: SlackStage['create'] = (deps) => createSlackChannel({ ...all, ...deps });
  return {
    slack,
    state,
    create,
    send: (...transitions) => create().send(alertOf(...transitions)),
    known: createSlackKnown(all),
    root() {
      const [root, ...others] = slack.roots();
      if (root === undefined || others.length > 0) throw new Error(`${slack.roots().length} messages`);
      return root;
    },
    close: () => slack.close(),
  };
}

/** All that a person reads of a message, without how it looks. */
export function textOf({ blocks }: Pick<SlackMessage, 'blocks'>): string {
  return blocks.map(blockText).join('\n');
}

export function headOf({ blocks }: Pick<SlackMessage, 'blocks'>): string {
  const [first] = blocks;
  return first?.type === 'header' ? first.text.text : '';
}

/** The `action_id`s of its buttons. */
export function buttonsOf({ blocks }: Pick<SlackMessage, 'blocks'>): readonly string[] {
  return blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.map((one) => one.action_id) : [],
  );
}

function blockText(block: Block): string {
  return (
    JSON.stringify(block, (_, value: unknown) => value)
      .match(/"text":"(?:[^"\\]|\\.)*"/g)
      ?.map((found) => JSON.parse(found.slice('"text":'.length)) as string)
      .join('') ?? ''
  );
}

/** The state of a process that dies at the call of that number, from 1 on. */
export function dyingAt(
  state: ServiceState,
  call: number,
): Pick<ServiceState, 'loadMark' | 'saveMark' | 'replaceMark'> {
  let calls = 0;
  const begin = (): void => {
    calls += 1;
    if (calls === call) throw new Error('the process died');
  };
  return {
    async loadMark(name) {
      begin();
      return state.loadMark(name);
    },
    async saveMark(name, value, keepSeconds) {
      begin();
      await state.saveMark(name, value, keepSeconds);
    },
    async replaceMark(name: string, was: JsonValue | undefined, value: JsonValue, keepSeconds?: number) {
      begin();
      return state.replaceMark(name, was, value, keepSeconds);
    },
  };
}

import type { Transition } from '@podguard/core';
import type { Digest } from '@podguard/notify';
import type { PeopleWorld } from './people-world.ts';
import { digestsIn, transitionsIn, transitionsOf } from './told.ts';

/** What each channel was told since the last time, in order. */
export interface HeardByAll {
  readonly sns: readonly Transition[];
  readonly tickets: readonly Transition[];
  readonly events: readonly Transition[];
  /** First lines of what Slack shows: of new messages, and of replies. */
  readonly posts: readonly string[];
  readonly replies: readonly string[];
  /** How many requests Slack got, whatever they were. */
  readonly slackCalls: number;
  readonly floodCalls: number;
  /** Messages of the topic, and the digests among them. */
  readonly alerts: number;
  readonly digests: readonly Digest[];
}

/** Creates what says what is new. */
export function createHeard({ service, slack, flood, hook, bus }: PeopleWorld): () => Promise<HeardByAll> {
  let [messages, slackCalls, floodCalls] = [0, 0, 0];
  return async () => {
    const topic = await service.subscriber.heard();
    const bodies = hook.heard();
    const fresh = slack.workspace.messages.slice(messages);
    const heard = {
      sns: transitionsIn(topic),
      tickets: transitionsOf(bodies),
      events: (await bus.heard()).map(({ detail }) => detail),
      posts: fresh.filter(({ thread }) => thread === undefined).map(({ text }) => text),
      replies: fresh.filter(({ thread }) => thread !== undefined).map(({ text }) => text),
      slackCalls: slack.calls.length - slackCalls,
      floodCalls: flood.calls.length - floodCalls,
      alerts: topic.length,
      digests: digestsIn(topic),
    };
    messages = slack.workspace.messages.length;
    slackCalls = slack.calls.length;
    floodCalls = flood.calls.length;
    return heard;
  };
}

/** `type rule` of each. */
export function told(transitions: readonly Transition[]): readonly string[] {
  return transitions.map(({ type, finding }) => `${type} ${finding.rule}`);
}

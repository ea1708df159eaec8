import { type ChannelSettings, channelsOf, parseConfig, ServiceError } from '@podguard/core';
import type { Channel, Wording } from '@podguard/notify';
import { catalogue } from '@podguard/rules';
import configured from '../../../../podguard.config.ts';
import type { Settings } from '../settings.ts';

export type ChannelEnvironment = Settings<
  'TABLE_NAME' | 'ACCOUNT_ID' | 'AWS_REGION' | 'TOPIC_ARN' | 'CHANNEL_QUEUES'
>;

/** What the code of a channel needs beside its settings. */
export interface ChannelParts {
  readonly name: string;
  readonly environment: ChannelEnvironment;
  readonly wording: Wording;
  readonly ruleOf: (id: string) => (typeof catalogue.rules)[number] | undefined;
  /** Whether the messages of Slack have buttons. */
  readonly actions: boolean;
}

/** A channel, and what one `send` of it takes at most. */
export interface OpenChannel {
  readonly channel: Channel;
  readonly sendMs: number;
}

const config = parseConfig(configured, 'podguard.config.ts');
const rules = new Map([...catalogue.rules, ...config.customRules].map((rule) => [rule.id, rule]));
const ruleOf = (id: string) => rules.get(id);

/** Opens a configured channel: only the code of its type is loaded. */
export async function openChannel(name: string, environment: ChannelEnvironment): Promise<OpenChannel> {
  const settings = channelsOf(config)[name];
  if (settings === undefined)
    throw new ServiceError(
      'environment-invalid',
      `there is a queue for channel ${name}, which podguard.config.ts does not name: deploy again`,
    );
  const store = `dynamodb:${environment.TABLE_NAME}@${environment.AWS_REGION}`;
  const actions = config.slackActions !== undefined;
  return opened(settings, { name, environment, ruleOf, wording: { ruleOf, store }, actions });
}

async function opened(settings: ChannelSettings, parts: ChannelParts): Promise<OpenChannel> {
  switch (settings.type) {
    case 'sns':
      return (await import('./open-sns-channel.ts')).open(parts);
    case 'slack':
      return (await import('./open-slack-channel.ts')).open(settings, parts);
    case 'slack-webhook':
      return (await import('./open-slack-webhook-channel.ts')).open(settings, parts);
    case 'webhook':
      return (await import('./open-webhook-channel.ts')).open(settings, parts);
    case 'security-hub':
      return (await import('./open-security-hub-channel.ts')).open(parts);
    case 'eventbridge':
      return (await import('./open-eventbridge-channel.ts')).open(settings, parts);
  }
}

import type { SQSClient } from '@aws-sdk/client-sqs';
import { type Config, parseConfig, type ServiceState, type Store } from '@podguard/core';
import configured from '../../../../podguard.config.ts';
import { type Channels, withQueues } from '../channels.ts';
import type { Settings } from '../settings.ts';
import { createTellDigest } from '../tell-digest.ts';
import { createTellQuiet, type TellQuiet, type TellQuietDeps } from '../tell-quiet.ts';
import { createSqsQueue } from './compose-queue.ts';

/** The configured channels, each with its queue. */
export function composeChannelQueues(
  sqs: SQSClient,
  { CHANNEL_QUEUES }: Settings<'CHANNEL_QUEUES'>,
  config: Pick<Config, 'channels'> = parseConfig(configured, 'podguard.config.ts'),
): Channels {
  const queues = Object.entries(CHANNEL_QUEUES).map(
    ([name, url]) => [name, createSqsQueue(sqs, url)] as const,
  );
  return withQueues(config, Object.fromEntries(queues));
}

/** Tells a digest to people. */
export function composeTellDigest(
  sqs: SQSClient,
  settings: Settings<'CHANNEL_QUEUES'>,
  { state }: { readonly state: ServiceState },
): TellQuietDeps['tellDigest'] {
  const channels = composeChannelQueues(sqs, settings);
  return createTellDigest({ channels, state, now: () => new Date() });
}

/** Tells people what was kept of what no record caused. */
export function composeTellQuiet(
  sqs: SQSClient,
  settings: Settings<'CHANNEL_QUEUES' | 'ACCOUNT_ID'>,
  { state, store }: { readonly state: ServiceState; readonly store: Store },
): TellQuiet {
  const tellDigest = composeTellDigest(sqs, settings, { state });
  return createTellQuiet({ tellDigest, state, store, account: settings.ACCOUNT_ID });
}

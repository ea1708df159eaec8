import { type ConfigInput, configSchema } from '@podguard/core';
import { type Channels, type Queue, withQueues } from '@podguard/functions';

/** So many that none is told together for that reason. */
const NO_BURST = 1_000_000;

/** Channels as a configuration makes them, over these queues; by itself the alert topic's alone, which tells everything one by one. */
export function channelsOver(
  queues: Readonly<Record<string, Queue>>,
  channels: NonNullable<ConfigInput['channels']> = { sns: { type: 'sns', burst: NO_BURST } },
): Channels {
  return withQueues(configSchema.parse({ channels }), queues);
}

import {
  type ChannelSettings,
  type Config,
  channelsOf,
  isProgramChannel,
  type PeopleChannel,
  ServiceError,
} from '@podguard/core';
import type { Queue } from './queue.ts';

/** A way by which alerts go, with the FIFO queue in front of it. */
export interface ToldChannel<S extends ChannelSettings = ChannelSettings> {
  readonly settings: S;
  readonly queue: Queue;
}

/** By the channel's name. */
export type Channels = Readonly<Record<string, ToldChannel>>;

/** The configured channels, each with its queue; a deploy makes one for each. */
export function withQueues(
  config: Pick<Config, 'channels'>,
  queues: Readonly<Record<string, Queue>>,
): Channels {
  const all = Object.entries(channelsOf(config)).map(([name, settings]) => {
    const queue = queues[name];
    if (queue !== undefined) return [name, { settings, queue }] as const;
    throw new ServiceError(
      'environment-invalid',
      `CHANNEL_QUEUES has no queue for channel ${name}: deploy again, which makes it`,
    );
  });
  return Object.fromEntries(all);
}

/** Those of people, who are told by severities, routes, quiet hours and bursts. */
export function peopleOf(
  channels: Channels,
): readonly (readonly [name: string, channel: ToldChannel<PeopleChannel>])[] {
  return Object.entries(channels).flatMap(([name, { settings, queue }]) =>
    isProgramChannel(settings) ? [] : [[name, { settings, queue }] as const],
  );
}

import type { Config } from './config.ts';
import { ALERT_TOPIC_CHANNEL } from './config-checks.ts';
import type { ChannelSettings } from './config-people.ts';

/** What the alert topic's channel is where the configuration does not name it. */
const ALERT_TOPIC: ChannelSettings = { type: 'sns', severity: 'low', burst: 10 };

/** Every channel by its name, the alert topic's first. */
export function channelsOf({
  channels,
}: Pick<Config, 'channels'>): Readonly<Record<string, ChannelSettings>> {
  return { [ALERT_TOPIC_CHANNEL]: ALERT_TOPIC, ...channels };
}

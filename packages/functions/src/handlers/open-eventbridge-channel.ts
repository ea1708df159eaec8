import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { ChannelSettings } from '@podguard/core';
import { AWS_PATIENCE } from '@podguard/notify';
import { createEventBridgeChannel, EVENTBRIDGE_SEND_MS } from '@podguard/notify/eventbridge';
import type { ChannelParts, OpenChannel } from './compose-channels.ts';

type EventBridge = Extract<ChannelSettings, { readonly type: 'eventbridge' }>;

export function open({ bus }: EventBridge, { name, environment }: ChannelParts): OpenChannel {
  const region = bus.split(':')[3] ?? environment.AWS_REGION;
  const client = new EventBridgeClient({ ...AWS_PATIENCE, region });
  return { channel: createEventBridgeChannel({ name, client, busArn: bus }), sendMs: EVENTBRIDGE_SEND_MS };
}

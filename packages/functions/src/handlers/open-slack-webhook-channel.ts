import type { ChannelSettings } from '@podguard/core';
import { AWS_PATIENCE } from '@podguard/notify';
import { createSlackWebhookChannel, SLACK_WEBHOOK_SEND_MS } from '@podguard/notify/slack';
import { SECRET_MS, withSecret } from '../with-secret.ts';
import type { ChannelParts, OpenChannel } from './compose-channels.ts';
import { createParameter } from './compose-parameter.ts';

type SlackWebhook = Extract<ChannelSettings, { readonly type: 'slack-webhook' }>;

export function open({ urlParameter }: SlackWebhook, { name, wording }: ChannelParts): OpenChannel {
  const channel = withSecret({
    name,
    secret: createParameter(urlParameter, AWS_PATIENCE),
    make: (url) => createSlackWebhookChannel({ name, url, wording }),
  });
  return { channel, sendMs: SECRET_MS + SLACK_WEBHOOK_SEND_MS };
}

import type { ChannelSettings } from '@podguard/core';
import { AWS_PATIENCE } from '@podguard/notify';
import { createWebhookChannel, WEBHOOK_SEND_MS } from '@podguard/notify/webhook';
import { SECRET_MS, withSecret } from '../with-secret.ts';
import type { ChannelParts, OpenChannel } from './compose-channels.ts';
import { createParameter } from './compose-parameter.ts';

type Webhook = Extract<ChannelSettings, { readonly type: 'webhook' }>;

export function open({ url, secretParameter }: Webhook, { name }: ChannelParts): OpenChannel {
  const channel = withSecret({
    name,
    secret: createParameter(secretParameter, AWS_PATIENCE),
    make: (secret) => createWebhookChannel({ name, url, secret: async () => secret }),
  });
  return { channel, sendMs: SECRET_MS + WEBHOOK_SEND_MS };
}

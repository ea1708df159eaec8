import type { ChannelSettings } from '@podguard/core';
import { AWS_PATIENCE } from '@podguard/notify';
import { createSlackChannel, createSlackClient, SLACK_SEND_MS } from '@podguard/notify/slack';
import { SECRET_MS, withSecret } from '../with-secret.ts';
import type { ChannelParts, OpenChannel } from './compose-channels.ts';
import { connectMarks } from './compose-marks.ts';
import { createParameter } from './compose-parameter.ts';

type Slack = Extract<ChannelSettings, { readonly type: 'slack' }>;

export function open(
  { channel: id, tokenParameter }: Slack,
  { name, environment, wording, actions }: ChannelParts,
): OpenChannel {
  const state = connectMarks(environment);
  const channel = withSecret({
    name,
    secret: createParameter(tokenParameter, AWS_PATIENCE),
    make: (token) =>
      createSlackChannel({ client: createSlackClient(token), channel: id, name, state, wording, actions }),
  });
  return { channel, sendMs: SECRET_MS + SLACK_SEND_MS };
}

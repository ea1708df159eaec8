import { SNSClient } from '@aws-sdk/client-sns';
import { AWS_PATIENCE, createSnsChannel, SEND_MS } from '@podguard/notify';
import type { ChannelParts, OpenChannel } from './compose-channels.ts';

/** A module of its own, as those of the other channels: of what is imported dynamically the bundle takes all exports. */
export function open({ environment, wording }: ChannelParts): OpenChannel {
  const client = new SNSClient(AWS_PATIENCE);
  const channel = createSnsChannel({ client, topicArn: environment.TOPIC_ARN, wording });
  return { channel, sendMs: SEND_MS };
}

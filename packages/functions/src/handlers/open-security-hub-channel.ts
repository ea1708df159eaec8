import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { partitionOf } from '@podguard/core';
import { AWS_PATIENCE } from '@podguard/notify';
import { createSecurityHubChannel, SECURITY_HUB_SEND_MS } from '@podguard/notify/security-hub';
import type { ChannelParts, OpenChannel } from './compose-channels.ts';
import { connectMarks } from './compose-marks.ts';

export function open({ name, environment, ruleOf }: ChannelParts): OpenChannel {
  const { ACCOUNT_ID: account, AWS_REGION: region } = environment;
  const channel = createSecurityHubChannel({
    ...{ name, account, region, ruleOf },
    partition: partitionOf(region),
    client: new SecurityHubClient(AWS_PATIENCE),
    state: connectMarks(environment),
  });
  return { channel, sendMs: SECURITY_HUB_SEND_MS };
}

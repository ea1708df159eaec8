import { type ChannelSettings, channelsOf } from '@podguard/core';
import type { Parts } from './parts.ts';
import type { Statement } from './statements.ts';

/** What telling takes by the channels that are configured, and nothing for the others; `marks`: to keep something of what was told. */
export function channelGrants(parts: Parts, marks: readonly Statement[]): readonly Statement[] {
  const channels = Object.values(channelsOf(parts.config));
  return [
    { actions: ['sns:Publish'], resources: [parts.topic.topic.arn] },
    { actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: [parts.topic.key.arn] },
    ...secrets(parts, channels.flatMap(secretOf)),
    ...securityHub(parts, channels),
    ...buses(channels),
    ...(channels.some(keepsMarks) ? marks : []),
  ];
}

/**
 * Reading secrets of these names. AWS's own key for parameters lets in everybody of the account; another one has to be granted.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-restrict-decryption.html
 */
export function secrets(
  { place: { home, account }, options: { parameterKey } }: Parts,
  names: readonly string[],
): readonly Statement[] {
  if (names.length === 0) return [];
  const resources = [...new Set(names)].map((name) => `arn:aws:ssm:${home}:${account}:parameter${name}`);
  return [
    { actions: ['ssm:GetParameter'], resources },
    ...(parameterKey === undefined
      ? []
      : [
          {
            actions: ['kms:Decrypt'],
            resources: [parameterKey],
            condition: { StringEquals: { 'kms:ViaService': `ssm.${home}.amazonaws.com` } },
          },
        ]),
  ];
}

function secretOf(channel: ChannelSettings): readonly string[] {
  switch (channel.type) {
    case 'slack':
      return [channel.tokenParameter];
    case 'slack-webhook':
      return [channel.urlParameter];
    case 'webhook':
      return [channel.secretParameter];
    default:
      return [];
  }
}

/** Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecurityhub.html */
function securityHub(
  { place: { home, account } }: Parts,
  channels: readonly ChannelSettings[],
): readonly Statement[] {
  if (!channels.some(({ type }) => type === 'security-hub')) return [];
  const arn = `arn:aws:securityhub:${home}:${account}`;
  return [
    { actions: ['securityhub:BatchImportFindings'], resources: [`${arn}:product/${account}/default`] },
    { actions: ['securityhub:BatchUpdateFindings'], resources: [`${arn}:hub/default`] },
  ];
}

function buses(channels: readonly ChannelSettings[]): readonly Statement[] {
  const resources = channels.flatMap((channel) => (channel.type === 'eventbridge' ? [channel.bus] : []));
  return resources.length === 0
    ? []
    : [{ actions: ['events:PutEvents'], resources: [...new Set(resources)] }];
}

/** What was posted where, and what was suppressed. */
function keepsMarks({ type }: ChannelSettings): boolean {
  return type === 'slack' || type === 'security-hub';
}

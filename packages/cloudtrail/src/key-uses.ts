import { type ActivityChange, useOf } from '@podguard/core';
import { staticKey } from './caller.ts';
import { toCall, use } from './mapper.ts';
import type { CloudTrailRecord } from './read/record.ts';
import { toTool } from './tool.ts';

/**
 * What runs in clusters only, by how it names itself.
 * Source: https://github.com/external-secrets/external-secrets (WithAppendUserAgent, later WithAppID),
 * https://github.com/aws/secrets-store-csi-driver-provider-aws (ProviderName)
 */
const CLIENTS: readonly (readonly [RegExp, string])[] = [
  [/(?:^| |\bapp\/)external-secrets\b/, 'external-secrets'],
  [/\bsecrets-store-csi-driver-provider-aws\b/, 'secrets-store-csi-driver-provider-aws'],
];
/** Where a service calls for somebody, its name is in the address's place. */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*)$/i;
const CLUSTER_TOOLS = ['ack', 'crossplane', 'karpenter'];

/** How the long-lived access key that signed a call was used: by a client that runs in a cluster, or else from which address. */
export function keyUses(record: CloudTrailRecord): readonly ActivityChange[] {
  const key = staticKey({ record, account: record.recipientAccountId ?? '' });
  if (key === undefined) return [];
  const call = toCall(record);
  const client = clusterClient(record);
  if (client !== undefined) return [use(call, 'access-key', key, useOf('from-cluster', client))];
  const address = record.sourceIPAddress ?? '';
  return ADDRESS.test(address) ? [use(call, 'access-key', key, useOf('from', address))] : [];
}

function clusterClient(record: CloudTrailRecord): string | undefined {
  const found = CLIENTS.find(([pattern]) => pattern.test(record.userAgent ?? ''));
  if (found !== undefined) return found[1];
  const tool = toTool(record);
  return tool !== undefined && CLUSTER_TOOLS.includes(tool) ? tool : undefined;
}

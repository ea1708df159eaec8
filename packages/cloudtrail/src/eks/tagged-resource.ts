import { clusterKey, type Kind, parseArn } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';

/** What a tagging call names: of a kind whose tags are kept, of another (`null`), or nothing that can be read. */
export function taggedResource(
  call: Call,
):
  | { readonly kind: Extract<Kind, 'eks-cluster' | 'pod-identity-association'>; readonly key: string }
  | null
  | undefined {
  const arn = text(call.request, 'resourceArn');
  const parts = arn ? parseArn(arn) : undefined;
  const [type, cluster, id] = parts?.resource.split('/') ?? [];
  if (!arn || parts?.service !== 'eks' || !type || !cluster) return undefined;
  if (type === 'podidentityassociation' && id) return { kind: 'pod-identity-association', key: arn };
  if (type !== 'cluster') return null;
  return { kind: 'eks-cluster', key: clusterKey(parts.partition, parts.region, parts.account, cluster) };
}

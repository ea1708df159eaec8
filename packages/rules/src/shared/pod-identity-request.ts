import { owningClusterKey, parseArn, type Resource } from '@podguard/core';
import type { ContextValue, PolicyRequest } from '@podguard/policy';

export const POD_IDENTITY_SERVICE = 'pods.eks.amazonaws.com';

export type PodIdentityAction = 'sts:AssumeRole' | 'sts:TagSession';

/** Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
const SESSION_TAGS = [
  'eks-cluster-arn',
  'eks-cluster-name',
  'kubernetes-namespace',
  'kubernetes-service-account',
  'kubernetes-pod-name',
  'kubernetes-pod-uid',
] as const;

/**
 * The request by which EKS Pod Identity takes an association's role.
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function associationRequest(
  association: Resource<'pod-identity-association'>,
  action: PodIdentityAction,
): PolicyRequest {
  const { state, account } = association;
  const clusterArn = owningClusterKey(association.key);
  const tags = {
    'eks-cluster-arn': [clusterArn],
    'eks-cluster-name': clusterName(clusterArn),
    'kubernetes-namespace': textOf(state.namespace),
    'kubernetes-service-account': textOf(state.serviceAccount),
  };
  return request(action, account, [clusterArn], tags, state.disableSessionTags);
}

/** The request of an association in the account about which nothing else is known. */
export function anyAssociationRequest(account: string, action: PodIdentityAction): PolicyRequest {
  return request(action, account, 'unknown', {}, undefined);
}

function request(
  action: PodIdentityAction,
  account: string,
  sourceArn: ContextValue,
  tags: { readonly [T in (typeof SESSION_TAGS)[number]]?: ContextValue },
  disabled: boolean | null | undefined,
): PolicyRequest {
  const presence = (value: ContextValue): ContextValue => {
    if (disabled === true) return 'absent';
    return disabled === false ? value : 'unknown';
  };
  const context: Record<string, ContextValue> = {
    'aws:SourceAccount': [account],
    'aws:SourceArn': sourceArn,
    'aws:SourceOrgId': 'unknown',
    'aws:TagKeys': presence(SESSION_TAGS),
    'sts:TransitiveTagKeys': presence(SESSION_TAGS),
    'sts:ExternalId': 'absent',
    'sts:SourceIdentity': 'absent',
    'aws:MultiFactorAuthPresent': 'absent',
  };
  for (const name of SESSION_TAGS) context[`aws:RequestTag/${name}`] = presence(tags[name] ?? 'unknown');
  return {
    principal: { type: 'Service', name: POD_IDENTITY_SERVICE },
    action,
    context,
  };
}

function textOf(value: string | null | undefined): ContextValue {
  return typeof value === 'string' ? [value] : 'unknown';
}

function clusterName(clusterArn: string): ContextValue {
  const name = parseArn(clusterArn)?.resource.split('/')[1];
  return name === undefined ? 'unknown' : [name];
}

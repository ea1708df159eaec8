import { owningClusterKey, parseArn, type Resource } from '@podguard/core';
import type { ContextValue, Evaluation, Policy, PolicyRequest } from '@podguard/policy';
import { once } from './memo.ts';
import { ask, isDenied } from './trust.ts';

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

const answers = once((policy: Policy) =>
  once((association: Resource<'pod-identity-association'>): Record<PodIdentityAction, Evaluation> => {
    const about = (action: PodIdentityAction) => ask(policy, associationRequest(association, action));
    return { 'sts:AssumeRole': about('sts:AssumeRole'), 'sts:TagSession': about('sts:TagSession') };
  }),
);

/** What a policy says to an association's request; asked once, however often the role of many is judged. */
export function askFor(
  policy: Policy,
  association: Resource<'pod-identity-association'>,
  action: PodIdentityAction,
): Evaluation {
  return answers(policy)(association)[action];
}

/** Whether a policy that refuses an association for it disables session tags would admit it with them. */
export function isRefusedForTags(policy: Policy, association: Resource<'pod-identity-association'>): boolean {
  if (association.state.disableSessionTags !== true) return false;
  const tagged = { ...association, state: { ...association.state, disableSessionTags: false } };
  const isRefused = (one: Resource<'pod-identity-association'>): boolean =>
    isDenied(askFor(policy, one, 'sts:AssumeRole'));
  return isRefused(association) && !isRefused(tagged);
}

/** Whether an Allow is meant for it: who lets everybody in has another problem. */
export function namesPodIdentity({ statements }: Policy): boolean {
  const principals = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => statement.principals ?? []);
  return principals.some(
    ({ type, value }) => type === 'Service' && value.toLowerCase() === POD_IDENTITY_SERVICE,
  );
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

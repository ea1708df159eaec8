import type { JsonValue } from '@podguard/core';
import { type PolicyRequest, podIdentityWay } from '@podguard/policy';

interface WitnessData {
  readonly action: string;
  readonly provider?: string;
  readonly principal?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly open?: readonly unknown[];
  readonly cluster?: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly sessionTags?: boolean;
}

/** The request that a finding's witness says, in full. */
export function requestOfWitness(data: JsonValue): PolicyRequest {
  const witness = data as unknown as WitnessData;
  const { action, principal, context = {} } = witness;
  if (witness.cluster !== undefined) return podRequest(witness);
  if (principal !== undefined) {
    const account = principal.split(':')[4];
    return account === undefined
      ? { principal: { type: 'Service', name: principal }, action, context }
      : { principal: { type: 'AWS', arn: principal, account }, action, context };
  }
  const provider = witness.provider ?? String(witness.open?.[0]);
  return { principal: { type: 'Federated', provider }, action, context };
}

function podRequest({
  cluster = '',
  namespace,
  serviceAccount,
  sessionTags,
  action,
  context = {},
}: WitnessData): PolicyRequest {
  const way = podIdentityWay({
    action: action === 'sts:TagSession' ? 'sts:TagSession' : 'sts:AssumeRole',
    sessionTags: sessionTags !== false,
  });
  const tags = {
    'aws:requesttag/kubernetes-namespace': namespace ?? 'a',
    'aws:requesttag/kubernetes-service-account': serviceAccount ?? 'b',
    'aws:requesttag/kubernetes-pod-name': 'c',
    'aws:requesttag/kubernetes-pod-uid': '00000000-0000-0000-0000-000000000000',
  };
  const brought = Object.entries(context).map(([key, values]) => [key.toLowerCase(), values.join()] as const);
  const point = { cluster, ...(sessionTags === false ? {} : tags), ...Object.fromEntries(brought) };
  return way.toRequest(new Map(Object.entries(point)));
}

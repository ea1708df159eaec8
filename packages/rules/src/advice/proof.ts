import { evaluate, type PolicyRequest, parsePolicy } from '@podguard/policy';
import { providerArn } from './new-statements.ts';
import { type Pod, subjectOf } from './pod.ts';
import { type RawTrust, writeTrust } from './trust-document.ts';

/** What EKS sends for a pod with session tags. */
export function podIdentityRequests({ cluster, namespace, serviceAccount }: Pod): readonly PolicyRequest[] {
  const tags = {
    'eks-cluster-arn': cluster.arn,
    'eks-cluster-name': cluster.name,
    'kubernetes-namespace': namespace,
    'kubernetes-service-account': serviceAccount,
    'kubernetes-pod-name': `${serviceAccount}-0`,
    'kubernetes-pod-uid': '00000000-0000-4000-8000-000000000000',
  };
  const context = {
    'aws:SourceAccount': [cluster.account],
    'aws:SourceArn': [cluster.arn],
    ...Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`aws:RequestTag/${tag}`, [value]])),
    'aws:TagKeys': Object.keys(tags),
    'sts:TransitiveTagKeys': Object.keys(tags),
  };
  return ['sts:AssumeRole', 'sts:TagSession'].map((action) => ({
    principal: { type: 'Service', name: 'pods.eks.amazonaws.com' },
    action,
    context,
  }));
}

/** What the SDK of a pod sends with its token. */
export function irsaRequest(pod: Pod, issuer: string, roleArn: string): PolicyRequest {
  const { cluster } = pod;
  return {
    principal: { type: 'Federated', provider: providerArn(cluster, issuer, roleArn) },
    action: 'sts:AssumeRoleWithWebIdentity',
    context: { [`${issuer}:sub`]: [subjectOf(pod)], [`${issuer}:aud`]: ['sts.amazonaws.com'] },
  };
}

/** Whether all of these are let in: by a Deny of the same document they need not be. */
export function letsIn(trust: RawTrust, requests: readonly PolicyRequest[]): boolean {
  const parsed = parsePolicy(writeTrust(trust));
  return parsed.ok && requests.every((request) => evaluate(parsed.policy, request).decision === 'allow');
}

/** The pods that a trust policy does not let in by the new method yet. */
export function lacking(
  trust: RawTrust,
  pods: readonly Pod[],
  requestsOf: (pod: Pod) => readonly PolicyRequest[],
): readonly Pod[] {
  return pods.filter((pod) => !letsIn(trust, requestsOf(pod)));
}

import { type Fragment, literal, sequence } from '../../language/fragments.ts';
import { type KeyFact, maybe, NEVER, UNKNOWN } from '../key-domain.ts';
import {
  accountId,
  clusterName,
  dnsLabel,
  dnsSubdomain,
  once,
  organizationId,
  partition,
  podUid,
  region,
} from './names.ts';

export const POD_IDENTITY_SERVICE = 'pods.eks.amazonaws.com';

/**
 * The six session tags, all transitive, that a pod's session gets; none of them where the association disables session
 * tags.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export const SESSION_TAGS = [
  'eks-cluster-arn',
  'eks-cluster-name',
  'kubernetes-namespace',
  'kubernetes-service-account',
  'kubernetes-pod-name',
  'kubernetes-pod-uid',
] as const;

/** The tags that are no function of the cluster's ARN. */
export const FREE_TAGS: Readonly<Record<string, Fragment>> = {
  'kubernetes-namespace': dnsLabel,
  'kubernetes-service-account': dnsSubdomain,
  'kubernetes-pod-name': dnsSubdomain,
  'kubernetes-pod-uid': podUid,
};

/**
 * `aws:SourceArn` is the cluster, `aws:SourceAccount` its account.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function clusterArn(account: Fragment, name: Fragment = clusterName): Fragment {
  const start = sequence(literal('arn:'), partition, literal(':eks:'), region, literal(':'));
  return sequence(start, account, literal(':cluster/'), name);
}

export const anyAccount: Fragment = accountId;

/**
 * The caller is a service: keys of an IAM principal and of its session are missing, and EKS sends neither external id nor
 * source identity. STS has no endpoint without TLS.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/general/latest/gr/sts.html
 */
export const podIdentityKeys: Readonly<Record<string, KeyFact>> = {
  'aws:assumedroot': NEVER,
  'aws:chatbotsourcearn': NEVER,
  'aws:ec2instancesourceprivateipv4': NEVER,
  'aws:ec2instancesourcevpc': NEVER,
  'aws:federatedprovider': NEVER,
  'aws:multifactorauthage': NEVER,
  'aws:multifactorauthpresent': NEVER,
  'aws:principalaccount': NEVER,
  'aws:principalarn': NEVER,
  'aws:principalisawsservice': { kind: 'fixed', value: ['true'] },
  'aws:principalorgid': NEVER,
  'aws:principalorgpaths': NEVER,
  'aws:principalservicename': { kind: 'fixed', value: [POD_IDENTITY_SERVICE] },
  'aws:principaltype': NEVER,
  'aws:securetransport': { kind: 'fixed', value: ['true'] },
  'aws:sourceidentity': NEVER,
  'aws:sourceorgid': { kind: 'varies', dimension: 'aws:sourceorgid', domain: maybe(once(organizationId)()) },
  'aws:username': NEVER,
  'sts:externalid': NEVER,
  'sts:sourceidentity': NEVER,
};

/**
 * Of the rest, tags other than the six and tags of a principal are never there, nor are keys of other services and of
 * providers. What AWS's own are, such as `aws:SourceVpc` and `aws:ResourceTag/...`, EKS does not say.
 */
export function otherPodIdentityKey(lowerKey: string): KeyFact {
  const isNever = /^aws:(request|principal)tag\//.test(lowerKey) || /^(?!(aws|sts|iam):).*:/.test(lowerKey);
  return isNever ? NEVER : UNKNOWN;
}

import { parseArn } from '@podguard/core';
import type { Cluster } from './cluster.ts';
import { clustersOf, type Pod, subjectOf } from './pod.ts';
import type { RawStatement } from './trust-document.ts';

const POD_IDENTITY = 'pods.eks.amazonaws.com';
const AUDIENCE = 'sts.amazonaws.com';

/**
 * Statements that let exactly these service accounts assume the role by EKS Pod Identity, one for each cluster and namespace.
 * Both actions are needed; a list of several namespaces and service accounts in one statement would let in their product.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html#pod-id-abac-tags
 */
export function podIdentityStatements(pods: readonly Pod[]): readonly RawStatement[] {
  const places = Map.groupBy(pods, ({ cluster, namespace }) => `${cluster.arn} ${namespace}`);
  return [...places.values()].map((of) => {
    const [{ cluster, namespace }] = of as [Pod, ...Pod[]];
    return {
      Effect: 'Allow',
      Principal: { Service: POD_IDENTITY },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          'aws:SourceAccount': cluster.account,
          'aws:RequestTag/kubernetes-namespace': namespace,
          'aws:RequestTag/kubernetes-service-account': single(of.map((pod) => pod.serviceAccount)),
        },
        ArnEquals: { 'aws:SourceArn': cluster.arn },
      },
    };
  });
}

/** The same by IRSA, one statement for each cluster's provider, subject and audience pinned. */
export function irsaStatements(
  pods: readonly Pod[],
  issuerOf: (cluster: Cluster) => string,
  roleArn: string,
): readonly RawStatement[] {
  return clustersOf(pods).map((cluster) => {
    const issuer = issuerOf(cluster);
    const own = pods.filter((pod) => pod.cluster.arn === cluster.arn);
    return {
      Effect: 'Allow',
      Principal: { Federated: providerArn(cluster, issuer, roleArn) },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${issuer}:sub`]: single(own.map(subjectOf)), [`${issuer}:aud`]: AUDIENCE },
      },
    };
  });
}

/**
 * A role trusts a provider of its own account, wherever the cluster is.
 * https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html
 */
export function providerArn({ partition, account }: Cluster, issuer: string, roleArn: string): string {
  return `arn:${partition}:iam::${parseArn(roleArn)?.account || account}:oidc-provider/${issuer}`;
}

function single(values: readonly string[]): string | readonly string[] {
  const once = [...new Set(values)];
  return once.length === 1 ? (once[0] as string) : once;
}

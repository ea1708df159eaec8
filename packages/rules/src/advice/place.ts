import { owningClusterKey, roleKeyFromArn } from '@podguard/core';
import { clusterTrusts } from '../shared/reach.ts';
import { readTrust } from '../shared/trust.ts';
import { type AdviceInput, isOf, issuersNamed, those } from './around.ts';
import { fargateTakes, isEksIssuer, issuerOfCluster, selfHostedIssuers } from './cluster.ts';

/** Where the pods of a finding run, as far as it is known. */
export interface Place {
  readonly platform: 'eks' | 'self-hosted' | 'unknown';
  /** How many clusters the resource is used in. */
  readonly clusters: number;
  /** A Fargate profile takes all of them. */
  readonly fargate: boolean;
}

/** By the resource's own issuers and clusters, then by what is known around it, then by the configuration. */
export function placeOf(input: AdviceInput): Place {
  const { resource, config } = input;
  const issuers = issuersOf(input);
  const used = associated(input);
  const own = new Set([...issuers, ...used]);
  const recorded = those(input, 'eks-cluster').length > 0;
  const foreign = issuers.filter((issuer) => !isEksIssuer(issuer));
  const fargate = onFargate(input);
  if (own.size > foreign.length) return { platform: 'eks', clusters: own.size, fargate };
  if (foreign.length > 0) return { platform: 'self-hosted', clusters: own.size, fargate: false };
  if (recorded || /:eks:/.test(resource.key)) return { platform: 'eks', clusters: 0, fargate };
  const outside = selfHostedIssuers(config);
  const onlyOutside = outside.length > 0 && outside.length === config.issuers.length;
  return { platform: onlyOutside ? 'self-hosted' : 'unknown', clusters: 0, fargate };
}

function issuersOf({ resource, finding, config }: AdviceInput): readonly string[] {
  const trust = isOf(resource, 'iam-role') ? readTrust(resource) : null;
  if (trust === null || 'verdict' in trust) return issuersNamed(finding);
  return clusterTrusts(trust.policy, config).map(({ issuer }) => issuer);
}

/** The clusters of the role's associations, by issuer where that is known. */
function associated(input: AdviceInput): readonly string[] {
  const { resource } = input;
  if (!isOf(resource, 'iam-role') && !isOf(resource, 'pod-identity-association')) return [];
  const keys = those(input, 'pod-identity-association')
    .filter(({ key, state }) => key === resource.key || roleKeyFromArn(state.roleArn ?? '') === resource.key)
    .map(({ key }) => owningClusterKey(key));
  const clusters = those(input, 'eks-cluster');
  return keys.map((key) => {
    const known = clusters.find((cluster) => cluster.key === key);
    return (known === undefined ? null : issuerOfCluster(known)) ?? key;
  });
}

function onFargate(input: AdviceInput): boolean {
  const { resource } = input;
  if (isOf(resource, 'pod-identity-association'))
    return fargateTakes(input, owningClusterKey(resource.key), resource.state.namespace ?? '') === 'all';
  const trust = isOf(resource, 'iam-role') ? readTrust(resource) : null;
  if (trust === null || 'verdict' in trust) return false;
  const pods = clusterTrusts(trust.policy, input.config).flatMap(({ issuer, answer }) => {
    const cluster = those(input, 'eks-cluster').find((one) => issuerOfCluster(one) === issuer);
    if (cluster === undefined || !answer.decided || answer.subjects.kind !== 'exact') return ['none'];
    return answer.subjects.subjects.map((subject) =>
      fargateTakes(input, cluster.key, subject.split(':')[2] ?? ''),
    );
  });
  return pods.length > 0 && pods.every((takes) => takes === 'all');
}

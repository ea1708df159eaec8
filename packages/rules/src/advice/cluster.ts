import { type Config, clusterKey, parseArn, partitionOf, type Resource } from '@podguard/core';
import { globMatches } from '@podguard/policy';
import { isClusterIssuer } from '../shared/reach.ts';
import { type AdviceInput, accountOf, those } from './around.ts';
import type { Blanks } from './blanks.ts';

/** A cluster as a plan speaks of it: what is not known of it is a placeholder. */
export interface Cluster {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  /** `host/path`; null where it is not known. */
  readonly issuer: string | null;
  /** The recorded one. */
  readonly resource: Resource<'eks-cluster'> | null;
  /** Whether anything says which one it is. */
  readonly named: boolean;
}

/** `oidc.eks.REGION.amazonaws.com/id/ID`, or `oidc-eks.REGION....` of dual-stack endpoints. */
const REGION_OF_ISSUER = /^oidc[.-]eks\.([a-z0-9-]+)\./;

export function clusterByKey(
  input: AdviceInput,
  key: string,
  blanks: Blanks,
  issuer: string | null = null,
): Cluster {
  const resource = those(input, 'eks-cluster').find((cluster) => cluster.key === key) ?? null;
  const arn = parseArn(key);
  const name = arn?.resource.replace(/^cluster\//, '');
  return {
    arn: key,
    name: blanks.known(name, 'CLUSTER', `name of the cluster ${key}`),
    region: blanks.known(arn?.region, 'REGION', `region of the cluster ${key}`),
    account: arn?.account ?? '',
    partition: arn?.partition ?? 'aws',
    issuer:
      issuer ??
      (resource && issuerOfCluster(resource)) ??
      pairs(input.config).find((pair) => pair.cluster === key || pair.cluster === name)?.issuer ??
      null,
    resource,
    named: true,
  };
}

export function issuerOfCluster({ state }: Resource<'eks-cluster'>): string | null {
  return typeof state.issuer === 'string' ? state.issuer.replace(/^https:\/\//, '') : null;
}

/** Environments of one cluster and one issuer say which belong together. */
function pairs({ environments }: Config): readonly { readonly cluster: string; readonly issuer: string }[] {
  return Object.values(environments).flatMap(
    ({ clusters: [cluster, ...more], issuers: [issuer, ...others] }) =>
      cluster === undefined || issuer === undefined || more.length + others.length > 0
        ? []
        : [{ cluster, issuer }],
  );
}

/** The cluster that signs a token: by its issuer, by the configuration, else as far as the issuer's name tells. */
export function clusterOfIssuer(input: AdviceInput, issuer: string, blanks: Blanks): Cluster {
  const recorded = those(input, 'eks-cluster');
  const known = recorded.find((cluster) => issuerOfCluster(cluster) === issuer);
  if (known !== undefined) return clusterByKey(input, known.key, blanks);
  const region = REGION_OF_ISSUER.exec(issuer)?.[1];
  const named = pairs(input.config).find((pair) => pair.issuer === issuer)?.cluster;
  const unknown = unknownCluster(
    input,
    blanks,
    `name of the cluster whose issuer is https://${issuer}`,
    region,
    issuer,
  );
  if (named === undefined || region === undefined) return unknown;
  const key = named.startsWith('arn:')
    ? named
    : clusterKey(unknown.partition, region, unknown.account, named);
  return clusterByKey(input, key, blanks, issuer);
}

/** A cluster of which nothing says which it is. */
export function unknownCluster(
  input: AdviceInput,
  blanks: Blanks,
  what = whichCluster(input),
  region?: string,
  issuer: string | null = null,
  owner = accountOf(input),
): Cluster {
  const name = blanks.blank('CLUSTER', what);
  const place = blanks.known(region, 'REGION', `region of ${name}`);
  const account = blanks.known(owner || undefined, 'ACCOUNT', 'id of the AWS account');
  const partition = parseArn(input.resource.key)?.partition || partitionOf(place);
  return {
    arn: `arn:${partition}:eks:${place}:${account}:cluster/${name}`,
    name,
    region: place,
    account,
    partition,
    issuer,
    resource: null,
    named: false,
  };
}

function whichCluster(input: AdviceInput): string {
  const names = those(input, 'eks-cluster').map(({ key }) => key.slice(key.lastIndexOf('/') + 1));
  const known = names.length === 0 ? '' : ` (known in this account: ${names.slice(0, 10).join(', ')})`;
  return `name of the EKS cluster that the pods run in${known}`;
}

/** EKS's own issuers, and no other's, are those of clusters that have Pod Identity. */
export function isEksIssuer(issuer: string): boolean {
  return REGION_OF_ISSUER.test(issuer);
}

/** Clusters outside EKS that the configuration names by their issuers. */
export function selfHostedIssuers(config: Config): readonly string[] {
  const all = [...config.issuers, ...Object.values(config.environments).flatMap(({ issuers }) => issuers)];
  return all.filter((issuer) => !isEksIssuer(issuer) && isClusterIssuer(issuer, config));
}

/**
 * Whether a Fargate profile of the cluster takes the pods of a namespace: all of them, or those with the labels that it
 * asks for. https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html
 */
export function fargateTakes(
  input: Pick<AdviceInput, 'resource' | 'around'>,
  cluster: string,
  namespace: string,
): 'all' | 'some' | 'none' {
  const own = cluster.replace(':cluster/', ':fargateprofile/');
  const selectors = those(input, 'eks-fargate-profile')
    .filter(({ key }) => key.startsWith(`${own}/`))
    .flatMap(({ sets }) => [...sets.selectors.members])
    .filter(([pattern]) => globMatches(pattern, namespace));
  if (selectors.length === 0) return 'none';
  return selectors.some(([, labels]) => labels === '{}') ? 'all' : 'some';
}

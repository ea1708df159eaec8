import { type MigrationStep, parseArn, ServiceError, usersOf } from '@podguard/core';
import type { NamespaceSubjects, Subjects } from '@podguard/policy';
import { clusterTrusts } from '../../shared/reach.ts';
import { readTrust } from '../../shared/trust.ts';
import { type AdviceInput, isOf, issuersNamed } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import { type Cluster, clusterOfIssuer, isEksIssuer, unknownCluster } from '../cluster.ts';
import { type Role, step } from '../migration.ts';
import { providerArn } from '../new-statements.ts';
import type { Pod } from '../pod.ts';
import { accountOfPod } from './from-pod-identity.ts';

export interface FoundPods {
  readonly pods: readonly Pod[];
  readonly issuers: readonly {
    readonly issuer: string;
    readonly provider: string;
    readonly cluster: Cluster;
  }[];
  readonly notes: readonly string[];
  readonly before: readonly MigrationStep[];
}

/** The service accounts that a role lets in by IRSA: the named ones, and placeholders for those that no name is known of. */
export function podsOf(input: AdviceInput, role: Role, blanks: Blanks): FoundPods {
  const { resource } = input;
  if (isOf(resource, 'k8s-service-account')) {
    const pod: Pod = {
      cluster: clusterOfRole(input, role, blanks),
      namespace: blanks.known(resource.state.namespace, 'NAMESPACE', 'namespace of the service account'),
      ...accountOfPod(resource.state.name, 'name of the service account', blanks),
    };
    return { pods: [pod], issuers: [], notes: [], before: [] };
  }
  if (isOf(resource, 'k8s-workload')) {
    const pod: Pod = {
      cluster: clusterOfRole(input, role, blanks),
      namespace: blanks.known(resource.state.namespace, 'NAMESPACE', 'namespace of the workload'),
      ...accountOfPod(resource.state.serviceAccount, 'service account of the workload', blanks),
    };
    return { pods: [pod], issuers: [], notes: [], before: [] };
  }
  const issuers = issuersOf(input);
  const own = issuers.filter(({ issuer }) => !isEksIssuer(issuer));
  const eks = issuers.filter(({ issuer }) => isEksIssuer(issuer));
  if (eks.length === 0 && own.length > 0)
    throw new ServiceError(
      'migration-impossible',
      `${resource.key}: ${own.map(({ issuer }) => issuer).join(', ')} is no issuer of EKS, and EKS Pod Identity is there on EKS only; stay with IRSA, or look at IAM Roles Anywhere`,
    );
  const staying = own.map(({ issuer }) => `The cluster of ${issuer} is not EKS’s and stays with IRSA.`);
  if (eks.length === 0) return unknownPods(input, blanks, role);
  const clusters = eks.map(({ issuer, subjects, provider }) => {
    const cluster = clusterOfIssuer(input, issuer, blanks);
    return { issuer, subjects, cluster, provider: provider ?? providerArn(cluster, issuer, role.key) };
  });
  const wide = clusters.filter(({ subjects }) => subjects?.kind !== 'exact');
  const pods = clusters.flatMap(({ cluster, subjects, issuer }) =>
    exactPods(input, cluster, subjects, issuer, blanks),
  );
  const notes = wide.length === 0 ? staying : [...staying, OPEN_UNTIL];
  const find =
    wide.length === 0
      ? []
      : [
          step(
            'Find the service accounts that use the role',
            [...wide.map(({ cluster, subjects }) => wildText(cluster, subjects)), WILDCARD],
            { commands: [annotated(role), ...unknownClusters(clusters.map(({ cluster }) => cluster))] },
          ),
        ];
  const nameless = wide.length > 0 ? [] : unknownClusters(clusters.map(({ cluster }) => cluster));
  const name =
    nameless.length === 0
      ? []
      : [step('Find the cluster', ['The trust policy names its issuer only.'], { commands: nameless })];
  return { pods, issuers: clusters, notes, before: [...find, ...name] };
}

const WILDCARD =
  'An association is for one service account: a wildcard cannot be carried over. List who has the annotation, and write one association, and one statement, for each.';
const OPEN_UNTIL =
  'Until its old statement is taken out the role is as open as it is now: where that is weeks away, pin its subjects first (plain explain says how).';

/** An association takes a role of the cluster's own account. */
function clusterOfRole(input: AdviceInput, { key }: Role, blanks: Blanks): Cluster {
  return unknownCluster(input, blanks, undefined, undefined, null, parseArn(key)?.account || undefined);
}

/** Neither an issuer nor a subject is known. */
function unknownPods(input: AdviceInput, blanks: Blanks, role: Role): FoundPods {
  const cluster = unknownCluster(input, blanks);
  const pods = exactPods(input, cluster, undefined, '', blanks);
  const find = step('Find the service accounts that use the role', [WILDCARD], {
    commands: [annotated(role)],
  });
  return { pods, issuers: [], notes: [], before: [find] };
}

interface IssuerSubjects {
  readonly issuer: string;
  /** As the trust policy names it. */
  readonly provider: string | undefined;
  /** Undefined where the trust policy is not known or cannot be decided. */
  readonly subjects: Subjects | undefined;
}

function issuersOf(input: AdviceInput): readonly IssuerSubjects[] {
  const { resource, config, finding } = input;
  const trust = isOf(resource, 'iam-role') ? readTrust(resource) : null;
  if (trust === null || 'verdict' in trust)
    return issuersNamed(finding).map((issuer) => ({ issuer, provider: undefined, subjects: undefined }));
  return clusterTrusts(trust.policy, config)
    .filter(({ answer }) => !answer.decided || answer.possibleSubjects.kind !== 'none')
    .map(({ issuer, provider, answer }) => ({
      issuer,
      provider: provider.provider,
      subjects: answer.decided ? answer.possibleSubjects : undefined,
    }));
}

/** The named ones; for what is not named a placeholder, unless its users were seen. */
function exactPods(
  input: AdviceInput,
  cluster: Cluster,
  subjects: Subjects | undefined,
  issuer: string,
  blanks: Blanks,
): readonly Pod[] {
  const pod = (namespace: string, name: string): Pod => ({
    cluster,
    namespace: blanks.known(namespace, 'NAMESPACE', 'namespace of the service account'),
    ...accountOfPod(name, 'name of the service account', blanks),
  });
  if (subjects?.kind === 'exact')
    return subjects.subjects.map((subject) => {
      const [namespace = '', name = ''] = subject.split(':').slice(2);
      return pod(namespace, name);
    });
  const seen = usersOf(input.resource.activity, 'web-identity')
    .users.filter((user) => user.startsWith(`${issuer} `))
    .map((user) => user.slice(issuer.length + 1).split('/'))
    .map(([namespace = '', name = '']) => pod(namespace, name));
  if (seen.length > 0) return seen;
  const which = `that uses the role in cluster ${cluster.name}`;
  const namespaces: readonly NamespaceSubjects[] =
    subjects?.kind === 'namespace' || subjects?.kind === 'name-prefix' ? subjects.namespaces : [];
  if (namespaces.length > 0)
    return namespaces.flatMap(({ namespace, names }) =>
      Array.isArray(names)
        ? (names as readonly string[]).map((name) => pod(namespace, name))
        : [
            pod(
              namespace,
              blanks.blank('SERVICE_ACCOUNT', `a service account of namespace ${namespace} ${which}`),
            ),
          ],
    );
  return [
    pod(
      blanks.blank('NAMESPACE', `namespace of a service account ${which}`),
      blanks.blank('SERVICE_ACCOUNT', `a service account ${which}`),
    ),
  ];
}

function wildText(cluster: Cluster, subjects: Subjects | undefined): string {
  if (subjects === undefined) return `Whom of cluster ${cluster.name} the role lets in is not known here.`;
  if (subjects.kind === 'namespace' || subjects.kind === 'name-prefix') {
    const names = subjects.namespaces.map(({ namespace }) => namespace).join(', ');
    return `Of cluster ${cluster.name} the role lets in more than named service accounts of ${names}.`;
  }
  return `Of cluster ${cluster.name} the role lets in service accounts of any namespace.`;
}

/**
 * By the role's account and name, which tell it whatever its path is.
 * https://kubernetes.io/docs/reference/kubectl/jsonpath/ has no comparison of annotations with dots.
 */
export function annotated({ key, name }: Role): string {
  const account = key.slice(0, key.lastIndexOf('/') + 1);
  return `kubectl get serviceaccounts --all-namespaces --output json | jq -r '.items[] | select(.metadata.annotations["eks.amazonaws.com/role-arn"] // "" | startswith("${account}") and endswith("/${name}")) | .metadata.namespace + "/" + .metadata.name'`;
}

function unknownClusters(clusters: readonly Cluster[]): readonly string[] {
  const unknown = clusters.filter(({ named }) => !named);
  return [...new Set(unknown.map(({ region }) => region))].map(
    (region) =>
      `for name in $(aws eks list-clusters --region ${region} --query 'clusters[]' --output text); do echo "$name $(aws eks describe-cluster --region ${region} --name "$name" --query cluster.identity.oidc.issuer --output text)"; done`,
  );
}

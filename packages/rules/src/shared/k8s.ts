import { type Config, clusterObjectOf, type Evidence, type Missing, type Resource } from '@podguard/core';
import { globMatches } from '@podguard/policy';
import { ADDON_IMAGES } from '../data/addon-images.ts';
import { KNOWN_ADDONS, type KnownAddon, SECRETS_OPERATORS } from '../data/known-addons.ts';

export const ROLE_ANNOTATION = 'metadata.annotations["eks.amazonaws.com/role-arn"]';

/** What such an annotation has to be. */
export const ROLE_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

interface Named {
  readonly name?: string | null | undefined;
  readonly namespace?: string | null | undefined;
}

/** `web/app`, or the name alone where the manifest leaves the namespace open. */
export function nameOf({ name, namespace }: Named): string {
  return namespace ? `${namespace}/${name ?? ''}` : (name ?? '');
}

/** `Deployment web/app`, with the cluster where it was read there. */
export function workloadName({ key, state }: Resource<'k8s-workload'>): string {
  return `${state.type ?? 'workload'} ${nameOf(state)}${inCluster(key)}`;
}

/** ` in cluster prod`: nothing of what is in a file. */
export function inCluster(key: string): string {
  const cluster = clusterObjectOf(key)?.cluster;
  return cluster === undefined ? '' : ` in cluster ${cluster.slice(cluster.lastIndexOf('/') + 1)}`;
}

/** Made when it is first needed: it takes milliseconds, which no function that judges no manifests should wait for. */
let asNumbered: Intl.Collator | undefined;

/** The members of a set of paths as a file has them: a set is ordered as text, which puts 10 before 3. */
export function asInFile<Value>(
  members: ReadonlyMap<string, Value>,
): readonly (readonly [path: string, value: Value])[] {
  asNumbered ??= new Intl.Collator('en', { numeric: true });
  const { compare } = asNumbered;
  return [...members].sort(([one], [other]) => compare(one, other));
}

/** The first members of a set of paths, as evidence. */
export function evidenceOf(members: ReadonlyMap<string, unknown>): readonly Evidence[] {
  return asInFile(members)
    .slice(0, 10)
    .map(([path, value]) => ({ path, value: String(value) }));
}

type Account = Resource<'k8s-service-account'>;

/** The service account that a workload runs with, where it is known. */
export function knownAccount(accounts: readonly (Account | Missing)[]): Account | undefined {
  return accounts.find((one) => !('missing' in one)) as Account | undefined;
}

/** How a workload's pods get credentials of their own for AWS; `unknown` names what would tell. */
export type Identity =
  | { readonly answer: 'yes' | 'no' }
  | { readonly answer: 'unknown'; readonly missing: string };

/** What tells of the associations of a service account: of one in a cluster, those that are recorded. */
export interface Around {
  readonly associations: readonly Resource<'pod-identity-association'>[];
  readonly cluster: Resource<'eks-cluster'> | null | undefined;
}

/** The association of a service account, or of the one that pods run with; null where there is none, undefined where that is not known. */
export function associationOf(
  { key, state }: Resource<'k8s-workload'> | Resource<'k8s-service-account'>,
  { associations, cluster }: Around,
): string | null | undefined {
  if (clusterObjectOf(key) === undefined) return state.association;
  const account = 'serviceAccount' in state ? state.serviceAccount : state.name;
  const own = associations.find(
    (one) => one.present && one.state.namespace === state.namespace && one.state.serviceAccount === account,
  );
  if (own !== undefined) return own.key;
  return account !== undefined && cluster?.state.associationsListed === true ? null : undefined;
}

/** What would tell whether a service account has an association. */
export function missingAssociation(key: string, name: string): string {
  const cluster = clusterObjectOf(key)?.cluster;
  return cluster === undefined
    ? `whether ${name} has a Pod Identity association (--associations)`
    : `the associations of ${cluster}, of which not all are known`;
}

/** By its service account's role annotation, by an association, or by what the pod itself brings along. */
export function identityOf(
  workload: Resource<'k8s-workload'>,
  { serviceAccounts, ...around }: Around & { readonly serviceAccounts: readonly (Account | Missing)[] },
): Identity {
  const { state } = workload;
  const account = knownAccount(serviceAccounts);
  const role = account?.state.roleArn;
  const association = associationOf(workload, around);
  if (typeof state.ownIdentity === 'string' || typeof role === 'string' || typeof association === 'string')
    return { answer: 'yes' };
  if (state.ownIdentity === undefined) return { answer: 'unknown', missing: 'ownIdentity' };
  if (state.serviceAccount === undefined) return { answer: 'unknown', missing: 'serviceAccount' };
  const name = nameOf({ name: state.serviceAccount, namespace: state.namespace });
  // A namespace's own service account is there by itself, and nobody writes a manifest for it who does not annotate it.
  const isUnwritten = state.serviceAccount === 'default' && clusterObjectOf(workload.key) === undefined;
  if (role === undefined && (account !== undefined || !isUnwritten))
    return { answer: 'unknown', missing: `the annotations of service account ${name}` };
  if (association === undefined)
    return { answer: 'unknown', missing: missingAssociation(workload.key, name) };
  return { answer: 'no' };
}

/** Whether it is an add-on or an agent that AWS or its own project documents, by its service account or its images. */
export function isKnownAddon({ state, sets }: Resource<'k8s-workload'>, config: Config): boolean {
  const { serviceAccount, namespace } = state;
  const isThis = (known: Pick<KnownAddon, 'namespace' | 'serviceAccount'>) =>
    typeof serviceAccount === 'string' &&
    typeof namespace === 'string' &&
    globMatches(known.namespace, namespace) &&
    globMatches(known.serviceAccount, serviceAccount);
  if ([...KNOWN_ADDONS, ...SECRETS_OPERATORS, ...config.knownAddons].some(isThis)) return true;
  return [...sets.images.members.keys()].some((image) => {
    const repository = repositoryOf(image);
    return ADDON_IMAGES.some((known) => repository === known || repository.endsWith(`/${known}`));
  });
}

/** An image's name without its tag and digest. */
export function repositoryOf(image: string): string {
  const named = image.split('@')[0] ?? '';
  const tag = named.lastIndexOf(':');
  return tag > named.lastIndexOf('/') ? named.slice(0, tag) : named;
}

import type { Config, Evidence, Missing, Resource } from '@podguard/core';
import { globMatches } from '@podguard/policy';
import { ADDON_IMAGES } from '../data/addon-images.ts';
import { KNOWN_ADDONS, type KnownAddon, SECRETS_OPERATORS } from '../data/known-addons.ts';

export const ROLE_ANNOTATION = 'metadata.annotations["eks.amazonaws.com/role-arn"]';

interface Named {
  readonly name?: string | null | undefined;
  readonly namespace?: string | null | undefined;
}

/** `web/app`, or the name alone where the manifest leaves the namespace open. */
export function nameOf({ name, namespace }: Named): string {
  return namespace ? `${namespace}/${name ?? ''}` : (name ?? '');
}

/** `Deployment web/app` */
export function workloadName({ state }: Resource<'k8s-workload'>): string {
  return `${state.type ?? 'workload'} ${nameOf(state)}`;
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

/** By its service account's role annotation, by an association, or by what the pod itself brings along. */
export function identityOf(
  workload: Resource<'k8s-workload'>,
  serviceAccounts: readonly (Account | Missing)[],
): Identity {
  const { state } = workload;
  const account = knownAccount(serviceAccounts);
  const role = account?.state.roleArn;
  if (
    typeof state.ownIdentity === 'string' ||
    typeof role === 'string' ||
    typeof state.association === 'string'
  )
    return { answer: 'yes' };
  if (state.ownIdentity === undefined) return { answer: 'unknown', missing: 'ownIdentity' };
  if (state.serviceAccount === undefined) return { answer: 'unknown', missing: 'serviceAccount' };
  const name = nameOf({ name: state.serviceAccount, namespace: state.namespace });
  // A namespace's own service account is there by itself, and nobody writes a manifest for it who does not annotate it.
  if (role === undefined && (account !== undefined || state.serviceAccount !== 'default'))
    return { answer: 'unknown', missing: `the annotations of service account ${name}` };
  if (state.association === undefined)
    return { answer: 'unknown', missing: `whether ${name} has a Pod Identity association (--associations)` };
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

import { knownAccounts, type MigrationTarget, parseArn, type Resource } from '@podguard/core';
import { associationOf, ROLE_ARN } from '../shared/k8s.ts';
import { type AdviceInput, evidenceValue, isOf, those } from './around.ts';

/** The workloads that take the key: itself, or those of its manifests that name the Secret. */
export function usersOfKey(input: AdviceInput): readonly Resource<'k8s-workload'>[] {
  const { resource } = input;
  if (isOf(resource, 'k8s-workload')) return [resource];
  if (!isOf(resource, 'k8s-secret')) return [];
  const { name, namespace } = resource.state;
  return those(input, 'k8s-workload').filter(
    ({ state, sets }) =>
      state.namespace === namespace &&
      [...sets.keySecrets.members.values()].some((secret) => secret === name),
  );
}

/** A service account's role that a key hides: SDKs look for keys first. */
export interface HeldRole {
  readonly method: MigrationTarget;
  /** Undefined where the association alone is known. */
  readonly arn: string | undefined;
  /** The annotation's ARN, or the association's. */
  readonly by: string;
}

/**
 * The role that the first of the key's users has already; `default` is no workload's own. The association wins over the annotation:
 * https://github.com/aws/amazon-eks-pod-identity-webhook
 */
export function heldRole(input: AdviceInput): HeldRole | null {
  const [user] = usersOfKey(input);
  if (user === undefined || user.state.serviceAccount === 'default') return null;
  const associations = those(input, 'pod-identity-association');
  const association =
    associationOf(user, { associations, cluster: undefined }) ?? evidenceValue(input.finding, 'association');
  if (association !== undefined) {
    const arn = associations.find(({ key }) => key === association)?.state.roleArn ?? undefined;
    return { method: 'pod-identity', arn, by: association };
  }
  const arn = accountOfUser(input)?.state.roleArn;
  return typeof arn === 'string' && isKnownRole(arn, input) ? { method: 'irsa', arn, by: arn } : null;
}

/** The service account of the first of the key's users, where it was read; `default` is no workload's own. */
export function accountOfUser(input: AdviceInput): Resource<'k8s-service-account'> | undefined {
  const [user] = usersOfKey(input);
  if (user === undefined || user.state.serviceAccount === 'default') return undefined;
  return those(input, 'k8s-service-account').find(({ key }) => key === user.state.serviceAccountKey);
}

function isKnownRole(arn: string, { config }: AdviceInput): boolean {
  const accounts = knownAccounts(config);
  return ROLE_ARN.test(arn) && (accounts.size === 0 || accounts.has(parseArn(arn)?.account ?? ''));
}

import {
  type Finding,
  type Kind,
  type MigrationPlan,
  type MigrationSource,
  type MigrationTarget,
  ServiceError,
} from '@podguard/core';
import { namesPodIdentity } from '../shared/pod-identity-request.ts';
import { clusterTrusts } from '../shared/reach.ts';
import { readTrust } from '../shared/trust.ts';
import { type AdviceInput, evidenceValue, isOf } from './around.ts';
import { type Blanks, createBlanks } from './blanks.ts';
import type { Migration } from './migration.ts';
import { placeOf } from './place.ts';
import { clustersOf, podName } from './pod.ts';
import { REFERENCES } from './references.ts';
import { fromIrsa } from './sources/from-irsa.ts';
import { fromKube2iam } from './sources/from-kube2iam.ts';
import { fromNodeRole } from './sources/from-node-role.ts';
import { fromPodIdentity } from './sources/from-pod-identity.ts';
import { fromStaticKeys } from './sources/from-static-keys.ts';
import { toIrsa } from './targets/to-irsa.ts';
import { toPodIdentity } from './targets/to-pod-identity.ts';

type Source = (input: AdviceInput, blanks: Blanks, to: MigrationTarget) => Migration;

const SOURCES: Readonly<Record<MigrationSource, Source>> = {
  irsa: fromIrsa,
  'pod-identity': fromPodIdentity,
  'static-key': fromStaticKeys,
  'node-role': fromNodeRole,
  kube2iam: fromKube2iam,
};

/**
 * The way from how the finding's resource gets its credentials to another method, step by step, written out for this very
 * resource. Throws `migration-impossible` where there is no such way.
 */
export function planMigration(input: AdviceInput, to: MigrationTarget): MigrationPlan {
  if (!input.resource.present) throw impossible(input.finding, 'what it was about is gone');
  const from = sourceOf(input, to);
  if (from === null)
    throw impossible(
      input.finding,
      isOf(input.resource, 'iam-role') && input.finding.method === 'irsa' ? NO_ONE : NO_WAY,
    );
  if (from === to)
    throw impossible(input.finding, `it uses ${NAMES[to]} already; plain explain says how to mend it`);
  if (to === 'pod-identity') refuseOutsideEks(input, from);
  const blanks = createBlanks();
  const migration = SOURCES[from](input, blanks, to);
  const { notes, steps } = (to === 'irsa' ? toIrsa : toPodIdentity)(migration, input, blanks);
  return {
    from,
    to,
    title: migration.title,
    fillIn: usedIn(blanks, JSON.stringify(steps)),
    notes: [...migration.notes, ...notes, ...severalClusters(migration)],
    steps,
    sources: [...new Set([...TARGET_SOURCES[to], ...migration.sources])],
  };
}

const NAMES: Readonly<Record<MigrationTarget, string>> = { irsa: 'IRSA', 'pod-identity': 'EKS Pod Identity' };

const TARGET_SOURCES: Readonly<Record<MigrationTarget, readonly string[]>> = {
  irsa: [REFERENCES.irsa, REFERENCES.irsaProvider, REFERENCES.irsaSdks],
  'pod-identity': [REFERENCES.podIdentity, REFERENCES.podIdentityRole, REFERENCES.podIdentitySdks],
};

const NO_WAY =
  'it is about something that has no way to AWS of its own; explain a finding on the role, the key, the association, the workload or the service account that pods use';

const NO_ONE =
  'its trust policy names no one OIDC provider of a cluster, and not EKS Pod Identity, so who is to be moved is not told; name the one provider that is meant first (plain explain says how)';

const BY_KIND: Readonly<Partial<Record<Kind, MigrationSource>>> = {
  'access-key': 'static-key',
  'iam-user': 'static-key',
  'k8s-secret': 'static-key',
  'k8s-config-map': 'static-key',
  'k8s-secret-store': 'static-key',
  'container-build': 'static-key',
  'pod-identity-association': 'pod-identity',
  'ec2-instance': 'node-role',
  'k8s-service-account': 'irsa',
  'k8s-namespace': 'kube2iam',
};

/** How the resource of a finding gets its credentials, of two ways the one that is left; null where it gets none. */
export function sourceOf(input: AdviceInput, to: MigrationTarget | null = null): MigrationSource | null {
  const { finding, resource } = input;
  if (['legacy-pod-role-trusts-node', 'legacy-node-session-assumes'].includes(finding.rule))
    return 'kube2iam';
  if (isOf(resource, 'iam-role')) return ofRole(input, to);
  if (isOf(resource, 'k8s-workload')) {
    if (finding.method === 'legacy') return 'kube2iam';
    // It has a role by its service account, and not the nodes'.
    if (finding.rule === 'k8s-default-service-account')
      return evidenceValue(finding, 'association') === undefined ? 'irsa' : 'pod-identity';
    return finding.method === 'static-key' ? 'static-key' : 'node-role';
  }
  if (!isOfKeys(input)) return null;
  return BY_KIND[resource.kind] ?? null;
}

/** A store, a user or a ConfigMap may have a finding that no key is to blame for. */
function isOfKeys({ finding, resource }: AdviceInput): boolean {
  if (isOf(resource, 'k8s-config-map')) return finding.method === 'static-key';
  if (isOf(resource, 'k8s-secret-store')) return finding.rule === 'k8s-secret-store-static';
  return finding.rule !== 'service-specific-credential';
}

function ofRole(input: AdviceInput, to: MigrationTarget | null): MigrationSource | null {
  const { finding, resource, config } = input;
  if (!isOf(resource, 'iam-role') || finding.rule === 'node-role-assumes-roles') return null;
  if (finding.method === 'node-role') return 'node-role';
  const trust = readTrust(resource);
  if (!('verdict' in trust)) {
    const irsa = clusterTrusts(trust.policy, config).length > 0;
    const pods = namesPodIdentity(trust.policy);
    if (irsa && pods) return to === 'irsa' ? 'pod-identity' : 'irsa';
    if (irsa) return 'irsa';
    return pods ? 'pod-identity' : null;
  }
  if (finding.method === 'irsa') return 'irsa';
  return finding.method === 'pod-identity' ? 'pod-identity' : null;
}

/** A command of kubectl is for one cluster, and says nowhere which. */
function severalClusters({ moves }: Migration): readonly string[] {
  const pods = moves.flatMap((move) => move.pods);
  return clustersOf(pods).length > 1
    ? [
        `The service accounts are in several clusters (${pods.map(podName).join('; ')}): the commands of kubectl stand in this order, each for its own cluster, which --context names.`,
      ]
    : [];
}

function refuseOutsideEks(input: AdviceInput, from: MigrationSource): void {
  const { config, finding } = input;
  const place = placeOf(input);
  if (from === 'irsa' || place.platform !== 'self-hosted') return;
  throw impossible(
    finding,
    `the clusters that are known (${config.issuers.slice(0, 3).join(', ')}) are not EKS’s, and EKS Pod Identity is there on EKS only; use --migrate-to irsa, with the cluster’s own issuer, or IAM Roles Anywhere where AWS cannot reach it`,
  );
}

function impossible({ id, rule }: Finding, reason: string): ServiceError {
  return new ServiceError('migration-impossible', `${id} (${rule}): ${reason}`);
}

/** Blanks that a step took and another dropped are no longer asked for. */
function usedIn(blanks: Blanks, text: string): MigrationPlan['fillIn'] {
  return blanks.list().filter(({ name }) => new RegExp(`(?<![A-Z_])${name}(?![A-Z_0-9])`).test(text));
}

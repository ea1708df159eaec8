import type { Actor } from './change.ts';
import type { Config } from './config.ts';
import type { Owner } from './finding.ts';
import { matchesGlob } from './glob.ts';
import type { History } from './item.ts';
import type { Kind } from './kinds.ts';
import { presentViews } from './posture/present-views.ts';
import { ownerKey } from './relations.ts';
import { presentTags, type Tags, tagValue } from './resource-tags.ts';

/** Whose a resource is: as its tag says, else as is configured for its cluster and namespace, else who made it. */
export function ownerOf(
  item: History,
  { ownerTag, owners }: Pick<Config, 'ownerTag' | 'owners'>,
  tags: Tags = presentTags(item),
): Owner | null {
  const tag = tagValue(tags, item.kind, ownerTag)?.trim();
  if (tag !== undefined && tag !== '') return { name: tag, from: 'tag' };
  const cluster = clusterOf(item);
  const namespace = owners.length === 0 ? undefined : namespaceOf(item);
  const configured = owners.find(
    (one) =>
      (one.cluster === undefined || isCluster(one.cluster, cluster)) &&
      (one.namespace === undefined || (namespace !== undefined && matchesGlob(one.namespace, namespace))),
  );
  if (configured !== undefined) return { name: configured.owner, from: 'configuration' };
  const creator = creatorOf(item);
  return creator === undefined ? null : { name: creator, from: 'creator' };
}

/** By its name or its ARN. */
function isCluster(pattern: string, arn: string | undefined): boolean {
  if (arn === undefined) return false;
  return matchesGlob(pattern, arn) || matchesGlob(pattern, arn.slice(arn.lastIndexOf('/') + 1));
}

function clusterOf({ kind, key }: History): string | undefined {
  if (kind === 'eks-cluster') return key;
  return kind === 'launch-template-version' ? undefined : ownerKey(kind, key);
}

const NAMESPACED: Partial<Record<Kind, string>> = {
  'pod-identity-association': 'namespace',
  'k8s-service-account': 'namespace',
  'k8s-workload': 'namespace',
  'k8s-secret': 'namespace',
  'k8s-config-map': 'namespace',
  'k8s-secret-store': 'namespace',
  'k8s-secret-provider-class': 'namespace',
  'k8s-namespace': 'name',
};

function namespaceOf(item: History): string | undefined {
  const field = NAMESPACED[item.kind];
  if (field === undefined) return undefined;
  const values = presentViews(item).map(({ state }) => (state as Readonly<Record<string, unknown>>)[field]);
  const [first] = values;
  return typeof first === 'string' && values.every((value) => value === first) ? first : undefined;
}

/**
 * Who made what is there now, where that call is still in the log: a person by their own name, a program by its role's, which
 * stays when its sessions change. What AWS made for somebody nobody is known to own. Whoever assumes a role names the session
 * themselves, but for the roles of IAM Identity Center, which nobody else may make or change.
 * Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html
 */
function creatorOf({ log }: History): string | undefined {
  const made = log.findLast((change) => change.op === 'put' && change.creates);
  return made && nameOf(made.cause.actor);
}

const IDENTITY_CENTER = ':role/aws-reserved/sso.amazonaws.com/';

function nameOf({ type, principal, session, sourceIdentity, account }: Actor): string | undefined {
  if (sourceIdentity !== undefined) return sourceIdentity;
  if (type === 'root') return `root of ${account ?? principal}`;
  if (type !== 'user' && type !== 'role' && type !== 'web-identity') return undefined;
  if (principal.includes(':role/aws-service-role/')) return undefined;
  if (principal.includes(IDENTITY_CENTER) && session !== undefined) return session;
  return principal.slice(principal.lastIndexOf('/') + 1);
}

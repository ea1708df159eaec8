import {
  instanceProfileKeyFromArn,
  owningClusterKey,
  parseArn,
  policyKeyFromArn,
  roleKey,
  roleKeyFromArn,
} from './keys.ts';
import type { Kind } from './kinds.ts';
import { providersNamedIn, rolesNamedIn } from './named-arns.ts';
import type { RelatedOf } from './related.ts';
import type { Resource } from './resource.ts';

interface ToOne {
  readonly to: Kind;
  /** The other's key; `null` where there is none, `undefined` where it is not known. */
  readonly key: (resource: Resource) => string | null | undefined;
}

interface ToKeys {
  readonly to: Kind;
  /** The others' keys, as far as they are known. */
  readonly keys: (resource: Resource) => readonly string[];
}

export interface ToMany {
  readonly from: Kind;
  /** The relation by which the others point here. */
  readonly by: string;
}

/** A relation that a resource's own state tells. */
export type Forward = ToOne | ToKeys;
/** One step: forward, or back to those that point here. */
export type Hop = Forward | ToMany;

/** What is found by several steps, in one of several ways. */
export interface Through {
  readonly paths: readonly (readonly string[])[];
}

export type Relation = Hop | Through;

function one<K extends Kind>(to: Kind, key: (resource: Resource<K>) => string | null | undefined): ToOne {
  return { to, key: key as unknown as ToOne['key'] };
}

function keyed<K extends Kind>(to: Kind, keys: (resource: Resource<K>) => readonly string[]): ToKeys {
  return { to, keys: keys as unknown as ToKeys['keys'] };
}

function through(...paths: readonly (readonly string[])[]): Through {
  return { paths };
}

/** What an ARN points at: nothing where it is the ARN of something else. */
function byArn(arn: string | null | undefined, keyOf: (arn: string) => string | undefined) {
  return typeof arn === 'string' ? (keyOf(arn) ?? null) : arn;
}

const texts = (members: ReadonlyMap<string, unknown>): readonly string[] =>
  [...members.values()].filter((value) => typeof value === 'string');

const RELATIONS: { readonly [K in Kind]: { readonly [R in keyof RelatedOf[K]]: Relation } } = {
  'aws-account': { clusters: { from: 'eks-cluster', by: 'account' } },
  'iam-role': {
    account: one<'iam-role'>('aws-account', ({ state, account }) =>
      providersNamedIn(state.trust ?? '').length > 0 ? account : null,
    ),
    associations: { from: 'pod-identity-association', by: 'role' },
    targetAssociations: { from: 'pod-identity-association', by: 'targetRole' },
    nodegroups: { from: 'eks-nodegroup', by: 'role' },
    customerPolicies: keyed<'iam-role'>('iam-policy', ({ state, sets }) =>
      [...sets.policies.members.keys(), state.boundary].flatMap((arn) => byArn(arn, policyKeyFromArn) ?? []),
    ),
    inlineRoles: keyed<'iam-role'>('iam-role', ({ sets }) =>
      texts(sets.inlinePolicies.members).flatMap(rolesNamedIn),
    ),
    providers: keyed<'iam-role'>('oidc-provider', ({ state }) => providersNamedIn(state.trust ?? '')),
    trustedRoles: keyed<'iam-role'>('iam-role', ({ state }) => rolesNamedIn(state.trust ?? '')),
    trustedNodegroups: through(['trustedRoles', 'nodegroups']),
    clusters: through(['account', 'clusters']),
    namedRoles: through(['inlineRoles'], ['customerPolicies', 'roles']),
    policies: through(
      ['customerPolicies'],
      ['inlineRoles', 'customerPolicies'],
      ['customerPolicies', 'roles', 'customerPolicies'],
    ),
  },
  'iam-policy': {
    roles: keyed<'iam-policy'>('iam-role', ({ sets }) => texts(sets.versions.members).flatMap(rolesNamedIn)),
  },
  'instance-profile': {
    roles: keyed<'instance-profile'>('iam-role', ({ key, sets }) => {
      const arn = parseArn(key);
      if (arn === undefined) return [];
      return [...sets.roles.members.keys()].map((name) => roleKey(arn.partition, arn.account, name));
    }),
  },
  'pod-identity-association': {
    role: one<'pod-identity-association'>('iam-role', ({ state }) => byArn(state.roleArn, roleKeyFromArn)),
    targetRole: one<'pod-identity-association'>('iam-role', ({ state }) =>
      byArn(state.targetRoleArn, roleKeyFromArn),
    ),
    cluster: one<'pod-identity-association'>('eks-cluster', ({ key }) => owningClusterKey(key)),
    namedRoles: through(['role', 'inlineRoles'], ['role', 'customerPolicies', 'roles']),
    policies: through(
      ['role', 'customerPolicies'],
      ['role', 'inlineRoles', 'customerPolicies'],
      ['role', 'customerPolicies', 'roles', 'customerPolicies'],
    ),
  },
  'ec2-instance': {
    profile: one<'ec2-instance'>('instance-profile', ({ state }) =>
      byArn(state.profileArn, instanceProfileKeyFromArn),
    ),
  },
  'access-key': {},
  'oidc-provider': {},
  'eks-cluster': { account: one<'eks-cluster'>('aws-account', ({ account }) => account) },
  'eks-nodegroup': {
    role: one<'eks-nodegroup'>('iam-role', ({ state }) => byArn(state.nodeRole, roleKeyFromArn)),
    cluster: one<'eks-nodegroup'>('eks-cluster', ({ key }) => owningClusterKey(key)),
  },
};

/** The keys, each once and sorted, of those that a resource points at by a relation of its own. */
export function targetsOf(relation: Forward, resource: Resource): readonly string[] {
  if ('keys' in relation) return [...new Set(relation.keys(resource))].sort();
  const key = relation.key(resource);
  return typeof key === 'string' ? [key] : [];
}

const OWNED: readonly Kind[] = ['pod-identity-association', 'eks-nodegroup'];

/** The key of the resource with which this one is deleted, where it has such an owner. */
export function ownerKey(kind: Kind, key: string): string | undefined {
  return OWNED.includes(kind) ? owningClusterKey(key) : undefined;
}

export function relationsOf(kind: Kind): Readonly<Record<string, Relation>> {
  return RELATIONS[kind] as Readonly<Record<string, Relation>>;
}

/** The hop of a kind by its name; a path is made of hops only. */
export function hopOf(kind: Kind, name: string): Hop {
  const relation = relationsOf(kind)[name];
  if (relation === undefined || 'paths' in relation)
    throw new TypeError(`${kind} has no relation ${name} of one hop`);
  return relation;
}

export function otherKind(hop: Hop): Kind {
  return 'to' in hop ? hop.to : hop.from;
}

/** The paths by which a relation finds others: of one hop, or as it says. */
export function pathsOf(name: string, relation: Relation): readonly (readonly string[])[] {
  return 'paths' in relation ? relation.paths : [[name]];
}

/** The kinds that a relation goes over and ends at. */
export function kindsOf(from: Kind, name: string, relation: Relation): ReadonlySet<Kind> {
  const kinds = new Set<Kind>();
  for (const path of pathsOf(name, relation)) {
    let kind = from;
    for (const step of path) {
      kind = otherKind(hopOf(kind, step));
      kinds.add(kind);
    }
  }
  return kinds;
}

import { instanceProfileKeyFromArn, owningClusterKey, policyKeyFromArn, roleKeyFromArn } from './keys.ts';
import type { Kind, SetOf, StateOf } from './kinds.ts';
import type { Resource } from './resource.ts';

/**
 * What a rule sees of the resources around its own. To one: `undefined` where it is not known, `null` where there is none.
 * To many: those that are known; where they are named by key, in the order of the keys, and what is not known of them as
 * `Missing`.
 */
export interface RelatedOf {
  readonly 'iam-role': {
    readonly associations: readonly Resource<'pod-identity-association'>[];
    readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
    /** The customer managed policies that are attached to it or are its boundary. */
    readonly customerPolicies: readonly (Resource<'iam-policy'> | Missing)[];
  };
  readonly 'iam-policy': Readonly<Record<never, never>>;
  readonly 'instance-profile': Readonly<Record<never, never>>;
  readonly 'pod-identity-association': {
    readonly role: Resource<'iam-role'> | null | undefined;
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
  };
  readonly 'ec2-instance': { readonly profile: Resource<'instance-profile'> | null | undefined };
  readonly 'access-key': Readonly<Record<never, never>>;
  readonly 'oidc-provider': Readonly<Record<never, never>>;
  readonly 'eks-cluster': Readonly<Record<never, never>>;
  readonly 'eks-nodegroup': {
    readonly role: Resource<'iam-role'> | null | undefined;
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
  };
}

/** One that is pointed at, and of which nothing is known but its key. */
export interface Missing {
  readonly missing: string;
}

type ItemOf<T> = T extends readonly (infer R)[] ? R : NonNullable<T>;
type KindOf<T> = Exclude<ItemOf<T>, Missing> extends Resource<infer K> ? K : never;
type FieldsOf<K extends Kind> = keyof StateOf[K] | SetOf[K];

/** The relations a rule reads, each with the fields (or sets) of the other resource that it depends on. */
export type Needs<K extends Kind> = {
  readonly [R in keyof RelatedOf[K]]?: readonly FieldsOf<KindOf<RelatedOf[K][R]>>[];
};

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

export type Relation = ToOne | ToKeys | ToMany;

function one<K extends Kind>(to: Kind, key: (resource: Resource<K>) => string | null | undefined): ToOne {
  return { to, key: key as unknown as ToOne['key'] };
}

function keyed<K extends Kind>(to: Kind, keys: (resource: Resource<K>) => readonly string[]): ToKeys {
  return { to, keys: keys as unknown as ToKeys['keys'] };
}

/** What an ARN points at: nothing where it is the ARN of something else. */
function byArn(arn: string | null | undefined, keyOf: (arn: string) => string | undefined) {
  return typeof arn === 'string' ? (keyOf(arn) ?? null) : arn;
}

const RELATIONS: { readonly [K in Kind]: { readonly [R in keyof RelatedOf[K]]: Relation } } = {
  'iam-role': {
    associations: { from: 'pod-identity-association', by: 'role' },
    nodegroups: { from: 'eks-nodegroup', by: 'role' },
    customerPolicies: keyed<'iam-role'>('iam-policy', ({ state, sets }) =>
      [...sets.policies.members.keys(), state.boundary].flatMap((arn) => byArn(arn, policyKeyFromArn) ?? []),
    ),
  },
  'iam-policy': {},
  'instance-profile': {},
  'pod-identity-association': {
    role: one<'pod-identity-association'>('iam-role', ({ state }) => byArn(state.roleArn, roleKeyFromArn)),
    cluster: one<'pod-identity-association'>('eks-cluster', ({ key }) => owningClusterKey(key)),
  },
  'ec2-instance': {
    profile: one<'ec2-instance'>('instance-profile', ({ state }) =>
      byArn(state.profileArn, instanceProfileKeyFromArn),
    ),
  },
  'access-key': {},
  'oidc-provider': {},
  'eks-cluster': {},
  'eks-nodegroup': {
    role: one<'eks-nodegroup'>('iam-role', ({ state }) => byArn(state.nodeRole, roleKeyFromArn)),
    cluster: one<'eks-nodegroup'>('eks-cluster', ({ key }) => owningClusterKey(key)),
  },
};

/** The keys, each once and sorted, of those that a resource points at by a relation of its own. */
export function targetsOf(relation: Exclude<Relation, ToMany>, resource: Resource): readonly string[] {
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

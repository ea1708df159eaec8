import { clusterKeyOfAssociation, roleKeyFromArn } from './keys.ts';
import type { Kind, SetOf, StateOf } from './kinds.ts';
import type { Resource } from './resource.ts';

/**
 * What a rule sees of the resources around its own. To one: `undefined` where it is not known, `null` where there is none.
 * To many: those that are known.
 */
export interface RelatedOf {
  readonly 'iam-role': { readonly associations: readonly Resource<'pod-identity-association'>[] };
  readonly 'pod-identity-association': {
    readonly role: Resource<'iam-role'> | null | undefined;
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
  };
  readonly 'ec2-instance': Readonly<Record<never, never>>;
  readonly 'access-key': Readonly<Record<never, never>>;
  readonly 'oidc-provider': Readonly<Record<never, never>>;
  readonly 'eks-cluster': Readonly<Record<never, never>>;
}

type ItemOf<T> = T extends readonly (infer R)[] ? R : NonNullable<T>;
type KindOf<T> = ItemOf<T> extends Resource<infer K> ? K : never;
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

export interface ToMany {
  readonly from: Kind;
  /** The relation by which the others point here. */
  readonly by: string;
}

export type Relation = ToOne | ToMany;

function one<K extends Kind>(to: Kind, key: (resource: Resource<K>) => string | null | undefined): ToOne {
  return { to, key: key as unknown as ToOne['key'] };
}

const RELATIONS: { readonly [K in Kind]: { readonly [R in keyof RelatedOf[K]]: Relation } } = {
  'iam-role': { associations: { from: 'pod-identity-association', by: 'role' } },
  'pod-identity-association': {
    role: one<'pod-identity-association'>('iam-role', ({ state }) =>
      typeof state.roleArn === 'string' ? (roleKeyFromArn(state.roleArn) ?? null) : state.roleArn,
    ),
    cluster: one<'pod-identity-association'>('eks-cluster', ({ key }) => clusterKeyOfAssociation(key)),
  },
  'ec2-instance': {},
  'access-key': {},
  'oidc-provider': {},
  'eks-cluster': {},
};

/** The key of the resource with which this one is deleted, where it has such an owner. */
export function ownerKey(kind: Kind, key: string): string | undefined {
  return kind === 'pod-identity-association' ? clusterKeyOfAssociation(key) : undefined;
}

export function relationsOf(kind: Kind): Readonly<Record<string, Relation>> {
  return RELATIONS[kind] as Readonly<Record<string, Relation>>;
}

import type { Kind, SetOf, StateOf } from './kinds.ts';
import type { Resource } from './resource.ts';

/**
 * What a rule sees of the resources around its own. To one: `undefined` where it is not known, `null` where there is none.
 * To many: those that are known; where they are named by key, in the order of the keys, and what is not known of them as
 * `Missing`. Those at the end of paths are listed once, whichever path leads to them.
 */
export interface RelatedOf {
  readonly 'aws-account': { readonly clusters: readonly Resource<'eks-cluster'>[] };
  readonly 'iam-role': {
    readonly account: Resource<'aws-account'> | null | undefined;
    readonly associations: readonly Resource<'pod-identity-association'>[];
    /** The associations that chain to it. */
    readonly targetAssociations: readonly Resource<'pod-identity-association'>[];
    readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
    /** The customer managed policies that are attached to it or are its boundary. */
    readonly customerPolicies: readonly (Resource<'iam-policy'> | Missing)[];
    /** Roles that its inline policies name whole. */
    readonly inlineRoles: readonly (Resource<'iam-role'> | Missing)[];
    /** OIDC providers, and roles, that its trust policy names whole. */
    readonly providers: readonly (Resource<'oidc-provider'> | Missing)[];
    readonly trustedRoles: readonly (Resource<'iam-role'> | Missing)[];
    readonly trustedNodegroups: readonly Resource<'eks-nodegroup'>[];
    /** The account's clusters, where its trust policy names an OIDC provider. */
    readonly clusters: readonly Resource<'eks-cluster'>[];
    /** Roles that any of its policies name whole. */
    readonly namedRoles: readonly (Resource<'iam-role'> | Missing)[];
    /** Customer managed policies of its own and of the roles that they name. */
    readonly policies: readonly (Resource<'iam-policy'> | Missing)[];
  };
  readonly 'iam-policy': { readonly roles: readonly (Resource<'iam-role'> | Missing)[] };
  readonly 'instance-profile': { readonly roles: readonly (Resource<'iam-role'> | Missing)[] };
  readonly 'pod-identity-association': {
    readonly role: Resource<'iam-role'> | null | undefined;
    readonly targetRole: Resource<'iam-role'> | null | undefined;
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
    /** As for its role. */
    readonly namedRoles: readonly (Resource<'iam-role'> | Missing)[];
    readonly policies: readonly (Resource<'iam-policy'> | Missing)[];
  };
  readonly 'ec2-instance': { readonly profile: Resource<'instance-profile'> | null | undefined };
  readonly 'access-key': Readonly<Record<never, never>>;
  readonly 'oidc-provider': Readonly<Record<never, never>>;
  readonly 'eks-cluster': { readonly account: Resource<'aws-account'> | null | undefined };
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

import type { Kind, SetOf } from './kinds.ts';
import type { Resource } from './resource.ts';
import type { StateOf } from './states/state-of.ts';

/**
 * What a rule sees of the resources around its own. To one: `undefined` where it is not known, `null` where there is none.
 * To many: those that are known; where they are named by key, in the order of the keys, and what is not known of them as
 * `Missing`. Those at the end of paths are listed once, whichever path leads to them.
 */
export interface RelatedOf {
  readonly 'aws-account': {
    /** The keys of its root; those that were deleted too, as they were. */
    readonly rootKeys: readonly Resource<'access-key'>[];
    readonly clusters: readonly Resource<'eks-cluster'>[];
    /** Those that were deleted too, as they were. */
    readonly clustersEver: readonly Resource<'eks-cluster'>[];
    /** Roles whose trust policies leave it to the account who assumes them. */
    readonly trustingRoles: readonly Resource<'iam-role'>[];
  };
  readonly 'account-region': Readonly<Record<never, never>>;
  readonly 'iam-role': {
    readonly account: Resource<'aws-account'> | null | undefined;
    readonly associations: readonly Resource<'pod-identity-association'>[];
    /** The associations that chain to it. */
    readonly targetAssociations: readonly Resource<'pod-identity-association'>[];
    readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
    readonly accessEntries: readonly Resource<'access-entry'>[];
    /** Those of clusters that were read whose annotation names it. */
    readonly serviceAccounts: readonly Resource<'k8s-service-account'>[];
    /** The customer managed policies that are attached to it or are its boundary. */
    readonly customerPolicies: readonly (Resource<'iam-policy'> | Missing)[];
    /** Roles that its inline policies name whole. */
    readonly inlineRoles: readonly (Resource<'iam-role'> | Missing)[];
    /** Customer managed policies that its inline policies name whole. */
    readonly inlineNamedPolicies: readonly (Resource<'iam-policy'> | Missing)[];
    /** OIDC providers, and roles, that its trust policy names whole. */
    readonly providers: readonly (Resource<'oidc-provider'> | Missing)[];
    readonly trustedRoles: readonly (Resource<'iam-role'> | Missing)[];
    /** Accounts to which its trust policy leaves it who assumes the role; where that is anybody, its own. */
    readonly trustedAccounts: readonly (Resource<'aws-account'> | Missing)[];
    /** Roles whose trust policies name it whole. */
    readonly trustingRoles: readonly Resource<'iam-role'>[];
    /** Its account, where its inline policies have a pattern of roles to assume. */
    readonly patternAccounts: readonly (Resource<'aws-account'> | Missing)[];
    readonly trustedNodegroups: readonly Resource<'eks-nodegroup'>[];
    /** The account's clusters, where its trust policy names an OIDC provider; and those that were deleted too, as they were. */
    readonly clusters: readonly Resource<'eks-cluster'>[];
    readonly clustersEver: readonly Resource<'eks-cluster'>[];
    /** Those whose instances were seen assuming it, and the node groups that have these. */
    readonly instanceCallers: readonly (Resource<'iam-role'> | Missing)[];
    readonly callerNodegroups: readonly Resource<'eks-nodegroup'>[];
    /**
     * Roles that any of its policies name whole, or whose trust policies name it whole; where its policies have a pattern of roles
     * to assume, those that trust its account, too.
     */
    readonly namedRoles: readonly (Resource<'iam-role'> | Missing)[];
    /** Customer managed policies of its own and of those roles, and those that its own name. */
    readonly policies: readonly (Resource<'iam-policy'> | Missing)[];
    /** Its `namedRoles`, theirs, and so on; and the customer managed policies of all, its own too. */
    readonly chainedRoles: readonly (Resource<'iam-role'> | Missing)[];
    readonly chainedPolicies: readonly (Resource<'iam-policy'> | Missing)[];
  };
  readonly 'iam-policy': {
    readonly roles: readonly (Resource<'iam-role'> | Missing)[];
    /** Those that it names whole. */
    readonly namedPolicies: readonly (Resource<'iam-policy'> | Missing)[];
    /** Its account, where it has a pattern of roles to assume. */
    readonly patternAccounts: readonly (Resource<'aws-account'> | Missing)[];
  };
  readonly 'instance-profile': { readonly roles: readonly (Resource<'iam-role'> | Missing)[] };
  readonly 'pod-identity-association': {
    readonly role: Resource<'iam-role'> | null | undefined;
    readonly targetRole: Resource<'iam-role'> | null | undefined;
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
    readonly addon: Resource<'eks-addon'> | null | undefined;
    /** Node groups whose role is this one's. */
    readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
    readonly accessEntries: readonly Resource<'access-entry'>[];
    /** As for its role. */
    readonly namedRoles: readonly (Resource<'iam-role'> | Missing)[];
    readonly policies: readonly (Resource<'iam-policy'> | Missing)[];
    readonly slot: Resource<'association-slot'> | null | undefined;
    /** All that its service account ever had, itself too; those that were deleted as they were. */
    readonly sameSlot: readonly Resource<'pod-identity-association'>[];
    /** Those that it had before. */
    readonly formerRoles: readonly (Resource<'iam-role'> | Missing)[];
    /** Its service account in the cluster, one at most, where the cluster was read; one that is not there, too. */
    readonly serviceAccounts: readonly (Resource<'k8s-service-account'> | Missing)[];
    /** Now or before, of all in the slot; with their own policies. */
    readonly slotRoles: readonly (Resource<'iam-role'> | Missing)[];
    readonly slotPolicies: readonly (Resource<'iam-policy'> | Missing)[];
  };
  readonly 'association-slot': {
    /** Those that were deleted too, as they were. */
    readonly associations: readonly Resource<'pod-identity-association'>[];
  };
  readonly 'ec2-instance': {
    readonly profile: Resource<'instance-profile'> | null | undefined;
    /** Those behind its profile. */
    readonly roles: readonly (Resource<'iam-role'> | Missing)[];
    readonly policies: readonly (Resource<'iam-policy'> | Missing)[];
    readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
    readonly accessEntries: readonly Resource<'access-entry'>[];
  };
  readonly 'access-key': {
    readonly user: Resource<'iam-user'> | null | undefined;
    /** The account, where it is a key of its root; and all of these keys, itself too. */
    readonly root: Resource<'aws-account'> | null | undefined;
    readonly rootKeys: readonly Resource<'access-key'>[];
    /** Whose session made it. */
    readonly creatorRole: Resource<'iam-role'> | null | undefined;
    /** As for that role. */
    readonly associations: readonly Resource<'pod-identity-association'>[];
    readonly targetAssociations: readonly Resource<'pod-identity-association'>[];
    readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
  };
  readonly 'iam-user': { readonly keys: readonly Resource<'access-key'>[] };
  readonly 'oidc-provider': {
    readonly account: Resource<'aws-account'> | null | undefined;
    /** The account's; those that were deleted too, as they were. */
    readonly clusters: readonly Resource<'eks-cluster'>[];
    readonly roles: readonly Resource<'iam-role'>[];
  };
  readonly 'eks-cluster': {
    readonly account: Resource<'aws-account'> | null | undefined;
    /** The one that it is in. */
    readonly accountRegions: readonly (Resource<'account-region'> | Missing)[];
    readonly associations: readonly Resource<'pod-identity-association'>[];
    readonly fargateProfiles: readonly Resource<'eks-fargate-profile'>[];
    /** The one add-on of that name; where it was deleted, too. */
    readonly podIdentityAgent: readonly (Resource<'eks-addon'> | Missing)[];
    /** That of who made it, one at most; one that was deleted too. */
    readonly creatorEntries: readonly (Resource<'access-entry'> | Missing)[];
    readonly accessEntries: readonly Resource<'access-entry'>[];
  };
  readonly 'eks-nodegroup': {
    readonly role: Resource<'iam-role'> | null | undefined;
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
    readonly template: Resource<'launch-template'> | null | undefined;
  };
  readonly 'access-entry': {
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
    readonly role: Resource<'iam-role'> | null | undefined;
    /** The same, for rules that tell something without them. */
    readonly clusters: readonly (Resource<'eks-cluster'> | Missing)[];
    /** All of its cluster that are known, itself too. */
    readonly clusterEntries: readonly Resource<'access-entry'>[];
    readonly roles: readonly (Resource<'iam-role'> | Missing)[];
    readonly associations: readonly Resource<'pod-identity-association'>[];
    readonly targetAssociations: readonly Resource<'pod-identity-association'>[];
    readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
  };
  readonly 'eks-addon': { readonly cluster: Resource<'eks-cluster'> | null | undefined };
  readonly 'eks-fargate-profile': { readonly cluster: Resource<'eks-cluster'> | null | undefined };
  readonly 'eks-capability': {
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
    readonly role: Resource<'iam-role'> | null | undefined;
    readonly namedRoles: readonly (Resource<'iam-role'> | Missing)[];
    readonly policies: readonly (Resource<'iam-policy'> | Missing)[];
  };
  readonly 'launch-template': {
    readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
    readonly autoScalingGroups: readonly Resource<'auto-scaling-group'>[];
  };
  readonly 'launch-template-version': {
    readonly template: Resource<'launch-template'> | null | undefined;
    readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
    readonly autoScalingGroups: readonly Resource<'auto-scaling-group'>[];
    /** Those of the node groups that it feeds, with their policies. */
    readonly nodeRoles: readonly (Resource<'iam-role'> | Missing)[];
    readonly profile: Resource<'instance-profile'> | null | undefined;
    /** Those behind its own profile, where it gives one. */
    readonly profileRoles: readonly (Resource<'iam-role'> | Missing)[];
    readonly policies: readonly (Resource<'iam-policy'> | Missing)[];
  };
  readonly 'auto-scaling-group': { readonly template: Resource<'launch-template'> | null | undefined };
  readonly 'ec2-account-defaults': Readonly<Record<never, never>>;
  readonly secret: {
    /** The access keys by which it was seen read, and the roles of the instances that read it, with their node groups. */
    readonly readerKeys: readonly (Resource<'access-key'> | Missing)[];
    readonly instanceReaders: readonly (Resource<'iam-role'> | Missing)[];
    readonly readerNodegroups: readonly Resource<'eks-nodegroup'>[];
  };
  readonly 'cloudtrail-trail': Readonly<Record<never, never>>;
  readonly 'event-rule': Readonly<Record<never, never>>;
  readonly 'platform-part': Readonly<Record<never, never>>;
  readonly 'k8s-service-account': {
    readonly workloads: readonly Resource<'k8s-workload'>[];
    /** Of those in a cluster, not of those in files: its associations, those that were deleted too, and the cluster. */
    readonly slot: Resource<'association-slot'> | null | undefined;
    readonly associations: readonly Resource<'pod-identity-association'>[];
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
    /** The one that its annotation names. */
    readonly role: Resource<'iam-role'> | null | undefined;
  };
  readonly 'k8s-workload': {
    /** As for its service account. */
    readonly slot: Resource<'association-slot'> | null | undefined;
    readonly associations: readonly Resource<'pod-identity-association'>[];
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
    /** The one that it runs with, where that is known. */
    readonly serviceAccounts: readonly (Resource<'k8s-service-account'> | Missing)[];
    readonly providerClasses: readonly (Resource<'k8s-secret-provider-class'> | Missing)[];
  };
  readonly 'k8s-secret': Readonly<Record<never, never>>;
  readonly 'k8s-config-map': Readonly<Record<never, never>>;
  readonly 'k8s-secret-store': Readonly<Record<never, never>>;
  readonly 'k8s-secret-provider-class': {
    /** Those that mount it, and the service accounts that they run with. */
    readonly workloads: readonly Resource<'k8s-workload'>[];
    readonly serviceAccounts: readonly (Resource<'k8s-service-account'> | Missing)[];
    /** As for these. */
    readonly associations: readonly Resource<'pod-identity-association'>[];
    readonly cluster: Resource<'eks-cluster'> | null | undefined;
  };
  readonly 'k8s-namespace': Readonly<Record<never, never>>;
  readonly 'container-build': Readonly<Record<never, never>>;
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

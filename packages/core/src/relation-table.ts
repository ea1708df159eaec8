import { usersOf } from './activity.ts';
import {
  accountRegionKey,
  addonKeyFromArn,
  instanceProfileKeyFromArn,
  owningClusterKey,
  parseArn,
  partitionOf,
  policyKeyFromArn,
  roleKey,
  roleKeyFromArn,
  userKey,
} from './keys.ts';
import type { Kind } from './kinds.ts';
import {
  accountsTrustedIn,
  policiesNamedIn,
  providersNamedIn,
  rolePatternsIn,
  rolesNamedIn,
} from './named-arns.ts';
import type { RelatedOf } from './related.ts';
import { keyed, one, type Relation, type Through, through } from './relation.ts';
import {
  agentKeys,
  annotatedRole,
  byArn,
  creatorEntry,
  liveCluster,
  liveSlot,
  profileOf,
  serviceAccountOf,
  slotOf,
  templateKey,
  templateOf,
  texts,
} from './relation-keys.ts';

/**
 * From a role to those that it may be able to assume: its policies name them, they name it in their trust policies, or its
 * policies have a pattern and they trust its account.
 */
const ASSUMABLE = [
  ['inlineRoles'],
  ['customerPolicies', 'roles'],
  ['trustingRoles'],
  ['patternAccounts', 'trustingRoles'],
  ['customerPolicies', 'patternAccounts', 'trustingRoles'],
] as const;

/** As far as the configuration lets a chain of roles go. */
const CHAINED = { step: ASSUMABLE, times: 5 } as const;

/** The policies of a role and of those that it may be able to assume, and those that its own name, by the way to that role. */
const policiesFrom = (...way: readonly string[]): Through =>
  through(
    [...way, 'customerPolicies'],
    [...way, 'inlineNamedPolicies'],
    [...way, 'customerPolicies', 'namedPolicies'],
    ...ASSUMABLE.map((path) => [...way, ...path, 'customerPolicies']),
  );
const rolesFrom = (...way: readonly string[]): Through =>
  through(...ASSUMABLE.map((path) => [...way, ...path]));

/** A service account has one association; those before it are for what became of them. */
const NEWEST_IN_SLOT = 20;
/** Root has two at a time. */
const NEWEST_OF_ROOT = 20;

const hasRolePattern = (text: string): boolean => rolePatternsIn(text).length > 0;

export const RELATIONS: { readonly [K in Kind]: { readonly [R in keyof RelatedOf[K]]: Relation } } = {
  'aws-account': {
    rootKeys: { from: 'access-key', by: 'root', gone: true, newest: NEWEST_OF_ROOT },
    clusters: { from: 'eks-cluster', by: 'account' },
    clustersEver: { from: 'eks-cluster', by: 'account', gone: true },
    trustingRoles: { from: 'iam-role', by: 'trustedAccounts', apart: true },
  },
  'account-region': {},
  'iam-role': {
    account: one<'iam-role'>('aws-account', ({ state, account }) =>
      providersNamedIn(state.trust ?? '').length > 0 ? account : null,
    ),
    associations: { from: 'pod-identity-association', by: 'role' },
    targetAssociations: { from: 'pod-identity-association', by: 'targetRole' },
    nodegroups: { from: 'eks-nodegroup', by: 'role' },
    accessEntries: { from: 'access-entry', by: 'role' },
    serviceAccounts: { from: 'k8s-service-account', by: 'role' },
    customerPolicies: keyed<'iam-role'>('iam-policy', ({ state, sets }) =>
      [...sets.policies.members.keys(), state.boundary].flatMap((arn) => byArn(arn, policyKeyFromArn) ?? []),
    ),
    inlineRoles: keyed<'iam-role'>('iam-role', ({ sets }) =>
      texts(sets.inlinePolicies.members).flatMap(rolesNamedIn),
    ),
    inlineNamedPolicies: keyed<'iam-role'>('iam-policy', ({ sets }) =>
      texts(sets.inlinePolicies.members).flatMap(policiesNamedIn),
    ),
    providers: keyed<'iam-role'>('oidc-provider', ({ state }) => providersNamedIn(state.trust ?? '')),
    trustedRoles: keyed<'iam-role'>('iam-role', ({ state }) => rolesNamedIn(state.trust ?? '')),
    trustedAccounts: keyed<'iam-role'>('aws-account', ({ state, account }) =>
      accountsTrustedIn(state.trust ?? '').map((id) => (id === '*' ? account : id)),
    ),
    trustingRoles: { from: 'iam-role', by: 'trustedRoles', apart: true },
    patternAccounts: keyed<'iam-role'>('aws-account', ({ sets, account }) =>
      texts(sets.inlinePolicies.members).some(hasRolePattern) ? [account] : [],
    ),
    trustedNodegroups: through(['trustedRoles', 'nodegroups']),
    clusters: through(['account', 'clusters']),
    clustersEver: through(['account', 'clustersEver']),
    instanceCallers: keyed<'iam-role'>('iam-role', ({ activity }) => usersOf(activity, 'node-session').users),
    callerNodegroups: through(['instanceCallers', 'nodegroups']),
    namedRoles: rolesFrom(),
    policies: policiesFrom(),
    chainedRoles: CHAINED,
    chainedPolicies: { ...CHAINED, finally: ['customerPolicies'] },
  },
  'iam-policy': {
    roles: keyed<'iam-policy'>('iam-role', ({ sets }) => texts(sets.versions.members).flatMap(rolesNamedIn)),
    namedPolicies: keyed<'iam-policy'>('iam-policy', ({ sets }) =>
      texts(sets.versions.members).flatMap(policiesNamedIn),
    ),
    patternAccounts: keyed<'iam-policy'>('aws-account', ({ sets, account }) =>
      texts(sets.versions.members).some(hasRolePattern) ? [account] : [],
    ),
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
    addon: one<'pod-identity-association'>('eks-addon', ({ state }) =>
      byArn(state.ownerArn, addonKeyFromArn),
    ),
    nodegroups: through(['role', 'nodegroups']),
    accessEntries: through(['role', 'accessEntries']),
    namedRoles: rolesFrom('role'),
    policies: policiesFrom('role'),
    slot: one<'pod-identity-association'>('association-slot', slotOf),
    sameSlot: through(['slot', 'associations']),
    formerRoles: keyed<'pod-identity-association'>('iam-role', ({ former }) =>
      (former.roleArn ?? []).flatMap(({ value }) => byArn(String(value), roleKeyFromArn) ?? []),
    ),
    serviceAccounts: keyed<'pod-identity-association'>('k8s-service-account', serviceAccountOf),
    slotRoles: through(['slot', 'associations', 'role'], ['slot', 'associations', 'formerRoles']),
    slotPolicies: through(
      ['slot', 'associations', 'role', 'customerPolicies'],
      ['slot', 'associations', 'formerRoles', 'customerPolicies'],
    ),
  },
  'association-slot': {
    associations: { from: 'pod-identity-association', by: 'slot', gone: true, newest: NEWEST_IN_SLOT },
  },
  'ec2-instance': {
    profile: one<'ec2-instance'>('instance-profile', ({ state }) =>
      byArn(state.profileArn, instanceProfileKeyFromArn),
    ),
    roles: through(['profile', 'roles']),
    policies: through(['profile', 'roles', 'customerPolicies']),
    nodegroups: through(['profile', 'roles', 'nodegroups']),
    accessEntries: through(['profile', 'roles', 'accessEntries']),
  },
  'access-key': {
    user: one<'access-key'>('iam-user', ({ state, account, region }) =>
      typeof state.userName === 'string'
        ? userKey(partitionOf(region), account, state.userName)
        : state.userName,
    ),
    root: one<'access-key'>('aws-account', ({ state, account }) => (state.ofRoot === true ? account : null)),
    rootKeys: through(['root', 'rootKeys']),
    creatorRole: one<'access-key'>('iam-role', ({ state }) => byArn(state.creator, roleKeyFromArn)),
    associations: through(['creatorRole', 'associations']),
    targetAssociations: through(['creatorRole', 'targetAssociations']),
    nodegroups: through(['creatorRole', 'nodegroups']),
  },
  'iam-user': { keys: { from: 'access-key', by: 'user' } },
  'oidc-provider': {
    account: one<'oidc-provider'>('aws-account', ({ account }) => account),
    clusters: through(['account', 'clustersEver']),
    roles: { from: 'iam-role', by: 'providers' },
  },
  'eks-cluster': {
    account: one<'eks-cluster'>('aws-account', ({ account }) => account),
    accountRegions: keyed<'eks-cluster'>('account-region', ({ account, region }) => [
      accountRegionKey(account, region),
    ]),
    associations: { from: 'pod-identity-association', by: 'cluster' },
    fargateProfiles: { from: 'eks-fargate-profile', by: 'cluster' },
    podIdentityAgent: keyed<'eks-cluster'>('eks-addon', ({ key }) => agentKeys(key)),
    creatorEntries: keyed<'eks-cluster'>('access-entry', creatorEntry),
    accessEntries: { from: 'access-entry', by: 'cluster' },
  },
  'eks-nodegroup': {
    role: one<'eks-nodegroup'>('iam-role', ({ state }) => byArn(state.nodeRole, roleKeyFromArn)),
    cluster: one<'eks-nodegroup'>('eks-cluster', ({ key }) => owningClusterKey(key)),
    template: one<'eks-nodegroup'>('launch-template', templateOf),
  },
  'access-entry': {
    cluster: one<'access-entry'>('eks-cluster', ({ key }) => owningClusterKey(key)),
    role: one<'access-entry'>('iam-role', ({ state }) => byArn(state.principalArn, roleKeyFromArn)),
    clusters: through(['cluster']),
    clusterEntries: through(['cluster', 'accessEntries']),
    roles: through(['role']),
    associations: through(['role', 'associations']),
    targetAssociations: through(['role', 'targetAssociations']),
    nodegroups: through(['role', 'nodegroups']),
  },
  'eks-addon': { cluster: one<'eks-addon'>('eks-cluster', ({ key }) => owningClusterKey(key)) },
  'eks-fargate-profile': {
    cluster: one<'eks-fargate-profile'>('eks-cluster', ({ key }) => owningClusterKey(key)),
  },
  'eks-capability': {
    cluster: one<'eks-capability'>('eks-cluster', ({ key }) => owningClusterKey(key)),
    role: one<'eks-capability'>('iam-role', ({ state }) => byArn(state.roleArn, roleKeyFromArn)),
    namedRoles: rolesFrom('role'),
    policies: policiesFrom('role'),
  },
  'launch-template': {
    nodegroups: { from: 'eks-nodegroup', by: 'template' },
    autoScalingGroups: { from: 'auto-scaling-group', by: 'template' },
  },
  'launch-template-version': {
    template: one<'launch-template-version'>('launch-template', ({ key }) => templateKey(key)),
    nodegroups: through(['template', 'nodegroups']),
    autoScalingGroups: through(['template', 'autoScalingGroups']),
    nodeRoles: through(['template', 'nodegroups', 'role']),
    profile: one<'launch-template-version'>('instance-profile', profileOf),
    profileRoles: through(['profile', 'roles']),
    policies: through(
      ['template', 'nodegroups', 'role', 'customerPolicies'],
      ['profile', 'roles', 'customerPolicies'],
    ),
  },
  'auto-scaling-group': { template: one<'auto-scaling-group'>('launch-template', templateOf) },
  'ec2-account-defaults': {},
  secret: {
    readerKeys: keyed<'secret'>('access-key', ({ activity }) => usersOf(activity, 'static-key').users),
    instanceReaders: keyed<'secret'>('iam-role', ({ activity }) => usersOf(activity, 'node').users),
    readerNodegroups: through(['instanceReaders', 'nodegroups']),
  },
  'cloudtrail-trail': {},
  'event-rule': {},
  'platform-part': {},
  'k8s-service-account': {
    workloads: { from: 'k8s-workload', by: 'serviceAccounts' },
    slot: one<'k8s-service-account'>('association-slot', (account) => liveSlot(account, account.state.name)),
    associations: through(['slot', 'associations']),
    cluster: one<'k8s-service-account'>('eks-cluster', liveCluster),
    role: one<'k8s-service-account'>('iam-role', annotatedRole),
  },
  'k8s-workload': {
    slot: one<'k8s-workload'>('association-slot', (workload) =>
      liveSlot(workload, workload.state.serviceAccount),
    ),
    associations: through(['slot', 'associations']),
    cluster: one<'k8s-workload'>('eks-cluster', liveCluster),
    serviceAccounts: keyed<'k8s-workload'>('k8s-service-account', ({ state }) =>
      typeof state.serviceAccountKey === 'string' ? [state.serviceAccountKey] : [],
    ),
    providerClasses: keyed<'k8s-workload'>('k8s-secret-provider-class', ({ sets }) => [
      ...sets.providerClasses.members.keys(),
    ]),
  },
  'k8s-secret': {},
  'k8s-config-map': {},
  'k8s-secret-store': {},
  'k8s-secret-provider-class': {
    workloads: { from: 'k8s-workload', by: 'providerClasses' },
    serviceAccounts: through(['workloads', 'serviceAccounts']),
    associations: through(['workloads', 'slot', 'associations']),
    cluster: one<'k8s-secret-provider-class'>('eks-cluster', liveCluster),
  },
  'k8s-namespace': {},
  'container-build': {},
};

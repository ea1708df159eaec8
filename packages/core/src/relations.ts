import { usersOf } from './activity.ts';
import {
  accessEntryKey,
  addonKey,
  addonKeyFromArn,
  associationSlotKey,
  instanceProfileKey,
  instanceProfileKeyFromArn,
  launchTemplateKey,
  owningClusterKey,
  parseArn,
  partitionOf,
  policyKeyFromArn,
  roleKey,
  roleKeyFromArn,
  userKey,
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
  /** Those that were deleted too, as they were. */
  readonly gone?: true;
  /** At most as many, those that were heard of last: of what can be made and deleted without end. */
  readonly newest?: number;
}

/** A relation that a resource's own state tells. */
export type Forward = ToOne | ToKeys;
/** One step: forward, or back to those that point here. */
export type Hop = Forward | ToMany;

/** What is found by several steps, in one of several ways. */
export interface Through {
  readonly paths: readonly (readonly string[])[];
}

/** Steps from a kind to itself, gone again from what they find; of all that, and of where it began, what `finally` leads to. */
export interface Repeated {
  readonly step: readonly (readonly string[])[];
  readonly times: number;
  readonly finally?: readonly string[];
}

export type Relation = Hop | Through | Repeated;

function one<K extends Kind>(to: Kind, key: (resource: Resource<K>) => string | null | undefined): ToOne {
  return { to, key: key as unknown as ToOne['key'] };
}

function keyed<K extends Kind>(to: Kind, keys: (resource: Resource<K>) => readonly string[]): ToKeys {
  return { to, keys: keys as unknown as ToKeys['keys'] };
}

function through(...paths: readonly (readonly string[])[]): Through {
  return { paths };
}

/** As far as the configuration lets a chain of roles go. */
const NAMED_ROLES = { step: [['inlineRoles'], ['customerPolicies', 'roles']], times: 5 } as const;

/** What an ARN points at: nothing where it is the ARN of something else. */
function byArn(arn: string | null | undefined, keyOf: (arn: string) => string | undefined) {
  return typeof arn === 'string' ? (keyOf(arn) ?? null) : arn;
}

/** A service account has one association; those before it are for what became of them. */
const NEWEST_IN_SLOT = 20;

const texts = (members: ReadonlyMap<string, unknown>): readonly string[] =>
  [...members.values()].filter((value) => typeof value === 'string');

/** By its id; a name alone leads to no template. */
function templateOf({
  state,
  account,
  region,
}: Resource<'eks-nodegroup'> | Resource<'auto-scaling-group'>): string | null | undefined {
  const { templateId, templateName } = state;
  if (typeof templateId === 'string')
    return launchTemplateKey(partitionOf(region), region, account, templateId);
  return templateId === null && typeof templateName === 'string' ? undefined : templateId;
}

function slotOf({ key, state }: Resource<'pod-identity-association'>): string | undefined {
  const { namespace, serviceAccount } = state;
  if (typeof namespace !== 'string' || typeof serviceAccount !== 'string') return undefined;
  return associationSlotKey(owningClusterKey(key), namespace, serviceAccount);
}

/** A version gives an ARN or a name. */
function profileOf({ state, account, region }: Resource<'launch-template-version'>) {
  const { profile } = state;
  if (typeof profile !== 'string') return profile;
  return profile.startsWith('arn:')
    ? (instanceProfileKeyFromArn(profile) ?? null)
    : instanceProfileKey(partitionOf(region), account, profile);
}

function creatorEntry({ key, state }: Resource<'eks-cluster'>): readonly string[] {
  const arn = parseArn(key);
  if (arn === undefined || typeof state.creator !== 'string') return [];
  const name = arn.resource.slice(arn.resource.indexOf('/') + 1);
  return [accessEntryKey(arn.partition, arn.region, arn.account, name, state.creator)];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html */
function agentKeys(cluster: string): readonly string[] {
  const arn = parseArn(cluster);
  const name = arn?.resource.split('/')[1];
  return arn === undefined || name === undefined
    ? []
    : [addonKey(arn.partition, arn.region, arn.account, name, 'eks-pod-identity-agent')];
}

function templateKey(version: string): string {
  return version.slice(0, version.lastIndexOf('/'));
}

const RELATIONS: { readonly [K in Kind]: { readonly [R in keyof RelatedOf[K]]: Relation } } = {
  'aws-account': {
    clusters: { from: 'eks-cluster', by: 'account' },
    clustersEver: { from: 'eks-cluster', by: 'account', gone: true },
  },
  'iam-role': {
    account: one<'iam-role'>('aws-account', ({ state, account }) =>
      providersNamedIn(state.trust ?? '').length > 0 ? account : null,
    ),
    associations: { from: 'pod-identity-association', by: 'role' },
    targetAssociations: { from: 'pod-identity-association', by: 'targetRole' },
    nodegroups: { from: 'eks-nodegroup', by: 'role' },
    accessEntries: { from: 'access-entry', by: 'role' },
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
    clustersEver: through(['account', 'clustersEver']),
    instanceCallers: keyed<'iam-role'>('iam-role', ({ activity }) => usersOf(activity, 'node-session').users),
    callerNodegroups: through(['instanceCallers', 'nodegroups']),
    namedRoles: through(['inlineRoles'], ['customerPolicies', 'roles']),
    policies: through(
      ['customerPolicies'],
      ['inlineRoles', 'customerPolicies'],
      ['customerPolicies', 'roles', 'customerPolicies'],
    ),
    chainedRoles: NAMED_ROLES,
    chainedPolicies: { ...NAMED_ROLES, finally: ['customerPolicies'] },
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
    addon: one<'pod-identity-association'>('eks-addon', ({ state }) =>
      byArn(state.ownerArn, addonKeyFromArn),
    ),
    nodegroups: through(['role', 'nodegroups']),
    accessEntries: through(['role', 'accessEntries']),
    namedRoles: through(['role', 'inlineRoles'], ['role', 'customerPolicies', 'roles']),
    policies: through(
      ['role', 'customerPolicies'],
      ['role', 'inlineRoles', 'customerPolicies'],
      ['role', 'customerPolicies', 'roles', 'customerPolicies'],
    ),
    slot: one<'pod-identity-association'>('association-slot', slotOf),
    sameSlot: through(['slot', 'associations']),
    formerRoles: keyed<'pod-identity-association'>('iam-role', ({ former }) =>
      (former.roleArn ?? []).flatMap(({ value }) => byArn(String(value), roleKeyFromArn) ?? []),
    ),
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
    associations: { from: 'pod-identity-association', by: 'cluster' },
    fargateProfiles: { from: 'eks-fargate-profile', by: 'cluster' },
    podIdentityAgent: keyed<'eks-cluster'>('eks-addon', ({ key }) => agentKeys(key)),
    creatorEntries: keyed<'eks-cluster'>('access-entry', creatorEntry),
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
    namedRoles: through(['role', 'inlineRoles'], ['role', 'customerPolicies', 'roles']),
    policies: through(
      ['role', 'customerPolicies'],
      ['role', 'inlineRoles', 'customerPolicies'],
      ['role', 'customerPolicies', 'roles', 'customerPolicies'],
    ),
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
  'k8s-service-account': { workloads: { from: 'k8s-workload', by: 'serviceAccounts' } },
  'k8s-workload': {
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
  },
  'k8s-namespace': {},
  'container-build': {},
};

/** The keys, each once and sorted, of those that a resource points at by a relation of its own. */
export function targetsOf(relation: Forward, resource: Resource): readonly string[] {
  if ('keys' in relation) return [...new Set(relation.keys(resource))].sort();
  const key = relation.key(resource);
  return typeof key === 'string' ? [key] : [];
}

const OWNED: readonly Kind[] = [
  'access-entry',
  'eks-addon',
  'eks-capability',
  'eks-fargate-profile',
  'eks-nodegroup',
  'pod-identity-association',
];

/** The key of the resource with which this one is deleted, where it has such an owner. */
export function ownerKey(kind: Kind, key: string): string | undefined {
  if (kind === 'launch-template-version') return templateKey(key);
  return OWNED.includes(kind) ? owningClusterKey(key) : undefined;
}

export function relationsOf(kind: Kind): Readonly<Record<string, Relation>> {
  return RELATIONS[kind] as Readonly<Record<string, Relation>>;
}

/** The hop of a kind by its name; a path is made of hops only. */
export function hopOf(kind: Kind, name: string): Hop {
  const relation = relationsOf(kind)[name];
  if (relation === undefined || 'paths' in relation || 'step' in relation)
    throw new TypeError(`${kind} has no relation ${name} of one hop`);
  return relation;
}

export function otherKind(hop: Hop): Kind {
  return 'to' in hop ? hop.to : hop.from;
}

/** The paths by which a relation finds others: of one hop, or as it says; repeated steps are gone once. */
export function pathsOf(name: string, relation: Relation): readonly (readonly string[])[] {
  if ('step' in relation) {
    const { step, finally: last } = relation;
    return last === undefined ? step : [...step, last, ...step.map((path) => [...path, ...last])];
  }
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

/** The kind that a relation ends at: all its paths end at the same. */
export function endKind(from: Kind, name: string): Kind {
  const relation = relationsOf(from)[name] as Relation;
  const path = ('finally' in relation && relation.finally) || (pathsOf(name, relation)[0] ?? []);
  return path.reduce<Kind>((kind, step) => otherKind(hopOf(kind, step)), from);
}

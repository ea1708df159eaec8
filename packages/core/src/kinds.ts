/**
 * The kinds of resources. A kind names its fields (a put that does not name one says that it is absent), its sets, the
 * fields whose former values matter to rules over a change, and its relations.
 */
export interface KindSpec {
  readonly fields: readonly string[];
  readonly sets: readonly string[];
  /** Fields whose former distinct values are kept, for rules that compare with what was. */
  readonly tracked: readonly string[];
}

const spec = <const S extends KindSpec>(kind: S): S => kind;

export const KINDS = {
  'aws-account': spec({ fields: [], sets: [], tracked: [] }),
  'iam-role': spec({
    fields: ['arn', 'roleId', 'trust', 'boundary', 'maxSessionDuration', 'lastUsedAt'],
    sets: ['policies', 'inlinePolicies', 'tags'],
    tracked: ['boundary'],
  }),
  'iam-policy': spec({ fields: ['arn', 'defaultVersion'], sets: ['versions'], tracked: [] }),
  'instance-profile': spec({ fields: ['arn'], sets: ['roles'], tracked: [] }),
  'pod-identity-association': spec({
    fields: [
      'associationId',
      'clusterName',
      'namespace',
      'serviceAccount',
      'roleArn',
      'targetRoleArn',
      'externalId',
      'disableSessionTags',
      'policy',
      'ownerArn',
      'changedBy',
    ],
    sets: ['tags'],
    tracked: ['roleArn'],
  }),
  'association-slot': spec({ fields: [], sets: [], tracked: [] }),
  'ec2-instance': spec({
    fields: ['httpTokens', 'httpEndpoint', 'hopLimit', 'httpProtocolIpv6', 'metadataTags', 'profileArn'],
    sets: ['tags'],
    tracked: ['httpTokens', 'httpEndpoint', 'hopLimit', 'httpProtocolIpv6', 'metadataTags', 'profileArn'],
  }),
  'access-key': spec({
    fields: [
      'keyId',
      'createdAt',
      'lastUsedAt',
      'readAt',
      'userName',
      'status',
      'ofRoot',
      'creator',
      'creatorSession',
      'createdByOwner',
    ],
    sets: [],
    tracked: ['status'],
  }),
  'oidc-provider': spec({ fields: ['arn', 'url'], sets: ['clientIds', 'thumbprints'], tracked: [] }),
  'eks-cluster': spec({
    fields: [
      'arn',
      'name',
      'roleArn',
      'authenticationMode',
      'issuer',
      'auditLog',
      'authenticatorLog',
      'creatorAdmin',
      'creator',
      'autoMode',
      'associationsListed',
    ],
    sets: ['identityProviders', 'tags'],
    tracked: ['issuer', 'auditLog', 'authenticatorLog'],
  }),
  'eks-nodegroup': spec({
    fields: [
      'arn',
      'nodegroupName',
      'clusterName',
      'nodeRole',
      'templateId',
      'templateName',
      'templateVersion',
    ],
    sets: [],
    tracked: [],
  }),
  'iam-user': spec({ fields: ['arn', 'userId'], sets: ['policies', 'serviceCredentials'], tracked: [] }),
  'access-entry': spec({
    fields: ['clusterName', 'principalArn', 'type', 'username', 'granted'],
    sets: ['policies', 'groups'],
    tracked: ['granted'],
  }),
  'eks-addon': spec({
    fields: ['arn', 'addonName', 'clusterName', 'serviceAccountRoleArn', 'status'],
    sets: [],
    tracked: [],
  }),
  'eks-fargate-profile': spec({
    fields: ['arn', 'profileName', 'clusterName', 'podExecutionRoleArn'],
    sets: ['selectors'],
    tracked: [],
  }),
  'eks-capability': spec({
    fields: ['arn', 'capabilityName', 'clusterName', 'type', 'roleArn'],
    sets: [],
    tracked: [],
  }),
  'launch-template': spec({
    fields: ['templateId', 'name', 'defaultVersion', 'latestVersion'],
    sets: [],
    tracked: [],
  }),
  'launch-template-version': spec({
    fields: ['templateId', 'version', 'httpTokens', 'httpEndpoint', 'hopLimit', 'profile'],
    sets: [],
    tracked: [],
  }),
  'auto-scaling-group': spec({
    fields: ['name', 'templateId', 'templateName', 'templateVersion'],
    sets: ['tags'],
    tracked: [],
  }),
  'ec2-account-defaults': spec({
    fields: ['httpTokens', 'httpEndpoint', 'hopLimit', 'metadataTags', 'tokensEnforced'],
    sets: [],
    tracked: ['httpTokens', 'httpEndpoint', 'hopLimit', 'tokensEnforced'],
  }),
  'account-region': spec({
    fields: ['watched', 'clusters', 'associationsPerCluster'],
    sets: [],
    tracked: [],
  }),
  secret: spec({
    fields: ['arn', 'rotation', 'createdAt', 'rotatedAt', 'readAt', 'resourcePolicy'],
    sets: [],
    tracked: ['rotation'],
  }),
  'cloudtrail-trail': spec({
    fields: ['arn', 'name', 'logging', 'managementEvents', 'selectedAt', 'multiRegion'],
    sets: [],
    tracked: ['logging', 'managementEvents'],
  }),
  'event-rule': spec({
    fields: ['arn', 'name', 'state', 'pattern'],
    sets: ['targets', 'changes'],
    tracked: [],
  }),
  'platform-part': spec({ fields: ['arn', 'lastChange', 'detail'], sets: ['changes'], tracked: [] }),
  'k8s-service-account': spec({
    fields: ['name', 'namespace', 'roleArn', 'association'],
    sets: [],
    tracked: ['roleArn'],
  }),
  'k8s-workload': spec({
    fields: [
      'type',
      'name',
      'namespace',
      'podPath',
      'serviceAccount',
      'serviceAccountKey',
      'association',
      'hostNetwork',
      'ownIdentity',
    ],
    sets: ['images', 'labels', 'awsUse', 'keys', 'keySecrets', 'iamAnnotations', 'providerClasses'],
    tracked: [],
  }),
  'k8s-secret': spec({ fields: ['name', 'namespace'], sets: ['keys'], tracked: [] }),
  'k8s-config-map': spec({ fields: ['name', 'namespace'], sets: ['keys', 'masters'], tracked: [] }),
  'k8s-secret-store': spec({
    fields: ['type', 'name', 'namespace', 'provider', 'keySecret', 'usedBy', 'ownIdentities'],
    sets: [],
    tracked: [],
  }),
  'k8s-secret-provider-class': spec({
    fields: ['name', 'namespace', 'provider', 'usePodIdentity'],
    sets: [],
    tracked: [],
  }),
  'k8s-namespace': spec({ fields: ['name'], sets: ['iamAnnotations'], tracked: [] }),
  'container-build': spec({ fields: [], sets: ['keys', 'keyArguments'], tracked: [] }),
} as const;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

export type SetOf = { readonly [K in Kind]: (typeof KINDS)[K]['sets'][number] };

/** Nothing is recorded of it: what belongs to an account is found through it. */
export type AwsAccount = Readonly<Record<never, never>>;

/** A region that the account has switched on, as a read of the account told of it. */
export interface AccountRegion {
  /** Whether its events come here. */
  readonly watched: boolean;
  /** Null where it is watched: its clusters are listed one by one. */
  readonly clusters: number | null;
  /** The quota of Pod Identity associations per cluster; null where it was not asked for, or Service Quotas names none. */
  readonly associationsPerCluster: number | null;
}

/**
 * A role's state. ARNs are as AWS wrote them; `trust` is the policy's JSON text. Of the set `inlinePolicies` the members are
 * the names, their values the documents' JSON text, or `true` where that is not known; of `tags` the keys in small letters, since
 * AWS tells them apart no further.
 */
export interface IamRole {
  readonly arn: string;
  readonly roleId: string;
  readonly trust: string;
  readonly boundary: string | null;
  readonly maxSessionDuration: number | null;
  /** ISO 8601, and only a read of the account tells it; null: never within the 400 days that AWS keeps. */
  readonly lastUsedAt: string | null;
}

/**
 * A customer managed policy. Of the set `versions` the members are the ids (`v1`), their values the documents' JSON text, or
 * `true` where that is not known.
 */
export interface IamPolicy {
  readonly arn: string;
  readonly defaultVersion: string;
}

/** Of the set `roles` the members are the roles' names. */
export interface InstanceProfile {
  readonly arn: string;
}

/** Of the set `tags` the members are the keys. */
export interface PodIdentityAssociation {
  readonly associationId: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly targetRoleArn: string | null;
  readonly externalId: string | null;
  readonly disableSessionTags: boolean | null;
  readonly policy: string | null;
  readonly ownerArn: string | null;
  /** Who made or last changed it: an ARN, or the service's name where AWS did. */
  readonly changedBy: string;
}

/** A service account of a namespace of a cluster, which has one association at a time. Nothing but its use is recorded of it. */
export type AssociationSlot = Readonly<Record<never, never>>;

export interface Ec2Instance {
  readonly httpTokens: 'optional' | 'required';
  readonly httpEndpoint: 'enabled' | 'disabled';
  readonly hopLimit: number;
  readonly httpProtocolIpv6: 'enabled' | 'disabled';
  readonly metadataTags: 'enabled' | 'disabled';
  readonly profileArn: string | null;
}

export interface AccessKey {
  /** Null for one of the root's of which only the credential report tells. */
  readonly keyId: string | null;
  /** When it was made, was last used, and when its last use was read: ISO 8601. Only a read of the account tells the last two. */
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly readAt: string;
  readonly userName: string | null;
  readonly status: 'Active' | 'Inactive' | 'Expired';
  readonly ofRoot: boolean;
  readonly creator: string;
  /** The name of its session, where a role made it. */
  readonly creatorSession: string | null;
  /** Whether the key's own user (or root, for its own) made it. */
  readonly createdByOwner: boolean;
}

/** Of the set `thumbprints` the members are those of certificates, in small letters. */
export interface OidcProvider {
  readonly arn: string;
  readonly url: string;
}

/**
 * Of the set `identityProviders` the members are the names of user sign-in configurations, their values the issuers' URLs, or
 * `true` where that is not known; of `tags` the keys.
 */
export interface EksCluster {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly authenticationMode: string | null;
  readonly issuer: string;
  readonly auditLog: boolean;
  readonly authenticatorLog: boolean;
  readonly creatorAdmin: boolean;
  /** Who made it: holder of the bootstrap administrator entry. */
  readonly creator: string;
  readonly autoMode: boolean;
  /** Whether all its associations are known: they were listed to the end, or it was seen made. */
  readonly associationsListed: boolean;
}

export interface EksNodegroup {
  readonly arn: string;
  readonly nodegroupName: string;
  readonly clusterName: string;
  readonly nodeRole: string;
  readonly templateId: string | null;
  readonly templateName: string | null;
  readonly templateVersion: string | null;
}

/**
 * Of the set `policies` the members are ARNs; of `serviceCredentials` the ids, their values `Active`, `Inactive` or `Expired`, or
 * `true` where that is not known.
 */
export interface IamUser {
  readonly arn: string;
  readonly userId: string;
}

/**
 * Of the set `policies` the members are the ARNs of access policies, their values `cluster` or `namespace:` and the
 * namespaces, sorted and separated by commas, or `true` where that is not known; of `groups` the members are Kubernetes groups.
 */
export interface AccessEntry {
  readonly clusterName: string;
  readonly principalArn: string;
  /** `STANDARD`, `EC2_LINUX`, `FARGATE_LINUX`, ... */
  readonly type: string;
  readonly username: string | null;
  /** The newest association that an event told of: the access policy's ARN, a blank and its scope as in `policies` (`?` where that is not known). */
  readonly granted: string | null;
}

export interface EksAddon {
  readonly arn: string;
  readonly addonName: string;
  readonly clusterName: string;
  readonly serviceAccountRoleArn: string | null;
  readonly status: string | null;
}

/**
 * Of the set `selectors` the members are namespaces, as written (wildcards too), their values the labels as sorted JSON: `{}`
 * selects all pods, and a list of labels those that have one of them.
 */
export interface EksFargateProfile {
  readonly arn: string;
  readonly profileName: string;
  readonly clusterName: string;
  readonly podExecutionRoleArn: string;
}

export interface EksCapability {
  readonly arn: string;
  readonly capabilityName: string;
  readonly clusterName: string;
  /** `ACK`, `KRO`, `ARGOCD`. */
  readonly type: string;
  readonly roleArn: string;
}

export interface LaunchTemplate {
  readonly templateId: string;
  readonly name: string;
  readonly defaultVersion: number;
  readonly latestVersion: number;
}

/** What a version sets; null where it leaves that to the AMI or the account's defaults. */
export interface LaunchTemplateVersion {
  readonly templateId: string;
  readonly version: number;
  readonly httpTokens: 'optional' | 'required' | null;
  readonly httpEndpoint: 'enabled' | 'disabled' | null;
  readonly hopLimit: number | null;
  /** ARN, or name where the version gives a name. */
  readonly profile: string | null;
}

/** Which launch template version it uses: a number as text, `$Latest` or `$Default`. */
export interface AutoScalingGroup {
  readonly name: string;
  readonly templateId: string | null;
  readonly templateName: string | null;
  readonly templateVersion: string | null;
}

/** A region's defaults; `no-preference` and -1 leave it to the AMI. */
export interface Ec2AccountDefaults {
  readonly httpTokens: 'optional' | 'required' | 'no-preference';
  readonly httpEndpoint: 'enabled' | 'disabled' | 'no-preference';
  readonly hopLimit: number;
  readonly metadataTags: 'enabled' | 'disabled' | 'no-preference';
  readonly tokensEnforced: 'enabled' | 'disabled' | 'no-preference';
}

/** A secret, or a parameter of Systems Manager; never its value. */
export interface Secret {
  readonly arn: string;
  readonly rotation: 'enabled' | 'disabled';
  readonly createdAt: string;
  readonly rotatedAt: string | null;
  /** When that was read of the account. */
  readonly readAt: string;
  readonly resourcePolicy: string | null;
}

export interface CloudtrailTrail {
  readonly arn: string;
  readonly name: string;
  readonly logging: boolean;
  readonly managementEvents: 'all' | 'write' | 'read' | 'none';
  /** When an event last told what it logs; null where that is how it was made. */
  readonly selectedAt: string | null;
  readonly multiRegion: boolean;
}

/**
 * Of the set `targets` the members are the targets' ids, their values the ARNs, or `true` where that is not known; of `changes`
 * they are `state`, `pattern` and `target ID`, their values who last set each. One that is deleted stays: a rule has to see who did it.
 */
export interface EventRule {
  readonly arn: string;
  readonly name: string;
  readonly state: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' | 'DELETED';
  readonly pattern: string | null;
}

/**
 * A function, queue, table or topic; `lastChange` is the call that changed or stopped it. Of the set `changes` the members are
 * the calls that did, their values who made the newest of each and, after a blank, its detail.
 */
export interface PlatformPart {
  readonly arn: string;
  readonly lastChange: string;
  readonly detail: string | null;
}

/** A role annotation that is empty is none: the webhook takes it so. */
export interface K8sServiceAccount {
  readonly name: string;
  /** Null where the manifest leaves it to whoever applies it. */
  readonly namespace: string | null;
  readonly roleArn: string | null;
  /** The ARN of its Pod Identity association; unknown unless associations were given. */
  readonly association: string | null;
}

/**
 * What runs pods. The members of most sets are paths in the manifest, their values what is there: of `awsUse` the signs that it
 * uses AWS, of `keys` AWS keys by their first and last letters, of `keySecrets` the Secrets that such keys are taken from, of
 * `iamAnnotations` the annotations of kube2iam and kiam. Of `images` the members are images, their values the paths; of `labels` label
 * names; of `providerClasses` the keys of the SecretProviderClasses that it mounts.
 */
export interface K8sWorkload {
  /** `Pod`, `Deployment`, ... */
  readonly type: string;
  readonly name: string;
  readonly namespace: string | null;
  /** Where its pod's spec is: `spec.template.spec`. */
  readonly podPath: string;
  readonly serviceAccount: string;
  readonly serviceAccountKey: string;
  readonly association: string | null;
  readonly hostNetwork: boolean;
  /** What gives it credentials of its own besides its service account and keys. */
  readonly ownIdentity: string | null;
}

/** Of the set `keys` the members are paths, their values AWS keys by their first and last letters; never a value. */
export interface K8sSecret {
  readonly name: string;
  readonly namespace: string | null;
}

/**
 * A ConfigMap, or an object of a kind that is not judged otherwise and holds a key. As for a secret; of `masters` the members are
 * the principals that `aws-auth` maps to `system:masters`, their values the paths.
 */
export interface K8sConfigMap {
  readonly name: string;
  readonly namespace: string | null;
}

export interface K8sSecretStore {
  /** `SecretStore` or `ClusterSecretStore`. */
  readonly type: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly provider: string;
  /** The Secret whose AWS keys it authenticates with. */
  readonly keySecret: string | null;
  /** The namespaces that may use it: those that it selects, or all. */
  readonly usedBy: 'all' | 'selected' | 'own';
  /** Whether each namespace that uses it authenticates by a service account of its own. */
  readonly ownIdentities: boolean;
}

export interface K8sSecretProviderClass {
  readonly name: string;
  readonly namespace: string | null;
  readonly provider: string;
  readonly usePodIdentity: boolean;
}

export interface K8sNamespace {
  readonly name: string;
}

/**
 * A Dockerfile. The members are `line N`, their values AWS keys by their first and last letters, or what takes them in; of
 * `keyArguments` the build arguments for keys.
 */
export type ContainerBuild = Readonly<Record<never, never>>;

export interface StateOf {
  readonly 'aws-account': AwsAccount;
  readonly 'account-region': AccountRegion;
  readonly 'iam-role': IamRole;
  readonly 'iam-policy': IamPolicy;
  readonly 'instance-profile': InstanceProfile;
  readonly 'pod-identity-association': PodIdentityAssociation;
  readonly 'association-slot': AssociationSlot;
  readonly 'ec2-instance': Ec2Instance;
  readonly 'access-key': AccessKey;
  readonly 'oidc-provider': OidcProvider;
  readonly 'eks-cluster': EksCluster;
  readonly 'eks-nodegroup': EksNodegroup;
  readonly 'iam-user': IamUser;
  readonly 'access-entry': AccessEntry;
  readonly 'eks-addon': EksAddon;
  readonly 'eks-fargate-profile': EksFargateProfile;
  readonly 'eks-capability': EksCapability;
  readonly 'launch-template': LaunchTemplate;
  readonly 'launch-template-version': LaunchTemplateVersion;
  readonly 'auto-scaling-group': AutoScalingGroup;
  readonly 'ec2-account-defaults': Ec2AccountDefaults;
  readonly secret: Secret;
  readonly 'cloudtrail-trail': CloudtrailTrail;
  readonly 'event-rule': EventRule;
  readonly 'platform-part': PlatformPart;
  readonly 'k8s-service-account': K8sServiceAccount;
  readonly 'k8s-workload': K8sWorkload;
  readonly 'k8s-secret': K8sSecret;
  readonly 'k8s-config-map': K8sConfigMap;
  readonly 'k8s-secret-store': K8sSecretStore;
  readonly 'k8s-secret-provider-class': K8sSecretProviderClass;
  readonly 'k8s-namespace': K8sNamespace;
  readonly 'container-build': ContainerBuild;
}

/** Nothing is recorded of it: what belongs to an account is found through it. */
export type AwsAccount = Readonly<Record<never, never>>;

/**
 * A role's state. ARNs are as AWS wrote them; `trust` is the policy's JSON text. Of the set `inlinePolicies` the members are
 * the names, their values the documents' JSON text, or `true` where that is not known.
 */
export interface IamRole {
  readonly arn: string;
  readonly roleId: string;
  readonly trust: string;
  readonly boundary: string | null;
  readonly maxSessionDuration: number | null;
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
}

export interface Ec2Instance {
  readonly httpTokens: 'optional' | 'required';
  readonly httpEndpoint: 'enabled' | 'disabled';
  readonly hopLimit: number;
  readonly httpProtocolIpv6: 'enabled' | 'disabled';
  readonly metadataTags: 'enabled' | 'disabled';
  readonly profileArn: string | null;
}

export interface AccessKey {
  readonly keyId: string;
  /** When it was made, was last used, and when its last use was read: ISO 8601. Only a read of the account tells the last two. */
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly readAt: string;
  readonly userName: string | null;
  readonly status: 'Active' | 'Inactive' | 'Expired';
  readonly ofRoot: boolean;
  readonly creator: string;
  /** Whether the key's own user (or root, for its own) made it. */
  readonly createdByOwner: boolean;
}

export interface OidcProvider {
  readonly arn: string;
  readonly url: string;
}

/**
 * Of the set `identityProviders` the members are the names of user sign-in configurations, their values the issuers' URLs, or
 * `true` where that is not known.
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
  readonly multiRegion: boolean;
}

/** Of the set `targets` the members are the targets' ids, their values the ARNs, or `true` where that is not known. */
export interface EventRule {
  readonly arn: string;
  readonly name: string;
  readonly state: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  readonly pattern: string | null;
}

/** A function, queue, table, topic or role; `lastChange` is the call that changed or stopped it. */
export interface PlatformPart {
  readonly arn: string;
  readonly lastChange: string;
  readonly detail: string | null;
}

export interface StateOf {
  readonly 'aws-account': AwsAccount;
  readonly 'iam-role': IamRole;
  readonly 'iam-policy': IamPolicy;
  readonly 'instance-profile': InstanceProfile;
  readonly 'pod-identity-association': PodIdentityAssociation;
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
}

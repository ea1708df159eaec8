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

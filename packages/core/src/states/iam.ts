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
 * Of the set `policies` the members are ARNs; of `serviceCredentials` the ids, their values `Active`, `Inactive` or `Expired`, or
 * `true` where that is not known.
 */
export interface IamUser {
  readonly arn: string;
  readonly userId: string;
}

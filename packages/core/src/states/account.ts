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

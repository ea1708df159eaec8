import type { Judged } from '@podguard/core';

interface Fact {
  readonly key: string;
  readonly account: string;
  readonly judged: Judged;
}

export interface ClusterFact extends Fact {
  readonly is: 'cluster';
  readonly issuer: string | null;
  readonly present: boolean;
}

/** An OIDC provider that was deleted: nobody gets in by it. */
export interface GoneProviderFact extends Fact {
  readonly is: 'gone-provider';
}

/** Nodes of a cluster that have a role: a node group's, or those of an access entry. */
export interface NodesFact extends Fact {
  readonly is: 'nodes';
  readonly cluster: string;
  readonly role: string;
}

export interface AssociationFact extends Fact {
  readonly is: 'association';
  readonly cluster: string;
  /** Null where they are not known. */
  readonly namespace: string | null;
  readonly serviceAccount: string | null;
  /** Keys; of a role that chains the target's, too. Null where it is not known. */
  readonly roles: readonly string[] | null;
  readonly chained: boolean;
}

/** Service accounts that get a role by an issuer. */
export interface Admitted {
  readonly issuer: string;
  readonly provider: string;
  /** `NAMESPACE/NAME`. */
  readonly exact: readonly string[];
  /** The same with `*` for what a pattern leaves open. */
  readonly patterns: readonly string[];
  /** Whether a service account, `NAMESPACE/NAME`, surely gets it. */
  readonly admits: (name: string) => boolean;
}

export interface RoleFact extends Fact {
  readonly is: 'role';
  readonly name: string;
  /** Whether its trust policy is known. */
  readonly known: boolean;
  /** Whether anything told it, though it may have been left out. */
  readonly told: boolean;
  /** AWS's own: nobody gives it to pods. */
  readonly reserved: boolean;
  /** Where the trust policy is not known those that were seen getting it. */
  readonly admitted: readonly Admitted[];
  /** Why it is not known who else gets it. */
  readonly unsure: readonly string[];
  /** A wildcard takes in any provider. */
  readonly byAnyProvider: boolean;
  /** Roles that it trusts, or that were seen assuming it, in the way of kube2iam and kiam; null: it is none of these. */
  readonly legacyCallers: readonly string[] | null;
  /** As a role of nodes: whether pods get more by it than nodes need. */
  readonly nodeRights: 'more' | 'undecided' | 'none';
  /** The configuration says that pods get it. */
  readonly configured: boolean;
}

/** A long-lived key that is used in a cluster or was made by a workload. */
export interface KeyFact extends Fact {
  readonly is: 'key';
  readonly keyId: string;
  /** The role whose session made it, where that is why it is here. */
  readonly maker: string | null;
}

export type PostureFact = ClusterFact | GoneProviderFact | NodesFact | AssociationFact | RoleFact | KeyFact;

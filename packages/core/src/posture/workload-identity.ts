import type { Finding } from '../finding.ts';
import type { Severity } from '../verdict.ts';
import type { IdentityMethod } from './weights.ts';

/** Where workloads run: a cluster, one of which only the issuer is known, or nothing that is known. */
export interface PosturePlace {
  readonly account: string;
  /** The cluster's key. */
  readonly cluster: string | null;
  /** `host/path` of the issuer, where that is all that tells of the cluster. */
  readonly issuer: string | null;
}

/** Whoever gets AWS credentials in a cluster: a service account, those of a pattern, or whatever pods use a role or a key. */
export interface WorkloadIdentity extends PosturePlace {
  readonly kind: 'service-account' | 'pattern' | 'role' | 'key';
  /** `NAMESPACE/NAME` (`*` for any), the role's name, or the key's id. */
  readonly name: string;
  readonly method: IdentityMethod;
  /** Another way that it has and that the method takes precedence over, or that the operator gets its credentials by. */
  readonly also: readonly IdentityMethod[];
  /** The keys of what it consists of: what is open on them lowers its score. */
  readonly resources: readonly string[];
  /** What is not known of them without which nobody can say how good it is. */
  readonly unknown: readonly string[];
  /** What lets it in: means are over these, so that no list of names in a policy sets what a mean is divided by. */
  readonly grants: readonly Grant[];
}

/** An association, the trust policy of a role, the nodes' use of a role, or an access key. */
export interface Grant {
  readonly key: string;
  readonly resources: readonly string[];
  readonly unknown: readonly string[];
}

/** What may be a workload identity, or is one of which nothing can be said. It has no score. */
export interface UnknownIdentity extends PosturePlace {
  readonly name: string;
  readonly because: string;
}

/** What judging made of a resource. */
export interface Judged {
  readonly worst: Worst | null;
  /** Ids of the rules that could not be decided. */
  readonly undecided: readonly string[];
}

export interface Worst {
  readonly severity: Severity;
  readonly rule: string;
  readonly finding: Finding['id'];
}

import type { Policy } from '../policy.ts';
import { outOfTime } from '../trust/facts/time.ts';
import type { Holder } from './holder.ts';
import { managedPolicy, managedPolicyDocument } from './managed-policies.ts';

/** A policy by its ARN or inline name; a null document is one that was not read. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: Policy | null;
}

/** All that decides what an identity may do, resource policies and the organisation's policies apart. */
export interface PermissionSet {
  readonly holder: Holder;
  readonly policies: readonly NamedPolicy[];
  /** Null where the identity has no permissions boundary. */
  readonly boundary: NamedPolicy | null;
  /** Others that conditions of these name: what may be attached, or has to limit. */
  readonly named?: readonly NamedPolicy[];
}

/** A policy with the statements that decide, or none where it was not read and is not known by name. */
export interface Source {
  readonly name: string;
  readonly policy: Policy | null;
  /** Whether the paths in the document are those of a document that was read. */
  readonly read: boolean;
}

export interface Sources {
  readonly identity: readonly Source[];
  /** Null where no boundary limits. */
  readonly boundary: Source | null;
}

export function sourcesOf({ policies, boundary }: PermissionSet): Sources {
  return {
    identity: policies.map((named) => toSource(named, false)),
    boundary: boundary === null ? null : toSource(boundary, true),
  };
}

/** A boundary grants nothing, it limits: only a document that is known as a whole can stand for one. */
function toSource({ name, policy }: NamedPolicy, whole: boolean): Source {
  if (policy !== null) return { name, policy: outOfTime(policy), read: true };
  const known = managedPolicy(name);
  const document = known === undefined || (whole && !known.whole) ? null : managedPolicyDocument(known);
  return { name, policy: document, read: false };
}

import type { Kind } from './kinds.ts';
import type { Resource } from './resource.ts';

export interface ToOne {
  readonly to: Kind;
  /** The other's key; `null` where there is none, `undefined` where it is not known. */
  readonly key: (resource: Resource) => string | null | undefined;
}

export interface ToKeys {
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
  /**
   * Who reads it has its edge at the `readersKey` of what is pointed at, who points at it at its `pointersKey`, not at that
   * itself: those that point are of the kind of those that read, and would be told of each other and read for each other.
   */
  readonly apart?: true;
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

export function one<K extends Kind>(
  to: Kind,
  key: (resource: Resource<K>) => string | null | undefined,
): ToOne {
  return { to, key: key as unknown as ToOne['key'] };
}

export function keyed<K extends Kind>(to: Kind, keys: (resource: Resource<K>) => readonly string[]): ToKeys {
  return { to, keys: keys as unknown as ToKeys['keys'] };
}

export function through(...paths: readonly (readonly string[])[]): Through {
  return { paths };
}

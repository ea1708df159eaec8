import type { JsonValue, Kind, SetMembers } from '@podguard/core';
import type { MountedSecret } from './credential-files.ts';
import type { Entries, EntriesOf } from './environment.ts';

/** What one Kubernetes object, or one Dockerfile, says: not yet related to the others. */
export interface Draft {
  readonly kind: Kind;
  /** `Deployment`, `SecretStore`, ... */
  readonly type: string;
  readonly name: string;
  /** Null where the manifest does not say it, or where its kind has none. */
  readonly namespace: string | null;
  /** `undefined`: not known. */
  readonly fields: Readonly<Record<string, JsonValue | undefined>>;
  /** `null`: not known. */
  readonly sets: Readonly<Record<string, SetMembers | null>>;
  /** The names of SecretProviderClasses that its pods mount. */
  readonly mounts?: readonly string[];
  /** The Secrets that its pods mount as files. */
  readonly mountedSecrets?: readonly MountedSecret[];
  /** What it gives to a container's `envFrom`: a function, so that nobody prints a value with the draft. */
  readonly entries?: () => Entries;
  /** Of what is to be in AWS: the account and the region, where it says them. */
  readonly aws?: { readonly account: string | undefined; readonly region: string | undefined };
  /** The same with what its containers take by `envFrom`. */
  readonly withEntries?: (entriesOf: EntriesOf) => Draft;
}

/** What all Kubernetes objects have. */
export interface ObjectHead {
  readonly type: string;
  readonly name: string;
  readonly namespace: string | null;
}

import type { Activity } from './activity.ts';
import type { JsonValue } from './json.ts';
import type { Kind, SetOf } from './kinds.ts';
import type { Stamp } from './stamp.ts';
import type { StateOf } from './states/state-of.ts';

/** A field's value: `undefined` where it is unknown, `null` where it is known to be absent. */
export type State<K extends Kind> = { readonly [F in keyof StateOf[K]]?: StateOf[K][F] | null | undefined };

export interface SetState {
  /** The members that are known to be there, with their values. */
  readonly members: ReadonlyMap<string, JsonValue>;
  /** Whether there can be no others. A rule fails on what it sees and passes only on a complete set. */
  readonly complete: boolean;
  /** Those that were taken out in this life of the resource, and when. */
  readonly removed?: ReadonlyMap<string, string>;
}

/** What a rule judges: the typed state of one thing at one moment. */
export interface Resource<K extends Kind = Kind> {
  readonly kind: K;
  readonly key: string;
  readonly account: string;
  readonly region: string;
  readonly present: boolean;
  /** When it was made, and when it was deleted; null where that is not known or not so. */
  readonly bornAt: string | null;
  readonly goneAt: string | null;
  /** The time of the first that is known of it, also where an event did not tell that it was made. */
  readonly knownSince?: string;
  readonly state: State<K>;
  readonly sets: { readonly [S in SetOf[K]]: SetState };
  /** How it was used, as far as that is known by now. */
  readonly activity: Activity;
  /** Values that a tracked field had before in this life of the resource, newest first. */
  readonly former: {
    readonly [F in keyof StateOf[K]]?: readonly { readonly value: JsonValue; readonly at: Stamp }[];
  };
  /** The first value that a tracked field had in this life, as far as that is known. */
  readonly original: { readonly [F in keyof StateOf[K]]?: JsonValue };
  /** Values that tracked fields had in lives of that name before this one; null where no such life is known. */
  readonly earlier: { readonly [F in keyof StateOf[K]]?: readonly JsonValue[] } | null;
}

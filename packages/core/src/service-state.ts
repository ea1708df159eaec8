import type { JsonValue } from './json.ts';
import type { Transition } from './transitions.ts';

/** What a deployed service keeps beside the resources. Reads are strongly consistent. */
export interface ServiceState {
  /** Keeps a transition that is to be told together with others, once for each identity. */
  noteQuiet(transition: Transition): Promise<void>;
  listQuiet(): AsyncIterable<Transition>;
  removeQuiet(ids: readonly string[]): Promise<void>;
  loadMark(name: string): Promise<JsonValue | undefined>;
  /** The last one saved holds. */
  saveMark(name: string, value: JsonValue): Promise<void>;
  /** Saves it where the mark still is `was` (`undefined`: there is none), and says whether it did. */
  replaceMark(name: string, was: JsonValue | undefined, value: JsonValue): Promise<boolean>;
  /** A page of the keys of items that were judged with something else; `next` is undefined at the end. */
  listJudgedOtherwise(judgedWith: string, from?: string): Promise<KeyPage>;
}

export interface KeyPage {
  readonly keys: readonly string[];
  readonly next?: string;
}

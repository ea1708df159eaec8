import type { Approval } from './approval.ts';
import type { ServiceError } from './errors.ts';
import type { Exemption } from './exemption.ts';
import type { JsonValue } from './json.ts';
import type { PersonAction } from './person-action.ts';
import type { RemediationState } from './remediation.ts';
import type { Transition } from './transitions.ts';

/** What a deployed service keeps beside the resources. Reads are strongly consistent. */
export interface ServiceState extends RemediationState {
  /** Keeps a transition that is to be told together with others, once for each identity: in a channel's box, or in that for all. */
  noteQuiet(transition: Transition, box?: string): Promise<void>;
  /** What cannot be read is named to `unreadable`; where nobody asks for that it is thrown. */
  listQuiet(box?: string, unreadable?: (id: string) => void): AsyncIterable<Transition>;
  removeQuiet(ids: readonly string[], box?: string): Promise<void>;
  loadMark(name: string): Promise<JsonValue | undefined>;
  /** The last one saved holds, for so many seconds where they are given. */
  saveMark(name: string, value: JsonValue, keepSeconds?: number): Promise<void>;
  /** Saves it, as `saveMark` does, where the mark still is `was` (`undefined`: there is none), and says whether it did. */
  replaceMark(
    name: string,
    was: JsonValue | undefined,
    value: JsonValue,
    keepSeconds?: number,
  ): Promise<boolean>;
  /** Adds to a count that is kept for so many seconds; returns what it is then. Of several at once each gets another; a name is not used again. */
  count(name: string, by: number, keepSeconds: number): Promise<number>;
  /** Whether this is the first to claim that name within so many seconds. */
  claim(name: string, keepSeconds: number): Promise<boolean>;
  /** The last one of an id holds. */
  putExemption(exemption: Exemption): Promise<void>;
  /** Also those that ended, for a while. One that cannot be read exempts nothing, and holds up no other: it is told as `unreadable`. */
  listExemptions(unreadable?: (problem: ServiceError) => void): AsyncIterable<Exemption>;
  /** The last one of a resource holds, until it is removed. */
  putApproval(approval: Approval): Promise<void>;
  /** One that cannot be read approves nothing, and holds up no other: it is told as `unreadable`. */
  listApprovals(unreadable?: (problem: ServiceError) => void): AsyncIterable<Approval>;
  removeApproval(key: string): Promise<void>;
  /** The last one of an id holds; kept for `ACTIONS_KEPT_DAYS` from when it was asked for. */
  recordAction(action: PersonAction): Promise<void>;
  loadAction(id: string): Promise<PersonAction | undefined>;
  /** The newest first. */
  listActions(limit: number): Promise<readonly PersonAction[]>;
  /** A page of the keys of items that were judged with something else; `next` is undefined at the end. */
  listJudgedOtherwise(judgedWith: string, from?: string): Promise<KeyPage>;
}

export interface KeyPage {
  readonly keys: readonly string[];
  readonly next?: string;
}

import type { JsonValue } from './json.ts';
import type { Kind } from './kinds.ts';

/** The state of a resource that a person called right: where it differs later, that is drift, also where no rule fails. */
export interface Approval {
  readonly key: string;
  readonly kind: Kind;
  readonly account: string;
  readonly region: string;
  /** What was known then, by the kind's names. `null` in place of both: that there is none. */
  readonly state: ApprovedState | null;
  /** Who approved it, and when: ISO 8601 in whole seconds. */
  readonly by: string;
  readonly at: string;
  readonly reason: string | null;
}

export interface ApprovedState {
  readonly fields: Readonly<Record<string, JsonValue>>;
  readonly sets: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
}

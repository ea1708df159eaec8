import type { JsonValue, Kind } from '@podguard/core';

/** `null`: there is none; absent: not known. Of a set's member the value, `null` where it is none. */
export interface FieldDifference {
  /** A field (`trust`), or a set and its member (`policies arn:...`). */
  readonly name: string;
  readonly recorded?: JsonValue;
  readonly found?: JsonValue;
}

/** A record of CloudTrail's event history that tells of a change. */
export interface Explanation {
  readonly eventId: string;
  readonly eventName: string;
  readonly at: string;
  /** As findings name who did something. */
  readonly actor: string;
  readonly sourceIp?: string;
  readonly userAgent?: string;
}

/**
 * What the account has and the recorded state lacks (`appeared`), or the other way round (`gone`), or differently (`changed`); or
 * where it is not as a person approved it (`unapproved`).
 */
export interface Difference {
  readonly key: string;
  readonly kind: Kind;
  readonly account: string;
  readonly region: string;
  readonly type: 'appeared' | 'changed' | 'gone' | 'unapproved';
  readonly fields: readonly FieldDifference[];
  /** When the call that showed it began. */
  readonly readAt: string;
  /** When what was recorded last changed; null where nothing was. Of `unapproved` when it was approved. */
  readonly recordedAt: string | null;
  /**
   * `missed`: the history has the record, which never came here; `out-of-band`: no record of it was found; `late`: its event came
   * meanwhile or may still come: that is no drift; `not-asked`: nobody looked, and `reason` says why.
   */
  readonly origin: 'missed' | 'out-of-band' | 'late' | 'not-asked';
  readonly explanation: Explanation | null;
  readonly reason: string | null;
}

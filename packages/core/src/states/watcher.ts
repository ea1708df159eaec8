export interface CloudtrailTrail {
  readonly arn: string;
  readonly name: string;
  readonly logging: boolean;
  readonly managementEvents: 'all' | 'write' | 'read' | 'none';
  /** When an event last told what it logs; null where that is how it was made. */
  readonly selectedAt: string | null;
  readonly multiRegion: boolean;
}

/**
 * Of the set `targets` the members are the targets' ids, their values the ARNs, or `true` where that is not known; of `changes`
 * they are `state`, `pattern` and `target ID`, their values who last set each. One that is deleted stays: a rule has to see who did it.
 */
export interface EventRule {
  readonly arn: string;
  readonly name: string;
  readonly state: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' | 'DELETED';
  readonly pattern: string | null;
}

/**
 * A function, queue, table or topic; `lastChange` is the call that changed or stopped it. Of the set `changes` the members are
 * the calls that did, their values who made the newest of each and, after a blank, its detail.
 */
export interface PlatformPart {
  readonly arn: string;
  readonly lastChange: string;
  readonly detail: string | null;
}

import { type Activity, addUse, compareUses } from './activity.ts';
import type { Cause, Change, StateChange } from './change.ts';
import type { FindingExemption } from './finding.ts';
import { applyChange, type Registers } from './registers.ts';
import { compareStamps, type Stamp } from './stamp.ts';
import type { Transition } from './transitions.ts';
import type { Evidence, Severity, Witness } from './verdict.ts';
import type { Identity } from './view.ts';

export const LOG_LIMIT = 20;

/** When and by what a finding opened, changed or ended. */
export interface Turn {
  readonly stamp: Stamp;
  readonly cause: Cause;
}

/** `superseded`: another rule of its family reports it now; `corrected`: a late record shows that it never was. */
export type Resolution = 'fixed' | 'deleted' | 'not-applicable' | 'superseded' | 'corrected';

/** One life of a finding: from opening to end. */
export interface Life {
  readonly rule: string;
  readonly opened: Turn;
  readonly resolved: (Turn & { readonly reason: Resolution }) | null;
  readonly severity: Severity;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly witness: Witness | null;
  /** The state can no longer be judged: it stays open. */
  readonly unverified: boolean;
  /** Other rules of its family that fail for the same cause. */
  readonly reasons: readonly string[];
  readonly changes: readonly (Turn & {
    readonly type: 'worsened' | 'eased';
    readonly from: Severity;
    readonly to: Severity;
  })[];
}

/** A verdict that could not be reached. */
export interface Unreached {
  readonly rule: string;
  readonly missing: readonly string[];
  /** The resource itself could not be decided: knowing more of others would not help. */
  readonly undecidable?: true;
  /** Why the rule itself failed. */
  readonly failed?: string;
}

/** The changes of a resource: the newest `LOG_LIMIT` in stamp order, and the fold of everything older. */
export interface History extends Identity {
  readonly base: Registers | null;
  /** The newest stamp that was folded into the base. */
  readonly horizon: Stamp | null;
  readonly log: readonly StateChange[];
  readonly activity: Activity;
}

/** What was last told to people about a rule on this resource. */
export interface Announced {
  readonly status: 'open' | 'resolved';
  readonly severity: Severity;
  readonly witness: Witness | null;
  /** Event ID of the opening, and the time up to which its life was told. */
  readonly opened: string;
  readonly until: string;
  /** Under which it was told to be exempt; absent where it was not. */
  readonly exemption?: FindingExemption;
  readonly accepted?: readonly Accepted[];
  /** How many transitions of it were told: no two are the same. */
  readonly tellings?: number;
  /** By whom, since it was last told to have opened or worsened. */
  readonly acknowledged?: Acknowledgement;
}

/** What an exemption, by its id, accepted of a finding. Once outgrown it holds for it no more. */
export interface Accepted {
  readonly exemption: string;
  readonly severity: Severity;
  readonly witness: Witness | null;
  /** Since when, ISO 8601, UTC: the exemption's beginning, or the opening after it. Absent in what was written before it was noted. */
  readonly from?: string;
  readonly outgrown?: true;
}

export interface Acknowledgement {
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What is still to be done after a write. */
export interface Pending {
  readonly version: number;
  /** Dependents must be judged again. */
  readonly spread: boolean;
  /** Not before that time, because others changed around a hub that was just judged. */
  readonly due?: string;
  /** It was judged with another catalogue or configuration than before: all but what these events caused is due to that. */
  readonly recast?: { readonly cause: 'catalogue' | 'configuration'; readonly events: readonly string[] };
  readonly origin?: Origin;
}

/** By what it was written: a record that came by itself, or only such as were sent again; absent: by neither. */
export type Origin = 'live' | 'replayed';

/** Everything stored of one resource. */
export interface Item extends History {
  readonly version: number;
  readonly judgedWith: string;
  /** Changes that came when their time was folded already. */
  readonly late: number;
  readonly present: boolean;
  readonly goneAt: string | null;
  /** The keys that judging read, found or not, but for those of what points here. */
  readonly edges: readonly string[];
  /** When a hub was judged last, by the clock; `null`: it is none. */
  readonly judgedAt: string | null;
  /** The horizon under which the findings were computed, and the lives that were open at it. */
  readonly since: Stamp | null;
  readonly carried: readonly Life[];
  /** Lives that ended before the horizon. */
  readonly past: readonly Life[];
  readonly lives: readonly Life[];
  readonly undecided: readonly Unreached[];
  /** Set by a write that changed state or findings; cleared by the dispatcher. */
  readonly pending: Pending | null;
  readonly announced: Readonly<Record<string, Announced>>;
  /** What `announced` says was told and may not have been yet: written before it is sent. */
  readonly outgoing: { readonly version: number; readonly transitions: readonly Transition[] } | null;
}

export interface Merged {
  readonly history: History;
  readonly outcome: 'added' | 'late' | 'duplicate';
}

/** What changes with a resource's state, and not with what was found of it. */
export function stateOf({ log, late, activity }: Pick<Item, 'log' | 'late' | 'activity'>): string {
  return JSON.stringify([log.map(({ stamp }) => stamp.eventId), late, activity]);
}

/** Says no more than that the resource is there. */
export function isSighting(change: Change): boolean {
  return change.op === 'patch' && Object.keys(change.fields).length + Object.keys(change.sets).length === 0;
}

/** Whether nothing is known of it but that it was there: to those around it that is as good as nothing. */
export function isOnlySighted({ base, log, activity }: History): boolean {
  const [first] = log;
  return base === null && log.length === 1 && first !== undefined && isSighting(first) && isEmpty(activity);
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}

/** Whether a change is older than all that is known: only then a sighting teaches something. */
function isOldest({ base, log }: History, { stamp }: Change): boolean {
  if (base !== null) return stamp.time < base.first;
  const [oldest] = log;
  return oldest === undefined || compareStamps(stamp, oldest.stamp) < 0;
}

/**
 * Adds a change to a history. A duplicate leaves it as it is; so does a sighting, unless it is the oldest of all, and then it
 * stays only as long as it is.
 */
export function mergeChange(history: History | undefined, change: Change): Merged {
  if (change.op === 'activity') return mergeUse(history ?? emptyHistory(change), change);
  if (history === undefined) return { history: { ...emptyHistory(change), log: [change] }, outcome: 'added' };
  if (history.log.some((other) => other.stamp.eventId === change.stamp.eventId))
    return { history, outcome: 'duplicate' };
  if (isSighting(change) && !isOldest(history, change)) return { history, outcome: 'duplicate' };
  const oldest = history.log[0];
  if (history.horizon !== null && oldest !== undefined && compareStamps(change.stamp, oldest.stamp) < 0) {
    const base = applyChange(history.base, change);
    const same = JSON.stringify(base) === JSON.stringify(history.base);
    return same ? { history, outcome: 'duplicate' } : { history: { ...history, base }, outcome: 'late' };
  }
  const log = [...history.log, change]
    .sort((a, b) => compareStamps(a.stamp, b.stamp))
    .filter((other, at) => at === 0 || !isSighting(other));
  const identity =
    history.base === null && log[0] === change ? { account: change.account, region: change.region } : {};
  return { history: { ...history, ...identity, log }, outcome: 'added' };
}

function emptyHistory({ kind, key, account, region }: Change): History {
  return { kind, key, account, region, base: null, horizon: null, log: [], activity: {} };
}

function mergeUse(history: History, change: Extract<Change, { op: 'activity' }>): Merged {
  const activity = addUse(history.activity, change);
  if (activity === history.activity) return { history, outcome: 'duplicate' };
  const identity = history.base === null && history.log.length === 0 ? identityOf(activity) : {};
  return { history: { ...history, ...identity, activity }, outcome: 'added' };
}

/** Of something of which only uses are known: as its oldest says. */
function identityOf(activity: Activity): Pick<History, 'account' | 'region'> | undefined {
  const [oldest] = Object.values(activity)
    .map(({ first }) => first)
    .sort(compareUses);
  return oldest && { account: oldest.account, region: oldest.region };
}

/** Folds the oldest changes into the base until at most `limit` are left. */
export function trimLog(history: History, limit = LOG_LIMIT): History {
  const excess = history.log.length - limit;
  if (excess <= 0) return history;
  const folded = history.log.slice(0, excess);
  return {
    ...history,
    base: folded.reduce<Registers | null>(applyChange, history.base),
    horizon: folded.at(-1)?.stamp ?? history.horizon,
    log: history.log.slice(excess),
  };
}

import { shortHash } from './hash.ts';
import type { JsonValue } from './json.ts';
import type { Kind } from './kinds.ts';
import type { Stamp } from './stamp.ts';

/** Who did it: for an assumed role the role's own ARN plus the session's name, so that the same person is the same actor tomorrow. */
export interface Actor {
  /** ARN of the user, root or role; the service's name for a call that AWS made; `unknown` where the record does not say. */
  readonly principal: string;
  readonly type: 'user' | 'role' | 'root' | 'service' | 'web-identity' | 'account' | 'unknown';
  readonly account?: string;
  readonly session?: string;
  readonly sourceIdentity?: string;
  readonly invokedBy?: string;
  /** The tool, as far as the record says: `cloudformation`, `terraform`, `console`, `eksctl`, `aws-cli`, ... */
  readonly tool?: string;
}

/** What made a change: a record, a read of the account, or a document that somebody wrote. */
export interface Cause {
  readonly eventId: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly at: string;
  readonly actor: Actor;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  /** A document says so: no event made it, and nobody is known to have. */
  readonly document?: true;
  /** An operator sent the record again: what it shows is told together, and never repaired. */
  readonly replayed?: true;
  /** Where the record or the document was read, for those from files. */
  readonly source?: { readonly file: string; readonly line: number };
}

const READ = 'read:';

/** A read is stamped so much before its call, in milliseconds: an event of that time wins over it. */
export const READ_MARGIN_MS = 60_000;

/** The id, in place of an event's, of what a reader of the account told: key and start of the call keep two reads apart. */
export function readEventId(reader: string, startedAt: string, key: string): string {
  return `${READ}${reader}:${startedAt}:${shortHash([key], 8)}`;
}

/** Whether the account was read, and nobody is known to have changed it then. */
export function isRead({ eventId }: Pick<Cause, 'eventId'>): boolean {
  return eventId.startsWith(READ);
}

/** For a change of which only the event ID and the time are left. */
export function forgottenCause({ eventId, time }: Pick<Stamp, 'eventId' | 'time'>): Cause {
  return {
    eventId,
    eventName: '',
    eventSource: '',
    at: time,
    actor: { principal: 'unknown', type: 'unknown' },
  };
}

/** `unknown` where the record should say it and does not (omitted, redacted): never a default, never absent. */
export type Reported = { readonly value: JsonValue } | { readonly unknown: true };

export interface SetMembers {
  readonly [member: string]: JsonValue;
}

interface ChangeBase {
  readonly kind: Kind;
  readonly key: string;
  readonly account: string;
  readonly region: string;
  readonly stamp: Stamp;
  readonly cause: Cause;
}

/**
 * The whole state. Fields that it does not name are absent. A set that it names is complete as of now; one given as
 * `null` stays unknown.
 */
export interface PutChange extends ChangeBase {
  readonly op: 'put';
  /** True for the call that made the resource; false for a read or for an update that answers with the whole. */
  readonly creates: boolean;
  /** The unique id that AWS gave this incarnation (`AROA...`), where the name can be used again. */
  readonly uniqueId?: string;
  readonly fields: Readonly<Record<string, Reported>>;
  readonly sets: Readonly<Record<string, SetMembers | null>>;
}

/** Some fields, or some members of sets: a member's value, or `null` where it was removed. A set given as `null` is no longer known. */
export interface PatchChange extends ChangeBase {
  readonly op: 'patch';
  readonly fields: Readonly<Record<string, Reported>>;
  readonly sets: Readonly<Record<string, SetMembers | null>>;
}

export interface DeleteChange extends ChangeBase {
  readonly op: 'delete';
}

/** Something was used; nothing changed. It is in no history: of each kind of use the first and the last are kept. */
export interface ActivityChange extends ChangeBase {
  readonly op: 'activity';
  /** The kind of use, and where it matters by whom, a blank and who. */
  readonly use: string;
}

/** What changes a resource's state. */
export type StateChange = PutChange | PatchChange | DeleteChange;

export type Change = StateChange | ActivityChange;

export const known = (value: JsonValue): Reported => ({ value });
export const unknown: Reported = { unknown: true };

import { forgottenCause, isRead } from './change.ts';
import { type Finding, type FindingCause, type Opening, openingOf, toFinding } from './finding.ts';
import { shortHash } from './hash.ts';
import type { Announced, Item, Life, Resolution, Turn } from './item.ts';
import { type Catalogue, kindsJudgedBy, type Rule } from './rule.ts';
import { compareStamps, type Stamp } from './stamp.ts';
import { type Severity, severityRank } from './verdict.ts';

export type TransitionType =
  | 'opened'
  | 'worsened'
  | 'eased'
  | 'resolved'
  | 'reopened'
  | 'exempted'
  | 'exemption-ended';

/** What people are told, once: its id is made of resource, rule, type, severity and cause. */
export interface Transition {
  readonly id: string;
  readonly type: TransitionType;
  readonly severity: Severity;
  readonly at: string;
  /** People hear at once of what a record caused, and of the rest together. */
  readonly cause: FindingCause;
  /** The event that caused it. */
  readonly eventId: string;
  /** Who caused it, and when. */
  readonly by: Opening;
  readonly finding: Finding;
}

/** The difference between what was last told and the findings as computed, and what is told then. */
export function announce(
  item: Item,
  catalogue: Catalogue,
): { transitions: readonly Transition[]; announced: Item['announced'] } {
  const transitions: Transition[] = [];
  const announced: Record<string, Announced> = { ...item.announced };
  for (const rule of catalogue.rules.filter((other) => kindsJudgedBy(other).includes(item.kind))) {
    const told = announced[rule.id];
    const last = lastLife(item, rule.id);
    if (told?.status === 'open' && isGone(told, last)) {
      const life = takenBack(item, rule, told);
      announced[rule.id] = announcedOf(life);
      transitions.push(transition(item, life, 'resolved', catalogue));
      continue;
    }
    if (last === undefined) continue;
    const type = typeOf(told, last, endedSince(item, rule.id, told), rule.covers);
    // What was told to have ended stays as it was told, until there is something new to tell.
    if (type === null && told?.status === 'resolved') continue;
    announced[rule.id] = announcedOf(last);
    if (type !== null) transitions.push(transition(item, last, type, catalogue));
  }
  for (const [rule, told] of Object.entries(announced)) {
    if (told.status !== 'open' || catalogue.rules.some(({ id }) => id === rule)) continue;
    const life = ended(item, told, { rule, reason: 'not-applicable', summary: `${rule} is judged no more` });
    announced[rule] = announcedOf(life);
    transitions.push(transition(item, life, 'resolved', catalogue));
  }
  return { transitions, announced };
}

/** Whether the life that was told is no longer there: at most one that had ended before it. */
function isGone(told: Announced, last: Life | undefined): boolean {
  return last === undefined || (last.resolved !== null && last.resolved.stamp.time < told.until);
}

/** Whether the life that was told as open ended, and another began. */
function endedSince(item: Item, rule: string, told: Announced | undefined): boolean {
  if (told === undefined) return false;
  return [...item.past, ...item.lives].some(
    (life) => life.rule === rule && life.resolved !== null && life.resolved.stamp.time > told.until,
  );
}

/** What was told as open and, as a late record shows, never was: people hear of its end. */
function takenBack(item: Item, { id, title }: Rule, told: Announced): Life {
  const summary = `${title}: a record that came late shows that it was not so`;
  return ended(item, told, { rule: id, reason: 'corrected', summary });
}

/** The end of what was told as open and of which nothing else is known any more. */
function ended(
  item: Item,
  told: Announced,
  { rule, reason, summary }: { readonly rule: string; readonly reason: Resolution; readonly summary: string },
): Life {
  const newest = item.log.at(-1);
  const stamp = { time: told.until, rank: 1 as const, eventId: told.opened };
  const opened = { stamp, cause: forgottenCause(stamp) };
  const end =
    newest === undefined ? opened : { stamp: notBefore(told.until, newest.stamp), cause: newest.cause };
  return {
    rule,
    opened,
    resolved: { ...end, reason },
    severity: told.severity,
    summary,
    evidence: [],
    witness: told.witness,
    unverified: false,
    reasons: [],
    changes: [],
  };
}

/** What ends it may be known by a record of another resource, later than any of this one. */
function notBefore(time: string, stamp: Stamp): Stamp {
  return stamp.time < time ? { ...stamp, time } : stamp;
}

function lastLife(item: Item, rule: string): Life | undefined {
  return [...item.past, ...item.lives]
    .filter((life) => life.rule === rule)
    .reduce<Life | undefined>((a, b) => (a === undefined || compareLives(b, a) >= 0 ? b : a), undefined);
}

function compareLives(a: Life, b: Life): number {
  if ((a.resolved === null) !== (b.resolved === null)) return a.resolved === null ? 1 : -1;
  return compareStamps(a.opened.stamp, b.opened.stamp);
}

function typeOf(
  told: Announced | undefined,
  life: Life,
  endedBefore: boolean,
  covers: Catalogue['rules'][number]['covers'],
): TransitionType | null {
  if (told === undefined) return life.resolved === null ? 'opened' : 'resolved';
  if (told.status === 'resolved') {
    if (life.resolved === null) return 'reopened';
    return life.opened.stamp.eventId === told.opened || life.opened.stamp.time <= told.until
      ? null
      : 'resolved';
  }
  if (life.resolved !== null) return 'resolved';
  if (endedBefore) return 'reopened';
  const change = severityRank(life.severity) - severityRank(told.severity);
  if (change !== 0) return change > 0 ? 'worsened' : 'eased';
  const uncovered =
    covers !== undefined &&
    told.witness !== null &&
    life.witness !== null &&
    !covers(told.witness, life.witness);
  return uncovered ? 'worsened' : null;
}

function announcedOf(life: Life): Announced {
  return {
    status: life.resolved === null ? 'open' : 'resolved',
    severity: life.severity,
    witness: life.witness,
    opened: life.opened.stamp.eventId,
    until: (life.resolved ?? life.opened).stamp.time,
  };
}

function transition(item: Item, life: Life, type: TransitionType, catalogue: Catalogue): Transition {
  const turn =
    type === 'opened' || type === 'reopened'
      ? life.opened
      : (life.resolved ?? life.changes.at(-1) ?? life.opened);
  const eventId = turn.cause.eventId;
  return {
    id: shortHash([item.key, life.rule, type, life.severity, eventId, ...correction(life)], 26),
    type,
    severity: life.severity,
    at: turn.stamp.time,
    cause: causeOf(item, turn),
    eventId,
    by: openingOf(turn),
    finding: toFinding(item, life, catalogue),
  };
}

function causeOf({ pending }: Item, { cause }: Turn): FindingCause {
  if (isRead(cause)) return 'drift';
  const recast = pending?.recast;
  return recast === undefined || recast.events.includes(cause.eventId) ? 'record' : recast.cause;
}

/** Several corrections may have one cause: each is of another opening. */
function correction({ resolved, opened }: Life): readonly string[] {
  return resolved?.reason === 'corrected' ? [opened.stamp.eventId] : [];
}

import { isRead } from './change.ts';
import type { Decisions } from './decisions.ts';
import {
  type Finding,
  type FindingCause,
  type FindingExemption,
  findingWith,
  type Opening,
  openingOf,
} from './finding.ts';
import type { FindingContext } from './finding-context.ts';
import { shortHash } from './hash.ts';
import type { Item, Life, Turn } from './item.ts';
import type { Catalogue } from './rule.ts';
import type { Severity } from './verdict.ts';

export type TransitionType =
  | 'opened'
  | 'worsened'
  | 'eased'
  | 'resolved'
  | 'reopened'
  | 'exempted'
  | 'exemption-ended';

export const ID_LENGTH = 26;

/** What people are told, once: its id is made of resource, rule, type, severity, cause, and what was told of the finding before. */
export interface Transition {
  readonly id: string;
  readonly type: TransitionType;
  readonly severity: Severity;
  readonly at: string;
  /** People hear at once of what a record caused, and of the rest together. */
  readonly cause: FindingCause;
  /** Only records that an operator sent again made it known. */
  readonly replayed?: true;
  /** The event that caused it. */
  readonly eventId: string;
  /** Who caused it, and when. */
  readonly by: Opening;
  readonly finding: Finding;
  /** Of `exemption-ended`: which one, and why. */
  readonly ended?: EndedExemption;
}

/** `uncovered`: it is in force, and the resource is none that it is about any more, by its tags. */
export interface EndedExemption {
  readonly exemption: FindingExemption;
  readonly reason: 'expired' | 'removed' | 'outgrown' | 'uncovered';
}

/** By what the transitions of an item are told. */
export interface Telling {
  readonly item: Item;
  readonly catalogue: Catalogue;
  readonly decisions: Decisions;
  readonly context: FindingContext | undefined;
}

/** What a record, a read or another judgement did. */
export function transitionOf(
  { item, catalogue, decisions }: Telling,
  life: Life,
  type: TransitionType,
  exemption: FindingExemption | null = null,
): Transition {
  const turn = turnOf(life, type);
  const eventId = turn.cause.eventId;
  // Who acknowledged it knew nothing of what opened or worsened it since.
  const isKnown = type === 'eased' || type === 'exempted';
  const acknowledged = isKnown ? decisions.on(life).acknowledged : null;
  return {
    id: shortHash([item.key, life.rule, type, life.severity, eventId], ID_LENGTH),
    type,
    severity: life.severity,
    at: turn.stamp.time,
    cause: causeOf(item, turn),
    ...(isReplayed(item, turn) ? { replayed: true as const } : {}),
    eventId,
    by: openingOf(turn),
    finding: findingWith(item, life, catalogue, { exemption, acknowledged, owner: decisions.owner }),
  };
}

function turnOf(life: Life, type: TransitionType): Turn {
  if (type === 'opened' || type === 'reopened') return life.opened;
  return life.resolved ?? life.changes.at(-1) ?? life.opened;
}

/** Where no record made it known now, the record that it is due to says it. */
function isReplayed({ pending }: Item, { cause }: Turn): boolean {
  return pending?.origin === undefined ? cause.replayed === true : pending.origin === 'replayed';
}

function causeOf({ pending }: Item, { cause }: Turn): FindingCause {
  if (isRead(cause)) return 'drift';
  const recast = pending?.recast;
  return recast === undefined || recast.events.includes(cause.eventId) ? 'record' : recast.cause;
}

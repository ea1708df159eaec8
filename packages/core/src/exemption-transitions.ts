import { shownOf } from './decisions.ts';
import type { Exemption } from './exemption.ts';
import { type FindingExemption, type Opening, openingOf } from './finding.ts';
import { shortHash } from './hash.ts';
import type { Announced, Item, Life, Turn } from './item.ts';
import {
  type EndedExemption,
  ID_LENGTH,
  type Telling,
  type Transition,
  type TransitionType,
  transitionOf,
} from './transitions.ts';

/** By whom it is that time or the configuration ended an exemption: the service noticed. */
export const SERVICE_ACTOR = 'podguard';

/** The author's deed, since when it is exempt. */
export function exempted(telling: Telling, life: Life, by: Exemption): Transition {
  const opened = life.opened.stamp.time;
  const at = Date.parse(opened) > Date.parse(by.since) ? opened : by.since;
  return {
    ...withoutReplay(transitionOf(telling, life, 'exempted', shownOf(by))),
    ...decided(telling.item, life, 'exempted', { id: by.id, at, actor: by.author }),
    by: deedOf(by.id, by.since, by.author),
  };
}

/** What made it worse is told as its record's deed, whatever ended the exemption. */
export function exemptionEnded(
  telling: Telling,
  life: Life,
  told: {
    readonly exemption: FindingExemption;
    readonly type: TransitionType | null;
    readonly announced: Announced;
  },
): Transition {
  const { exemption, type, announced } = told;
  const { id, until } = exemption;
  const reason = endReason(telling, exemption, announced);
  const plain = { ...transitionOf(telling, life, 'exemption-ended'), ended: { exemption, reason } };
  const isRecords = reason === 'outgrown' || type === 'worsened' || type === 'reopened';
  if (isRecords) {
    const turn = transitionOf(telling, life, type === 'reopened' ? 'reopened' : 'worsened');
    const { id: _id, type: _type, finding: _finding, ...deed } = turn;
    return { ...plain, ...deed, id: decidedId(telling.item, life, 'exemption-ended', id) };
  }
  const removed = telling.context?.exemptions.find((one) => one.id === id)?.removed;
  const at = reason === 'expired' ? until : (removed?.at ?? telling.context?.at.toISOString() ?? until);
  const deed = { id, at, actor: removed?.by ?? SERVICE_ACTOR };
  const ended = { ...withoutReplay(plain), ...decided(telling.item, life, 'exemption-ended', deed) };
  const tagged = reason === 'uncovered' ? taggedBy(telling.item) : undefined;
  return tagged === undefined ? ended : { ...ended, at: tagged.stamp.time, by: openingOf(tagged) };
}

/** What last changed its tags, where that is still known. */
function taggedBy({ log }: Item): Turn | undefined {
  return log.findLast((change) => change.op !== 'delete' && change.sets.tags !== undefined);
}

/** People did it, not an operator by sending a record again. */
function withoutReplay({ replayed: _replayed, ...transition }: Transition): Transition {
  return transition;
}

function endReason(
  { context }: Telling,
  { id, until }: FindingExemption,
  { accepted }: Announced,
): EndedExemption['reason'] {
  if (accepted?.some((one) => one.exemption === id && one.outgrown === true) === true) return 'outgrown';
  if (context !== undefined && Date.parse(until) <= context.at.getTime()) return 'expired';
  const known = context?.exemptions.find((one) => one.id === id);
  return known === undefined || known.removed !== undefined ? 'removed' : 'uncovered';
}

interface Deed {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
}

function decided(item: Item, life: Life, type: TransitionType, { id, at, actor }: Deed) {
  return {
    id: decidedId(item, life, type, id),
    at,
    cause: 'exemption' as const,
    eventId: id,
    by: deedOf(id, at, actor),
  };
}

function decidedId(item: Item, life: Life, type: TransitionType, id: string): string {
  const { eventId } = life.opened.stamp;
  return shortHash([item.key, life.rule, type, life.severity, id, eventId], ID_LENGTH);
}

function deedOf(eventId: string, at: string, actor: string): Opening {
  return {
    at,
    eventId,
    eventName: 'exempt',
    actor,
    session: null,
    sourceIdentity: null,
    invokedBy: null,
    tool: null,
    sourceIp: null,
    userAgent: null,
  };
}

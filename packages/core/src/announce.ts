import { type Decisions, decisionsOn, shownOf } from './decisions.ts';
import { exempted, exemptionEnded } from './exemption-transitions.ts';
import type { FindingContext } from './finding-context.ts';
import { shortHash } from './hash.ts';
import type { Announced, Item, Life } from './item.ts';
import { type Catalogue, kindsJudgedBy, type Rule } from './rule.ts';
import { ended, endedSince, isGone, lastLife, takenBack } from './told-lives.ts';
import {
  ID_LENGTH,
  type Telling,
  type Transition,
  type TransitionType,
  transitionOf,
} from './transitions.ts';
import { severityRank } from './verdict.ts';

/** The difference between what was last told and the findings as computed, and what is told then. */
export function announce(
  item: Item,
  catalogue: Catalogue,
  context?: FindingContext,
): { transitions: readonly Transition[]; announced: Item['announced'] } {
  const transitions: Transition[] = [];
  const announced: Record<string, Announced> = { ...item.announced };
  const tell = (rule: string, transition: Transition, next: Announced): void => {
    const before = announced[rule]?.tellings ?? 0;
    announced[rule] = { ...next, tellings: before + 1 };
    transitions.push(before === 0 ? transition : { ...transition, id: nthId(transition.id, before) });
  };
  const decisions = decisionsOn(item, catalogue, context);
  const telling: Telling = { item, catalogue, decisions, context };
  for (const rule of catalogue.rules.filter((other) => kindsJudgedBy(other).includes(item.kind))) {
    const told = announced[rule.id];
    const last = lastLife(item, rule.id);
    if (told?.status === 'open' && isGone(told, last)) {
      const life = takenBack(item, rule, told);
      tell(rule.id, ending(telling, life, told), announcedOf(life, told));
      continue;
    }
    if (last === undefined) continue;
    const type = typeOf(told, last, endedSince(item, rule.id, told), rule.covers);
    if (last.resolved !== null) {
      // What was told to have ended stays as it was told, until there is something new to tell.
      if (type === null) continue;
      tell(rule.id, ending(telling, last, told), announcedOf(last, told, decisions.exempting(last)));
      continue;
    }
    const step = stepOf(telling, last, told, type);
    if (step.transition === null) announced[rule.id] = step.announced;
    else tell(rule.id, step.transition, step.announced);
  }
  for (const [rule, told] of Object.entries(announced)) {
    if (told.status !== 'open' || catalogue.rules.some(({ id }) => id === rule)) continue;
    const life = ended(item, told, { rule, reason: 'not-applicable', summary: `${rule} is judged no more` });
    tell(rule, ending(telling, life, told), announcedOf(life, told));
  }
  return { transitions, announced };
}

interface Step {
  readonly transition: Transition | null;
  readonly announced: Announced;
}

/** What is told of an open life, of which without exemptions `type` would be. */
function stepOf(
  telling: Telling,
  life: Life,
  told: Announced | undefined,
  type: TransitionType | null,
): Step {
  const exempting = telling.decisions.exempting(life);
  const { by } = exempting;
  const before = told?.status === 'open' ? told.exemption : undefined;
  const next = announcedOf(life, told, exempting);
  if (by !== null) {
    if (before?.id === by.id) return { transition: null, announced: next };
    return { transition: exempted(telling, life, by), announced: next };
  }
  if (before !== undefined) {
    const announced = anew(next);
    const transition = exemptionEnded(telling, life, { exemption: before, type, announced });
    return { transition, announced };
  }
  if (type === null || type === 'eased')
    return { transition: type && transitionOf(telling, life, type), announced: next };
  const announced = anew(next);
  return { transition: transitionOf(telling, life, type), announced };
}

/** The same cause may open or end it again, as where the records of one second come one by one: that is news, too. */
function nthId(id: string, before: number): string {
  return shortHash([id, String(before)], ID_LENGTH);
}

/** Who acknowledged it knew nothing of this. */
function anew({ acknowledged: _known, ...announced }: Announced): Announced {
  return announced;
}

function typeOf(
  told: Announced | undefined,
  life: Life,
  endedBefore: boolean,
  covers: Rule['covers'],
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

function announcedOf(
  life: Life,
  told: Announced | undefined,
  { by, accepted }: Partial<ReturnType<Decisions['exempting']>> = {},
): Announced {
  const isOpen = life.resolved === null;
  const known = accepted ?? told?.accepted ?? [];
  return {
    status: isOpen ? 'open' : 'resolved',
    severity: life.severity,
    witness: life.witness,
    opened: life.opened.stamp.eventId,
    until: (life.resolved ?? life.opened).stamp.time,
    ...(isOpen && by ? { exemption: shownOf(by) } : {}),
    ...(known.length === 0 ? {} : { accepted: known }),
    ...(told?.tellings === undefined ? {} : { tellings: told.tellings }),
    ...(isOpen && told?.acknowledged !== undefined ? { acknowledged: told.acknowledged } : {}),
  };
}

/** The end of what was exempt, or would have been had it been told while it was open, says so. */
function ending(telling: Telling, life: Life, told: Announced | undefined): Transition {
  const unheard = told?.status === 'open' ? null : telling.decisions.exempting(life).by;
  const under = told?.status === 'open' ? (told.exemption ?? null) : unheard && shownOf(unheard);
  return transitionOf(telling, life, 'resolved', under);
}

import { forgottenCause } from './change.ts';
import type { History, Turn } from './item.ts';
import type { Kind } from './kinds.ts';
import type { Surroundings } from './reach.ts';
import type { Register, Registers } from './registers.ts';
import type { Relation } from './relation.ts';
import { kindsOf, relationsOf } from './relations.ts';
import type { Rule } from './rule.ts';
import { compareStamps, newerStamp, type Stamp } from './stamp.ts';
import { pointAt, pointsOf, type Step } from './timeline.ts';

/** The newest stamp of any mark, and of the named fields and sets (all, where none is named). */
export function newestStamp(registers: Registers, named?: readonly string[]): Stamp | null {
  const counts = (name: string) => named === undefined || named.includes(name);
  const written: Register[] = [];
  for (const [name, register] of Object.entries(registers.fields)) if (counts(name)) written.push(register);
  const stamps = registers.marks.map(({ stamp }) => stamp);
  for (const [name, { members, lostAt }] of Object.entries(registers.sets)) {
    if (!counts(name)) continue;
    written.push(...Object.values(members));
    if (lostAt !== undefined) stamps.push(lostAt);
  }
  for (const { time, values } of written) {
    for (const { eventId, rank } of values) stamps.push({ time, rank, eventId });
  }
  return stamps.reduce<Stamp | null>(newerStamp, null);
}

/**
 * When what a rule sees at a step became so: the newest stamp among its evidence. The cause is known as long as a log
 * holds it.
 */
export function newestEvidence(
  rule: Rule,
  { subject, surroundings }: { readonly subject: History; readonly surroundings: Surroundings },
  step: Step,
): Turn | null {
  const needed = neededBy(rule, subject.kind, surroundings).flatMap(({ history, fields }) => {
    const point = pointAt(pointsOf(history), step.stamp.time);
    return point === undefined ? [] : [{ history, stamp: newestStamp(point.registers, fields) }];
  });
  const all = [{ history: subject, stamp: newestStamp(step.own.registers) }, ...needed];
  const newest = all.reduce((a, b) =>
    b.stamp !== null && (a.stamp === null || compareStamps(b.stamp, a.stamp) > 0) ? b : a,
  );
  return newest.stamp === null
    ? null
    : { stamp: newest.stamp, cause: causeOf(newest.stamp, newest.history.log) };
}

function neededBy(rule: Rule, kind: Kind, { histories }: Surroundings) {
  const relations = relationsOf(kind);
  return Object.entries(rule.needs).flatMap(([name, fields]) => {
    const kinds = kindsOf(kind, name, relations[name] as Relation);
    return [...histories.values()].flatMap((history) =>
      history && kinds.has(history.kind) ? [{ history, fields: fields as readonly string[] }] : [],
    );
  });
}

function causeOf(stamp: Stamp, log: History['log']): Turn['cause'] {
  const change = log.find((other) => other.stamp.eventId === stamp.eventId);
  return change?.cause ?? forgottenCause(stamp);
}

import { type Budget, spend } from '../language/budget.ts';
import { unionOfAll } from '../language/language.ts';
import { differenceOf, hasValues, intersectionOf, isNone, unionOf, type ValueSet } from './value-set.ts';

/** The requests whose every dimension lies in its set; a dimension that is not listed may be anything it can be. */
export type Box = ReadonlyMap<string, ValueSet>;

/** A union of boxes; none at all is no request. */
export type Region = readonly Box[];

/** What a dimension can be. */
export type DomainOf = (dimension: string) => ValueSet;

export const everyRequest: Region = [new Map()];

/** What a request has in each dimension; null is a missing key. */
export type Point = ReadonlyMap<string, string | null>;

/** Null where no request is in both. */
export function intersectBoxes(one: Box, other: Box, budget: Budget): Box | null {
  if (other.size === 0) return one;
  if (one.size === 0) return other;
  spend(budget);
  const made = new Map(one);
  // Named texts first: they mostly tell two boxes apart, and cost nothing.
  for (const named of [true, false]) {
    for (const [dimension, set] of other) {
      const before = one.get(dimension);
      if ((before === undefined || isNamed(before) || isNamed(set)) !== named) continue;
      const both = before === undefined ? set : intersectionOf(before, set, budget);
      if (isNone(both)) return null;
      made.set(dimension, both);
    }
  }
  return made;
}

export function intersectRegions(one: Region, other: Region, budget: Budget): Region {
  return one.flatMap((box) =>
    other.map((second) => intersectBoxes(box, second, budget)).filter((both) => both !== null),
  );
}

/** A box says nothing of a dimension that may be whatever it can be: with what each that another bounds can be. */
function boundedAs(box: Box, other: Box, domainOf: DomainOf): Box {
  const open = [...other.keys()].filter((dimension) => !box.has(dimension));
  if (open.length === 0) return box;
  return new Map([...open.map((dimension) => [dimension, domainOf(dimension)] as const), ...box]);
}

/** What of a box lies in a region, within what each dimension can be: a region may be said in wider terms. */
export function partsWithin(box: Box, region: Region, domainOf: DomainOf, budget: Budget): Region {
  return region.flatMap((part) => intersectBoxes(boundedAs(box, part, domainOf), part, budget) ?? []);
}

/**
 * What of a box lies outside another: for each dimension the part outside it, with the dimensions before it inside. The
 * parts do not overlap.
 */
function subtractBox(from: Box, taken: Box, domainOf: DomainOf, budget: Budget): Region {
  const whole = boundedAs(from, taken, domainOf);
  const both = intersectBoxes(whole, taken, budget);
  if (both === null) return [from];
  const parts: Box[] = [];
  const inside = new Map(from);
  for (const [dimension, set] of taken) {
    const outside = differenceOf(whole.get(dimension) as ValueSet, set, budget);
    if (isNone(outside)) continue;
    spend(budget, inside.size + 1);
    parts.push(new Map(inside).set(dimension, outside));
    inside.set(dimension, both.get(dimension) as ValueSet);
  }
  return parts;
}

export function subtractRegion(from: Region, taken: Region, domainOf: DomainOf, budget: Budget): Region {
  return taken.reduce<Region>(
    (left, box) => left.flatMap((part) => subtractBox(part, box, domainOf, budget)),
    from,
  );
}

/** Joins boxes that differ in one dimension only, halves first, and drops those that lie in another. */
export function joinBoxes(boxes: Region, domainOf: DomainOf, budget: Budget): Region {
  if (boxes.length <= 1) return boxes;
  const middle = boxes.length >> 1;
  const made = [...joinBoxes(boxes.slice(0, middle), domainOf, budget)];
  for (const box of joinBoxes(boxes.slice(middle), domainOf, budget)) addBox(made, box, domainOf, budget);
  return made;
}

/** Most boxes are told apart in a fifth of the time that a state takes. */
const A_GLANCE = 0.2;

function addBox(made: Box[], box: Box, domainOf: DomainOf, budget: Budget): void {
  let joint = box;
  for (let at = 0; at < made.length; at++) {
    spend(budget, A_GLANCE);
    const one = joinTwo(made[at]!, joint, domainOf, budget);
    if (one === null) continue;
    made.splice(at, 1);
    joint = one;
    // What was joined may now be joined with an earlier one.
    at = -1;
  }
  made.push(joint);
}

function joinTwo(one: Box, other: Box, domainOf: DomainOf, budget: Budget): Box | null {
  // A box without any bound holds every other.
  if (one.size === 0 || other.size === 0) return one.size === 0 ? one : other;
  let different: string | null = null;
  for (const dimension of new Set([...one.keys(), ...other.keys()])) {
    const [left, right] = [
      one.get(dimension) ?? domainOf(dimension),
      other.get(dimension) ?? domainOf(dimension),
    ];
    if (isSame(left, right)) continue;
    if (different !== null) return null;
    different = dimension;
  }
  if (different === null) return one;
  const [left, right] = [one.get(different), other.get(different)];
  const made = new Map(one);
  if (left === undefined || right === undefined) made.delete(different);
  else if (isNamed(left) && isNamed(right)) made.set(different, unionOf(left, right, budget));
  else return null;
  return made;
}

/** As far as it can be seen without an automaton: boxes that stay apart cost less than finding out. */
function isSame(one: ValueSet, other: ValueSet): boolean {
  if (one === other) return true;
  if (one.absent !== other.absent || !isNamed(one) || !isNamed(other)) return false;
  const [left, right] = [one.present.words, other.present.words];
  return left.size === right.size && [...left].every((word) => right.has(word));
}

function isNamed({ present }: ValueSet): boolean {
  return present.rest.edges.length === 0;
}

export function isRegionWithin(inner: Region, outer: Region, domainOf: DomainOf, budget: Budget): boolean {
  return inner.every(
    (box) => outer.includes(box) || subtractRegion([box], outer, domainOf, budget).length === 0,
  );
}

/** All values of one dimension that some request of the region has. */
export function project(
  region: Region,
  dimension: string,
  domainOf: DomainOf,
  budget: Budget,
): ValueSet | null {
  const sets = region.map((box) => box.get(dimension) ?? domainOf(dimension));
  if (sets.length <= 1) return sets[0] ?? null;
  const present = unionOfAll(
    sets.map((set) => set.present),
    budget,
  );
  return { present, absent: sets.some((set) => set.absent) };
}

/** A dimension that the point does not tell is in no bounded set. */
export function holdsPoint(region: Region, point: Point): boolean {
  return region.some((box) =>
    [...box].every(([dimension, set]) => {
      const value = point.get(dimension);
      return value !== undefined && hasValues(set, value);
    }),
  );
}

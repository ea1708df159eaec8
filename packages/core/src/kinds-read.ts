import type { Kind } from './kinds.ts';
import type { Relation } from './relation.ts';
import { kindsOf, relationsOf } from './relations.ts';
import { kindsJudgedBy, type Rule } from './rule.ts';

/** The kinds of the resources around its own that a rule reads, and those over which they are found. */
export function kindsReadBy(rule: Pick<Rule, 'resource' | 'needs'>): ReadonlySet<Kind> {
  return new Set(
    kindsJudgedBy(rule).flatMap((kind) =>
      Object.keys(rule.needs).flatMap((name) => [
        ...kindsOf(kind, name, relationsOf(kind)[name] as Relation),
      ]),
    ),
  );
}

import { evaluate } from '../evaluate/evaluate.ts';
import type { PolicyRequest } from '../evaluate/request.ts';
import { type Budget, bounded, createBudget } from '../language/budget.ts';
import { natural } from '../language/members.ts';
import type { TrustAnalysis } from './analyse.ts';
import { type Box, type Point, type Region, subtractRegion } from './box.ts';
import { timeOf } from './facts/time.ts';
import type { TrustAssumption } from './statement-set.ts';
import type { ValueSet } from './value-set.ts';
import type { Way } from './way.ts';

/** A concrete request that is admitted and was not meant; none exactly where there is no such request. */
export type WitnessAnswer =
  | { readonly kind: 'found'; readonly request: PolicyRequest; readonly point: Point }
  | { readonly kind: 'none' }
  | { readonly kind: 'undecided'; readonly assumptions: readonly TrustAssumption[]; readonly reason: string };

/** Looks for a request that the policy admits and the region of acceptable requests does not hold. */
export function findWitness(
  analysis: TrustAnalysis,
  acceptable: Region,
  budget: Budget = createBudget(),
): WitnessAnswer {
  const { assumptions } = analysis;
  return bounded<WitnessAnswer, WitnessAnswer>(
    () => search(analysis, acceptable, budget),
    (reason) => ({ kind: 'undecided', assumptions, reason }),
  );
}

function search(analysis: TrustAnalysis, acceptable: Region, budget: Budget): WitnessAnswer {
  const { policy, way, sure, possible, assumptions } = analysis;
  const domainOf = (dimension: string): ValueSet => way.domainOf(dimension).values;
  const time = timeOf(policy);
  for (const box of subtractRegion(sure, acceptable, domainOf, budget)) {
    const point = pointOf(box, way, budget);
    const made = way.toRequest(point);
    const request = { ...made, context: { ...made.context, ...time } };
    if (evaluate(policy, request).decision === 'allow') return { kind: 'found', request, point };
  }
  if (subtractRegion(possible, acceptable, domainOf, budget).length === 0) return { kind: 'none' };
  return { kind: 'undecided', assumptions, reason: 'it hangs on what is not known' };
}

/** One member of a box; a key that may be missing is, unless the box says otherwise. */
function pointOf(box: Box, way: Way, budget: Budget): Point {
  const point = new Map<string, string | null>();
  for (const dimension of new Set([...way.dimensions, ...box.keys()])) {
    point.set(dimension, memberOf(dimension, box.get(dimension), way, budget));
  }
  return point;
}

function memberOf(dimension: string, bound: ValueSet | undefined, way: Way, budget: Budget): string | null {
  const set = bound ?? way.domainOf(dimension).values;
  if (set.absent) return null;
  return natural(set.present, way.likenesses(dimension), budget);
}

import { evaluate } from '../evaluate/evaluate.ts';
import type { PolicyRequest } from '../evaluate/request.ts';
import { type Budget, bounded, createBudget } from '../language/budget.ts';
import { natural } from '../language/members.ts';
import type { TrustAnalysis } from './analyse.ts';
import { type Box, type Point, partsWithin, type Region, subtractRegion } from './box.ts';
import { timeOf } from './facts/time.ts';
import type { TrustAssumption } from './statement-set.ts';
import type { ValueSet } from './value-set.ts';
import type { Way } from './way.ts';

/** A concrete request that is admitted and was not meant; none exactly where there is no such request. */
export type WitnessAnswer =
  | { readonly kind: 'found'; readonly request: PolicyRequest; readonly point: Point }
  | { readonly kind: 'none' }
  | { readonly kind: 'undecided'; readonly assumptions: readonly TrustAssumption[]; readonly reason: string };

/** Each box of an analysis is compared with what is acceptable. */
const SEARCH_STATES = 150_000;

/** Looks for a request that the policy admits and the region of acceptable requests does not hold. */
export function findWitness(
  analysis: TrustAnalysis,
  acceptable: Region,
  budget: Budget = createBudget(SEARCH_STATES),
): WitnessAnswer {
  const domainOf = (dimension: string): ValueSet => analysis.way.domainOf(dimension).values;
  return search(analysis, (box) => subtractRegion([box], acceptable, domainOf, budget), budget);
}

/** The same of the requests of a region. */
export function findWitnessIn(
  analysis: TrustAnalysis,
  region: Region,
  acceptable: Region = [],
  budget: Budget = createBudget(SEARCH_STATES),
): WitnessAnswer {
  const domainOf = (dimension: string): ValueSet => analysis.way.domainOf(dimension).values;
  const unmeantOf = (box: Box): Region =>
    subtractRegion(partsWithin(box, region, domainOf, budget), acceptable, domainOf, budget);
  return search(analysis, unmeantOf, budget);
}

function search(analysis: TrustAnalysis, unmeantOf: (box: Box) => Region, budget: Budget): WitnessAnswer {
  const { policy, way, sure, possible, assumptions } = analysis;
  const time = timeOf(policy);
  return bounded<WitnessAnswer, WitnessAnswer>(
    () => {
      for (const admitted of sure) {
        for (const box of unmeantOf(admitted)) {
          const point = pointOf(box, way, budget);
          const made = way.toRequest(point);
          const request = { ...made, context: { ...made.context, ...time } };
          if (evaluate(policy, request).decision === 'allow') return { kind: 'found', request, point };
        }
      }
      if (possible.every((box) => unmeantOf(box).length === 0)) return { kind: 'none' };
      return { kind: 'undecided', assumptions, reason: 'it hangs on what is not known' };
    },
    (reason) => ({ kind: 'undecided', assumptions, reason }),
  );
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

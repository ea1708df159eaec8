import type { PolicyRequest } from '../evaluate/request.ts';
import { type Budget, bounded, createBudget } from '../language/budget.ts';
import type { Outcome } from '../outcome.ts';
import type { Policy } from '../policy.ts';
import { holdsPoint, isRegionWithin, joinBoxes, project, type Region, subtractRegion } from './box.ts';
import { type StatementReach, statementReach, type TrustAssumption } from './statement-set.ts';
import { noValue, type ValueSet } from './value-set.ts';
import type { Way } from './way.ts';

/** The requests of one way that a policy admits, exactly: those it surely admits, and those it may. */
export interface TrustAnalysis {
  readonly decided: true;
  readonly policy: Policy;
  readonly way: Way;
  readonly sure: Region;
  /** The same object as `sure` where nothing had to be assumed. */
  readonly possible: Region;
  readonly statements: readonly StatementReach[];
  /** What the difference between `sure` and `possible` hangs on. */
  readonly assumptions: readonly TrustAssumption[];
}

/** Not to be taken for a pass: the answer would have taken more than the bound. */
export interface Undecided {
  readonly decided: false;
  readonly reason: string;
}

/**
 * The exact set of requests of one way that a trust policy admits: the union over its Allow statements less the union
 * over its Deny statements.
 *
 * @example
 * const analysis = analyseTrust(policy, webIdentityWay({ provider, cluster: true }));
 * if (analysis.decided) console.log(isAdmittingNobody(analysis));
 */
export function analyseTrust(
  policy: Policy,
  way: Way,
  budget: Budget = createBudget(),
): TrustAnalysis | Undecided {
  return bounded(
    () => analyse(policy, way, budget),
    (reason): Undecided => ({ decided: false, reason }),
  );
}

function analyse(policy: Policy, way: Way, budget: Budget): TrustAnalysis {
  const statements = policy.statements.map((statement) => statementReach(policy, statement, way, budget));
  const those = (effect: 'Allow' | 'Deny', degree: 'sure' | 'possible'): Region =>
    joinBoxes(
      statements.filter(({ statement }) => statement.effect === effect).flatMap((reach) => reach[degree]),
      domainOf,
      budget,
    );
  const domainOf = (dimension: string): ValueSet => way.domainOf(dimension).values;
  const assumptions = statements.flatMap((statement) => statement.assumptions);
  const base = { decided: true, policy, way, statements } as const;
  const possible = subtractRegion(those('Allow', 'possible'), those('Deny', 'sure'), domainOf, budget);
  if (assumptions.length === 0) return { ...base, sure: possible, possible, assumptions };
  const sure = subtractRegion(those('Allow', 'sure'), those('Deny', 'possible'), domainOf, budget);
  const settled = isRegionWithin(possible, sure, domainOf, budget);
  return settled
    ? { ...base, sure, possible: sure, assumptions: [] }
    : { ...base, sure, possible, assumptions };
}

/** Whether a request is admitted; unknown too where it is none of the way. */
export function admits({ way, sure, possible }: TrustAnalysis, request: PolicyRequest): Outcome {
  const point = way.toPoint(request);
  if (point === null) return 'unknown';
  if (holdsPoint(sure, completed(point, sure))) return 'yes';
  return holdsPoint(possible, completed(point, possible)) ? 'unknown' : 'no';
}

/** A key that the request does not have is missing from it. */
function completed(point: ReadonlyMap<string, string | null>, region: Region): Map<string, string | null> {
  const whole = new Map(point);
  for (const box of region) for (const key of box.keys()) if (!whole.has(key)) whole.set(key, null);
  return whole;
}

export function isAdmittingNobody({ sure, possible }: TrustAnalysis): Outcome {
  if (sure.length > 0) return 'no';
  return possible.length === 0 ? 'yes' : 'unknown';
}

/** Whether everything that is admitted lies in a region. */
export function isIncludedIn({ way, sure, possible }: TrustAnalysis, region: Region): Outcome {
  const domainOf = (dimension: string): ValueSet => way.domainOf(dimension).values;
  return bounded<Outcome, Outcome>(
    () => {
      const budget = createBudget();
      if (isRegionWithin(possible, region, domainOf, budget)) return 'yes';
      return sure === possible || !isRegionWithin(sure, region, domainOf, budget) ? 'no' : 'unknown';
    },
    () => 'unknown',
  );
}

/** All that one key may be in an admitted request. */
export function admittedValues(
  { way, sure, possible }: TrustAnalysis,
  dimension: string,
  budget: Budget = createBudget(),
): { readonly sure: ValueSet; readonly possible: ValueSet } {
  const domainOf = (name: string): ValueSet => way.domainOf(name).values;
  const certain = project(sure, dimension, domainOf, budget) ?? noValue;
  if (sure === possible) return { sure: certain, possible: certain };
  return { sure: certain, possible: project(possible, dimension, domainOf, budget) ?? noValue };
}

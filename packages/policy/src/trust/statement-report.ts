import { type Budget, bounded, createBudget } from '../language/budget.ts';
import type { TrustAnalysis } from './analyse.ts';
import { restriction } from './condition-set.ts';
import type { ConditionReach, StatementReach } from './statement-set.ts';
import type { Way } from './way.ts';

/**
 * What a condition does to the requests of a way: it holds for `all` of them and so restricts nothing, for `some`, for
 * `none`; or that is `open`.
 */
export type Effect = 'all' | 'some' | 'none' | 'open';

export interface ConditionReport {
  readonly path: string;
  readonly key: string;
  readonly operator: string;
  readonly effect: Effect;
}

/** A statement that concerns a way, with the effect of each of its conditions. */
export interface StatementReport {
  readonly path: string;
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  /** No request of the way satisfies it. */
  readonly matchesNothing: boolean;
  readonly conditions: readonly ConditionReport[];
}

/** The statements whose principal and action take in requests of the way. */
export function reportStatements(
  { statements, way }: TrustAnalysis,
  budget: Budget = createBudget(),
): readonly StatementReport[] {
  return statements
    .filter(({ concerns }) => concerns)
    .map((reach) => ({
      path: reach.statement.path,
      sid: reach.statement.sid,
      effect: reach.statement.effect,
      matchesNothing: reach.possible.length === 0,
      conditions: reportConditions(reach, way, budget),
    }));
}

function reportConditions(
  { conditions }: StatementReach,
  way: Way,
  budget: Budget,
): readonly ConditionReport[] {
  return conditions.map((reach) => {
    const { path, key, written } = reach.condition;
    return { path, key, operator: written, effect: effectOf(reach, way, budget) };
  });
}

function effectOf(reach: ConditionReach, way: Way, budget: Budget): Effect {
  if (reach.kind === 'constant') {
    const effects = { yes: 'all', no: 'none', unknown: 'open' } as const;
    return effects[reach.outcome];
  }
  return bounded<Effect, Effect>(
    () => restriction(reach.set, way.domainOf(reach.dimension), budget),
    () => 'open',
  );
}

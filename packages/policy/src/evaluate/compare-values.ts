import { conditionOperators } from '../conditions/operators.ts';
import { allOf, anyOf, not, type Outcome } from '../outcome.ts';
import type { Condition, PolicyVersion } from '../policy.ts';
import type { Context } from './context.ts';
import { type Resolved, resolveVariables } from './resolve-variables.ts';

/** The answer over all values, and the variable that could not be resolved, if one could not. */
export interface Comparison {
  readonly outcome: Outcome;
  readonly unresolved: Exclude<Resolved, { kind: 'text' }> | undefined;
}

/** Several values are an OR, under a negated operator a NOR; the set prefix joins the request's values. */
export function compareValues(
  condition: Condition & { readonly operator: keyof typeof conditionOperators },
  actual: readonly string[],
  version: PolicyVersion,
  context: Context,
): Comparison {
  const { negated, variables, compare } = conditionOperators[condition.operator];
  const resolved = condition.values.map(({ value }) =>
    variables ? resolveVariables(value, version, context) : literal(value),
  );
  const unresolved = resolved.find((value) => value.kind !== 'text');
  const outcomes = actual.map((text): Outcome => {
    const any = anyOf(resolved.map((value) => compareOne(value, (pieces) => compare(text, pieces), negated)));
    return negated ? not(any) : any;
  });
  return { outcome: condition.set === 'ForAnyValue' ? anyOf(outcomes) : allOf(outcomes), unresolved };
}

/**
 * Of a variable whose key is missing AWS says that "any attempt to match it fails", and that it "might cause the entire
 * statement to be invalid". So a value with one matches nothing, which leaves the others of its list as they are; but where
 * a negated operator would hold for that very reason, it is undecided.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function compareOne(
  value: Resolved,
  compare: (pieces: Extract<Resolved, { kind: 'text' }>['pieces']) => Outcome,
  negated: boolean,
): Outcome {
  if (value.kind === 'text') return compare(value.pieces);
  return value.kind === 'missing' && !negated ? 'no' : 'unknown';
}

function literal(text: string): Resolved {
  return { kind: 'text', pieces: [{ text, from: 'policy' }] };
}

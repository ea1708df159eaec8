import { conditionOperators } from '../conditions/operators.ts';
import { agreed, not, type Outcome, toOutcome } from '../outcome.ts';
import type { Condition, PolicyVersion } from '../policy.ts';
import { compareValues } from './compare-values.ts';
import type { Context } from './context.ts';
import { explainNull } from './explain-null.ts';
import { type PartExplanation, quote } from './explanation.ts';
import { isBlank, isPresent } from './presence.ts';

type Comparing = Parameters<typeof compareValues>[0];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export function explainCondition(
  condition: Condition,
  version: PolicyVersion,
  context: Context,
): PartExplanation {
  const { operator, path, written } = condition;
  if (operator === 'unknown') {
    return { path, outcome: 'unknown', reason: `IAM documents no operator ${quote(written)}` };
  }
  if (operator === 'Null') return explainNull(condition, context.get(condition.lowerKey));
  return explainComparing({ ...condition, operator }, version, context);
}

function explainComparing(condition: Comparing, version: PolicyVersion, context: Context): PartExplanation {
  const { key, path, set } = condition;
  const actual = context.get(condition.lowerKey);
  if (condition.values.length === 0) return explainWithoutValues(condition, isPresent(actual));
  if (actual === 'unknown')
    return { path, outcome: 'unknown', key, reason: `the value of ${key} is not known` };
  if (actual === 'absent')
    return { path, outcome: whenMissing(condition), reason: `${key} is not in the request` };
  if (set === null && actual.length > 1) {
    // "Multivalued context keys require a condition set operator."
    return {
      path,
      outcome: 'unknown',
      key,
      reason: `${key} has several values, and the operator has no set prefix`,
    };
  }
  const compared = compareValues(condition, actual, version, context);
  const blank = set !== null && isBlank(actual);
  const outcome = blank ? agreed(compared.outcome, whenMissing(condition)) : compared.outcome;
  if (outcome !== 'unknown') return { path, outcome, reason: `${key} is ${actual.map(quote).join(', ')}` };
  if (compared.unresolved === undefined) {
    return {
      path,
      outcome,
      key,
      reason: `AWS does not say how ${key}, ${actual.map(quote).join(', ')}, compares`,
    };
  }
  const { unresolved } = compared;
  const reason =
    unresolved.kind === 'missing' ? `${unresolved.key} is not in the request` : unresolved.reason;
  return { path, outcome, key: unresolved.key ?? key, reason };
}

/**
 * A missing key makes a positive operator false and a negated one true; with `IfExists` either is true.
 * `ForAllValues` is true over no values, `ForAnyValue` false.
 */
function whenMissing({ operator, ifExists, set }: Comparing): Outcome {
  if (ifExists || set === 'ForAllValues') return 'yes';
  return toOutcome(set === null && conditionOperators[operator].negated);
}

/**
 * What an empty list of values means AWS documents for each prefix and for `IfExists`; otherwise it says both that the
 * condition is true and that the statement grants nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
function explainWithoutValues({ key, path, ifExists, set }: Comparing, present: Outcome): PartExplanation {
  const outcome = withoutValues(ifExists, set, present);
  const part = { path, outcome, reason: 'it has no values' };
  return outcome === 'unknown' ? { ...part, key } : part;
}

function withoutValues(ifExists: boolean, set: Condition['set'], present: Outcome): Outcome {
  if (set === 'ForAnyValue' && !ifExists) return 'no';
  if (set === 'ForAnyValue') return present === 'yes' ? 'no' : 'unknown';
  return ifExists || set === 'ForAllValues' ? not(present) : 'unknown';
}

import { anyOf, not, type Outcome } from '../outcome.ts';
import type { Condition } from '../policy.ts';
import type { PartExplanation } from './explanation.ts';
import { isPresent } from './presence.ts';
import type { ContextValue } from './request.ts';

/**
 * "true" holds where the key is missing, "false" where it is there. Under a set prefix Null is constant.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function explainNull(condition: Condition, actual: ContextValue): PartExplanation {
  const { key, path, set, values } = condition;
  if (set !== null) {
    const outcome = set === 'ForAllValues' ? 'yes' : 'no';
    return { path, outcome, reason: `${set}:Null always has this answer` };
  }
  if (values.length === 0) return { path, outcome: 'unknown', reason: 'it has no values' };
  const present = isPresent(actual);
  const outcome = anyOf(values.map((text) => compare(text.value, present)));
  return outcome === 'unknown'
    ? {
        path,
        outcome,
        key,
        reason: `whether ${key} is there is not known, or is compared with neither true nor false`,
      }
    : { path, outcome, reason: `${key} is ${present === 'yes' ? '' : 'not '}in the request` };
}

function compare(wanted: string, present: Outcome): Outcome {
  if (wanted === 'true') return not(present);
  return wanted === 'false' ? present : 'unknown';
}

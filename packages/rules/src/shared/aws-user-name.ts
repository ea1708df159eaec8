import { boxOfTexts, complement, globPattern, type Policy, type Region, union } from '@podguard/policy';
import { onceBy } from './memo.ts';

const VARIABLE = /\$\{aws:username\}/gi;
const KNOWS_VARIABLES = /^(String|Arn)/;

/**
 * The policy as users of one name see it: null where it does not ask for the name by a variable. What it admits of them it
 * admits; nothing follows for others.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
 */
export function asUserNamed(name: string, policy: Policy): Policy | null {
  return replacedIn(policy, name);
}

const replacedIn = onceBy(replaceIn, (name) => name);

function replaceIn(policy: Policy, name: string): Policy | null {
  if (policy.version !== '2012-10-17') return null;
  let found = false;
  const statements = policy.statements.map((statement) => ({
    ...statement,
    conditions: statement.conditions.map((condition) => {
      if (!KNOWS_VARIABLES.test(condition.operator)) return condition;
      const values = condition.values.map((text) => ({ ...text, value: text.value.replace(VARIABLE, name) }));
      found ||= values.some(({ value }, at) => value !== condition.values[at]?.value);
      return { ...condition, values };
    }),
  }));
  return found ? { ...policy, statements } : null;
}

/** Requests of all others. */
export function othersThanUser(name: string): Region {
  const users = union(globPattern(`arn:*:iam::*:user/${name}`), globPattern(`arn:*:iam::*:user/*/${name}`));
  return [boxOfTexts({ principal: { present: complement(users) } })];
}

import { type ConditionOperator, conditionOperators } from '../conditions/operators.ts';
import type { Condition, PolicyText } from '../policy.ts';
import { asList, asObject, describe } from './elements.ts';
import { PolicyProblem, pathTo } from './policy-problem.ts';
import type { Json, JsonObject } from './to-json.ts';

const NAMES = [...(Object.keys(conditionOperators) as ConditionOperator[]), 'Null' as const];
const BY_LOWER_NAME = new Map(NAMES.map((name) => [name.toLowerCase(), name]));
const WRITTEN = /^(?:(?<set>forallvalues|foranyvalue):)?(?<name>.*?)(?<ifExists>ifexists)?$/;

export function parseConditions(statement: JsonObject, statementPath: string): readonly Condition[] {
  const json = statement.get('Condition');
  if (json === undefined) return [];
  const path = pathTo(statementPath, 'Condition');
  return entries(json, path).flatMap(([written, keys, operatorPath]) =>
    entries(keys, operatorPath).map(([key, values, keyPath]) => ({
      path: keyPath,
      written,
      ...parseOperator(written),
      key,
      lowerKey: key.toLowerCase(),
      values: asList(values, keyPath).map((item) => toText(item.json, item.path)),
    })),
  );
}

/**
 * Condition keys have no case, and neither have operators. AWS reports two that differ by case only as an error, and
 * says nothing of what they mean together.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
function entries(json: Json, path: string): readonly (readonly [string, Json, string])[] {
  const seen = new Set<string>();
  return [...asObject(json, path)].map(([key, value]) => {
    const keyPath = pathTo(path, key);
    if (seen.has(key.toLowerCase())) {
      throw new PolicyProblem(keyPath, 'must not be there twice, differing by case only');
    }
    seen.add(key.toLowerCase());
    return [key, value, keyPath] as const;
  });
}

/** `IfExists` goes with every operator but Null. */
function parseOperator(written: string): Pick<Condition, 'operator' | 'ifExists' | 'set'> {
  const groups = WRITTEN.exec(written.toLowerCase())?.groups;
  const operator = BY_LOWER_NAME.get(groups?.name ?? '');
  const ifExists = groups?.ifExists !== undefined;
  if (operator === undefined || (operator === 'Null' && ifExists)) {
    return { operator: 'unknown', ifExists: false, set: null };
  }
  return { operator, ifExists, set: toSet(groups?.set) };
}

function toSet(lower: string | undefined): Condition['set'] {
  if (lower === undefined) return null;
  return lower === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue';
}

/** Quotation marks are optional for numbers and booleans. */
function toText(json: Json, path: string): PolicyText {
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') {
    return { value: String(json), path };
  }
  throw new PolicyProblem(path, `must be a string, a number or a boolean, is ${describe(json)}`);
}

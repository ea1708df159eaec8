import type { PolicyText, Statement } from '../policy.ts';
import { asObject, describe, readOptionalString, readTexts, refuseBoth, refuseUnknown } from './elements.ts';
import { parseConditions } from './parse-conditions.ts';
import { parsePrincipals } from './parse-principals.ts';
import { PolicyProblem, pathTo } from './policy-problem.ts';
import type { Json, JsonObject } from './to-json.ts';

const ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

export function parseStatement(json: Json, path: string): Statement {
  const statement = asObject(json, path);
  refuseUnknown(statement, ELEMENTS, path);
  for (const name of ['Principal', 'Action', 'Resource']) refuseBoth(statement, name, path);
  return {
    path,
    sid: readOptionalString(statement, 'Sid', path),
    effect: readEffect(statement, path),
    principals: parsePrincipals(statement, 'Principal', path),
    notPrincipals: parsePrincipals(statement, 'NotPrincipal', path),
    ...readActions(statement, path),
    resources: readTexts(statement, 'Resource', path),
    notResources: readTexts(statement, 'NotResource', path),
    conditions: parseConditions(statement, path),
  };
}

/**
 * "The Effect value is case sensitive."
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html
 */
function readEffect(statement: JsonObject, path: string): Statement['effect'] {
  const effect = statement.get('Effect');
  if (effect === 'Allow' || effect === 'Deny') return effect;
  const found = effect === undefined ? 'is missing' : `is ${describe(effect)}`;
  throw new PolicyProblem(pathTo(path, 'Effect'), `must be Allow or Deny, ${found}`);
}

function readActions(statement: JsonObject, path: string): Pick<Statement, 'actions' | 'notActions'> {
  const actions: readonly PolicyText[] | null = readTexts(statement, 'Action', path);
  const notActions = readTexts(statement, 'NotAction', path);
  if (actions === null && notActions === null) {
    throw new PolicyProblem(pathTo(path, 'Action'), 'must be there, or NotAction instead');
  }
  return { actions, notActions };
}

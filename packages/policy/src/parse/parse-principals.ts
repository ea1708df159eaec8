import type { Principal, PrincipalType } from '../policy.ts';
import { asObject, describe, readTexts, refuseUnknown } from './elements.ts';
import { PolicyProblem, pathTo } from './policy-problem.ts';
import type { JsonObject } from './to-json.ts';

const TYPES: readonly PrincipalType[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function parsePrincipals(
  statement: JsonObject,
  name: 'Principal' | 'NotPrincipal',
  statementPath: string,
): readonly Principal[] | null {
  const json = statement.get(name);
  if (json === undefined) return null;
  const path = pathTo(statementPath, name);
  if (json === '*') return [{ type: '*', value: '*', path }];
  if (!(json instanceof Map)) throw new PolicyProblem(path, `must be "*" or an object, is ${describe(json)}`);
  const map = asObject(json, path);
  refuseUnknown(map, TYPES, path);
  return TYPES.flatMap((type) => (readTexts(map, type, path) ?? []).map((text) => ({ type, ...text })));
}

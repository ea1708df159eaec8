import type { PolicyText } from '../policy.ts';
import { PolicyProblem, pathTo } from './policy-problem.ts';
import type { Json, JsonObject } from './to-json.ts';

export function asObject(json: Json, path: string): JsonObject {
  if (json instanceof Map) return json;
  throw new PolicyProblem(path, `must be an object, is ${describe(json)}`);
}

function asString(json: Json, path: string): string {
  if (typeof json === 'string') return json;
  throw new PolicyProblem(path, `must be a string, is ${describe(json)}`);
}

export function asList(json: Json, path: string): readonly { readonly json: Json; readonly path: string }[] {
  if (!Array.isArray(json)) return [{ json, path }];
  return (json as readonly Json[]).map((item, index) => ({ json: item, path: `${path}[${index}]` }));
}

/** Absent is null; one string stands for a list of one. */
export function readTexts(
  parent: JsonObject,
  name: string,
  parentPath: string,
): readonly PolicyText[] | null {
  const json = parent.get(name);
  if (json === undefined) return null;
  return asList(json, pathTo(parentPath, name)).map((item) => ({
    value: asString(item.json, item.path),
    path: item.path,
  }));
}

export function readOptionalString(parent: JsonObject, name: string, parentPath: string): string | null {
  const json = parent.get(name);
  return json === undefined ? null : asString(json, pathTo(parentPath, name));
}

/**
 * The grammar writes element names as literals and AWS documents no other case for them, so `effect` is refused, with
 * a hint, rather than ignored: a condition that is not read would make a policy look more open, or a Deny wider.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function refuseUnknown(object: JsonObject, known: readonly string[], path: string): void {
  for (const key of object.keys()) {
    if (known.includes(key)) continue;
    const meant = known.find((name) => name.toLowerCase() === key.toLowerCase());
    const hint = meant === undefined ? `not one of ${known.join(', ')}` : `must be written ${meant}`;
    throw new PolicyProblem(pathTo(path, key), `unknown element: ${hint}`);
  }
}

/** At most one of an element and its negation may be there. */
export function refuseBoth(object: JsonObject, name: string, path: string): void {
  if (object.has(name) && object.has(`Not${name}`)) {
    throw new PolicyProblem(pathTo(path, `Not${name}`), `must not stand beside ${name}`);
  }
}

export function describe(json: Json): string {
  if (json === null) return 'null';
  if (typeof json !== 'object') return `the ${typeof json} ${JSON.stringify(json).slice(0, 80)}`;
  return Array.isArray(json) ? 'a list' : 'an object';
}

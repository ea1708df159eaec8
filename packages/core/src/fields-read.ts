import { hopOf, pathsOf, relationsOf, targetsOf } from './relations.ts';
import type { Resource } from './resource.ts';
import type { Rule } from './rule.ts';

/**
 * The fields and sets of a resource that a rule looks at where it is given this one, and those by which it finds the
 * others that it needs; all that it has where the rule fails.
 */
export function fieldsRead(
  rule: Rule,
  view: Resource,
  context: Parameters<Rule['evaluate']>[1],
): ReadonlySet<string> {
  const read = new Set<string>();
  const watched = <T extends object>(fields: T): T =>
    new Proxy(fields, {
      get(target, name) {
        if (typeof name === 'string') read.add(name);
        return Reflect.get(target, name);
      },
    });
  const { state, sets } = view;
  const seen = { ...view, state: watched(state), sets: watched(sets) } as Resource;
  try {
    rule.evaluate(seen, context);
    for (const name of Object.keys(rule.needs)) findOthers(name, seen);
    return read;
  } catch {
    return new Set([...Object.keys(state), ...Object.keys(sets)]);
  }
}

function findOthers(name: string, view: Resource): void {
  const relation = relationsOf(view.kind)[name];
  if (relation === undefined) return;
  for (const [first = name] of pathsOf(name, relation)) {
    const hop = hopOf(view.kind, first);
    if ('to' in hop) targetsOf(hop, view);
  }
}

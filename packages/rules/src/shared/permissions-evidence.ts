import type { Evidence, JsonValue } from '@podguard/core';
import type { Evidence as Grant, PermissionSet, Statement } from '@podguard/policy';
import { trustingRole } from './permissions.ts';

const MOST_TEXTS = 8;

/** The policies that grant something, each followed by those of its statements that do, where it was read. */
export function grantEvidence({ policies }: PermissionSet, grants: readonly Grant[]): readonly Evidence[] {
  return policies.flatMap(({ name, policy }): readonly Evidence[] => {
    const own = grants.filter((grant) => grant.policy === name);
    if (own.length === 0) return [];
    const paths = new Set(own.map(({ path }) => path));
    const statements = (policy?.statements ?? []).filter(({ path }) => paths.has(path));
    const trusting = trustingRole(name);
    if (trusting !== undefined) {
      return statements.map(({ path }) => ({ path: 'trustingRole', value: `${trusting} ${path}` }));
    }
    return [
      { path: name.startsWith('arn:') ? 'policyArn' : 'policyName', value: name },
      ...statements.map((statement) => ({ path: statement.path, value: wordsOf(statement) })),
    ];
  });
}

function wordsOf(statement: Statement): JsonValue {
  const { effect, actions, notActions, resources, notResources, conditions } = statement;
  const parts: Record<string, JsonValue> = { Effect: effect };
  const lists = { Action: actions, NotAction: notActions, Resource: resources, NotResource: notResources };
  for (const [name, list] of Object.entries(lists)) {
    if (list !== null) parts[name] = few(list.map(({ value }) => value));
  }
  if (conditions.length > 0) parts.Condition = few(conditions.map(({ written, key }) => `${written} ${key}`));
  return parts;
}

function few(texts: readonly string[]): JsonValue {
  if (texts.length === 1) return texts[0]!;
  const rest = texts.length - MOST_TEXTS;
  return rest > 0 ? [...texts.slice(0, MOST_TEXTS), `and ${rest} more`] : [...texts];
}

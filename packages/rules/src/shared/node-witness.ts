import type { JsonObject, Resource, Witness } from '@podguard/core';
import {
  ADMINISTRATOR_RIGHTS,
  type ManagedPolicyKind,
  managedPolicy,
  type PermissionSet,
  type PolicyRequest,
  patternCovers,
  reachOf,
  targetOf,
} from '@podguard/policy';
import { isBeyond, type NodeRight } from './node-rights.ts';
import { coversRightExtent, rightExtent } from './right-extent.ts';

const MOST_RIGHTS = 10;

/** Kinds of AWS managed policies whose rights are known by name. */
const STRONG: ReadonlySet<ManagedPolicyKind> = new Set(['administrator', 'escalation', 'secrets']);

/** A pod that uses rights of its node's role; a request that the policies surely allow, where one was found. */
export function nodeWitness(
  { key }: Resource<'iam-role'>,
  rights: readonly NodeRight[],
  set: PermissionSet,
): Witness {
  const who = `A pod that reads the credentials of ${key} from its node's metadata service`;
  const found = requestBy(rights, set);
  const [first] = rights;
  const asked: JsonObject =
    found === undefined
      ? { policy: first?.policy ?? '' }
      : { action: found.action, resource: found.resource ?? '' };
  return {
    text:
      found === undefined
        ? `${who} has the rights that ${first?.policy} gives: ${first?.text}`
        : `${who} may call ${found.action} for ${found.resource}`,
    request: asked,
    extent: rightExtent(rights, set),
  };
}

export function coversNodeRights(before: Witness, now: Witness): boolean {
  return coversRightExtent(before.extent, now.extent);
}

/** An administrator's right says most; then what a statement names. */
function requestBy(rights: readonly NodeRight[], set: PermissionSet): PolicyRequest | undefined {
  const strong = ADMINISTRATOR_RIGHTS.filter(
    ([action]) => isBeyond(action) && rights.some((right) => mayTakeIn(right, action)),
  );
  for (const [action, kind] of strong) {
    const target = targetOf(kind, action, set.holder);
    const [request] = reachOf(set, { actions: [action], target }).requests;
    if (request !== undefined) return request;
  }
  const named = rights.filter(({ text, statement }) => statement !== null && /^[\w-]+:\w+$/.test(text));
  for (const { text } of named.slice(0, MOST_RIGHTS)) {
    for (const target of [targetOf('any', text, set.holder), `arn:${set.holder.partition}:*:**:*:*`]) {
      const [request] = reachOf(set, { actions: [text], target }).requests;
      if (request !== undefined) return request;
    }
  }
  return undefined;
}

function mayTakeIn({ policy, statement, text }: NodeRight, action: string): boolean {
  if (statement === null) return STRONG.has(managedPolicy(policy)?.kind ?? 'harmless');
  if (statement.actions !== null) return patternCovers(text.toLowerCase(), action.toLowerCase());
  const excepted = statement.notActions ?? [];
  return !excepted.some(({ value }) => patternCovers(value.toLowerCase(), action.toLowerCase()));
}

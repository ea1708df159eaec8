import { ServiceError } from '@podguard/core';
import type { Place } from './place.ts';
import type { Statement } from './statements.ts';
import { WILDCARDS, type Wildcard } from './wildcards.ts';

/** What a role needs to read the account by these actions: nothing but them, in watched regions only, but for what counts clusters. */
export function readGrants(actions: readonly string[], place: Place): readonly Statement[] {
  const byWildcard = Map.groupBy(new Set(actions), wildcardOf);
  return [...byWildcard].map(([wildcard, granted]) => statementOf(wildcard, granted, place));
}

function wildcardOf(action: string): Wildcard {
  const found = WILDCARDS.find(({ actions }) => actions.includes(action));
  if (found !== undefined) return found;
  throw new ServiceError(
    'config-invalid',
    `${action}: infra/wildcards.ts does not say on which resources a reader may call it; add it there`,
  );
}

function statementOf(wildcard: Wildcard, actions: readonly string[], place: Place): Statement {
  const regions = [place.home, ...place.remote];
  const global = actions.every((action) => /^(iam|organizations|xray):/.test(action));
  return {
    actions: [...actions].sort(),
    resources: [wildcard.resource(place.account, place.home)],
    ...(global || wildcard.anywhere
      ? {}
      : { condition: { StringEquals: { 'aws:RequestedRegion': regions } } }),
  };
}

import { matchResource } from '../arn-pattern.ts';
import { anyOf, not } from '../outcome.ts';
import type { PolicyText, PolicyVersion, Statement } from '../policy.ts';
import { matchPieces } from '../variables.ts';
import type { Context } from './context.ts';
import { type PartExplanation, quote } from './explanation.ts';
import { resolveVariables } from './resolve-variables.ts';

interface Scope {
  readonly resource: string | undefined;
  readonly version: PolicyVersion;
  readonly context: Context;
}

interface Match extends PartExplanation {
  /** Whether all variables have a value; where one has none the statement may be invalid as a whole. */
  readonly resolved: boolean;
}

/** Null where the statement names no resource, as in a trust policy. */
export function explainResource(statement: Statement, scope: Scope): PartExplanation | null {
  const { resources, notResources, path } = statement;
  if (resources !== null) return explainNamed(resources, `${path}.Resource`, scope);
  return notResources === null ? null : explainExcepted(notResources, `${path}.NotResource`, scope);
}

function explainNamed(texts: readonly PolicyText[], path: string, scope: Scope): PartExplanation {
  const matches = texts.map((text) => matchText(text, scope));
  const outcome = anyOf(matches.map((match) => match.outcome));
  if (outcome === 'no') return { path, outcome, reason: 'does not name the resource' };
  const unresolved = matches.find((match) => !match.resolved);
  return unresolved === undefined
    ? toPart(matches.find((match) => match.outcome === outcome)!)
    : doubtful(unresolved);
}

function explainExcepted(texts: readonly PolicyText[], path: string, scope: Scope): PartExplanation {
  if (texts.length === 0) {
    return { path, outcome: 'unknown', reason: 'AWS does not say what an empty NotResource means' };
  }
  const matches = texts
    .map((text) => matchText(text, scope))
    .map((match) => (match.resolved ? match : doubtful(match)));
  const excepted = anyOf(matches.map((match) => match.outcome));
  if (excepted === 'no') return { path, outcome: 'yes', reason: 'does not except the resource' };
  return { ...toPart(matches.find((match) => match.outcome === excepted)!), outcome: not(excepted) };
}

function doubtful(match: Match): PartExplanation {
  return { ...toPart(match), outcome: 'unknown' };
}

function toPart({
  resolved: _,
  ...part
}: PartExplanation & { readonly resolved?: boolean }): PartExplanation {
  return part;
}

function matchText({ value, path }: PolicyText, { resource, version, context }: Scope): Match {
  if (resource === undefined) return { ...matchUnnamed(value, path), resolved: true };
  if (version === '2012-10-17' && hasEarlyVariable(value)) {
    return { path, outcome: 'unknown', reason: 'it has a variable before the fifth colon', resolved: false };
  }
  const found = resolveVariables(value, version, context);
  switch (found.kind) {
    case 'unknown':
      return { path, outcome: 'unknown', reason: found.reason, ...keyOf(found.key), resolved: false };
    case 'missing':
      return {
        path,
        outcome: 'no',
        reason: `${found.key} is not in the request`,
        key: found.key,
        resolved: false,
      };
    case 'text': {
      const outcome = matchPieces(found.pieces, (pattern) => matchResource(pattern, resource));
      return { path, outcome, reason: `${quote(value)} against ${quote(resource)}`, resolved: true };
    }
  }
}

function keyOf(key: string | undefined): { readonly key?: string } {
  return key === undefined ? {} : { key };
}

function matchUnnamed(value: string, path: string): PartExplanation {
  if (value === '*') return { path, outcome: 'yes', reason: 'names every resource' };
  return { path, outcome: 'unknown', reason: 'the request names no resource' };
}

/**
 * "You can use a policy variable in the Resource element, but only in the resource portion of the ARN", which begins
 * after the fifth colon.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-resourceelement
 */
function hasEarlyVariable(value: string): boolean {
  const variable = value.search(/\$\{[^*?$]/);
  return variable >= 0 && value.slice(0, variable).split(':').length <= 5;
}

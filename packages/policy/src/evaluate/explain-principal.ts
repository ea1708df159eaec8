import { anyOf } from '../outcome.ts';
import type { Principal, Statement } from '../policy.ts';
import { type PartExplanation, quote } from './explanation.ts';
import { parseIdentity } from './identity.ts';
import { matchPrincipal } from './match-principal.ts';
import type { Level, PrincipalMatch } from './principal-match.ts';
import type { RequestPrincipal } from './request.ts';

/** Null where the statement names no principal, as in a permission policy: the caller is whom it is attached to. */
export function explainPrincipal(statement: Statement, caller: RequestPrincipal): PartExplanation | null {
  const { principals, notPrincipals, path } = statement;
  if (principals !== null) return explainNamed(principals, `${path}.Principal`, caller);
  return notPrincipals === null ? null : explainExcepted(notPrincipals, `${path}.NotPrincipal`, caller);
}

function explainNamed(
  principals: readonly Principal[],
  path: string,
  caller: RequestPrincipal,
): PartExplanation {
  const matches = principals.map((principal) => matchPrincipal(principal, caller));
  const outcome = anyOf(matches.map((match) => match.outcome));
  if (outcome === 'no') return { path, outcome, reason: 'does not name the caller' };
  const deciding = principals[matches.findIndex((match) => match.outcome === outcome)]!;
  const verb = outcome === 'yes' ? 'names' : 'may or may not name';
  return { path: deciding.path, outcome, reason: `${quote(deciding.value)} ${verb} the caller` };
}

/**
 * AWS "might validate the account first, then the role, and then the assumed-role user": only where all of them are
 * listed is a caller surely excepted, and only where none is, surely not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function explainExcepted(
  principals: readonly Principal[],
  path: string,
  caller: RequestPrincipal,
): PartExplanation {
  if (principals.length === 0) {
    return { path, outcome: 'unknown', reason: 'AWS does not say what an empty NotPrincipal means' };
  }
  const matches = principals.map((principal) => matchPrincipal(principal, caller));
  if (matches.every((match) => match.outcome === 'no')) {
    return { path, outcome: 'yes', reason: 'does not except the caller' };
  }
  if (isWhollyExcepted(matches, caller)) return { path, outcome: 'no', reason: 'excepts the caller' };
  return {
    path,
    outcome: 'unknown',
    reason: 'does not surely except the caller with its role and its account',
  };
}

function isWhollyExcepted(matches: readonly PrincipalMatch[], caller: RequestPrincipal): boolean {
  const listed = new Set(matches.map((match) => match.level));
  return listed.has('everyone') || levelsOf(caller).every((level) => listed.has(level));
}

function levelsOf(caller: RequestPrincipal): readonly Level[] {
  if (caller.type !== 'AWS') return ['identity'];
  switch (parseIdentity(caller.arn)?.kind) {
    case 'root':
      return ['account'];
    case 'role':
    case 'session':
      return ['account', 'role', 'identity'];
    default:
      return ['account', 'identity'];
  }
}

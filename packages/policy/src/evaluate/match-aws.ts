import { globMatches } from '../glob.ts';
import { type Identity, parseIdentity } from './identity.ts';
import type { Level, PrincipalMatch } from './principal-match.ts';
import type { RequestPrincipal } from './request.ts';

export type AwsCaller = Extract<RequestPrincipal, { type: 'AWS' }>;

const ACCOUNT = /^\d{12}$/;

/**
 * An account id and the `:root` ARN stand for every identity of the account, a role's ARN for its sessions. A unique id
 * (`AROA...`) is all that is left of a deleted identity and matches no ARN, a new identity of the same name included.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function matchAws(value: string, caller: AwsCaller): PrincipalMatch {
  if (ACCOUNT.test(value)) return when(value === caller.account, 'account');
  const self = parseIdentity(caller.arn);
  if (/[*?]/.test(value)) return matchWildcard(value, caller, self);
  const named = parseIdentity(value);
  if (named === null || self === null) return matchText(value, caller);
  const sameAccount = named.partition === self.partition && named.account === self.account;
  return sameAccount ? matchIdentity(named, self) : when(false, 'identity');
}

function matchIdentity(named: Identity, self: Identity): PrincipalMatch {
  const sameName = named.name === self.name;
  switch (named.kind) {
    case 'root':
      return when(true, 'account');
    case 'role':
      return when(sameName && (self.kind === 'role' || self.kind === 'session'), 'role');
    case 'session':
      // A caller given by its role alone may be any session of it.
      if (sameName && self.kind === 'role') return unknown();
      return when(sameName && self.kind === 'session' && self.session === named.session, 'identity');
    case 'user':
      // A federated user's session belongs to the IAM user who asked for it, whom its ARN does not name.
      if (self.kind === 'federated-user') return unknown();
      return when(sameName && self.kind === 'user', 'identity');
    case 'federated-user':
      return when(sameName && self.kind === 'federated-user', 'identity');
  }
}

/** "You cannot use a wildcard to match part of a principal name or ARN": whether it then matches nothing is not said. */
function matchWildcard(value: string, { arn }: AwsCaller, self: Identity | null): PrincipalMatch {
  const names = [arn];
  if (self !== null) {
    const iam = `arn:${self.partition}:iam::${self.account}`;
    names.push(`${iam}:root`);
    if (self.kind === 'session') names.push(`${iam}:role/${self.name}`);
  }
  return names.some((name) => globMatches(value, name)) ? unknown() : when(false, 'identity');
}

/** Unique ids, and ARNs of a form that is not known here. */
function matchText(value: string, { arn, uniqueId }: AwsCaller): PrincipalMatch {
  if (value === arn || value === uniqueId) return when(true, 'identity');
  return when(uniqueId !== undefined && value === uniqueId.split(':')[0], 'role');
}

function when(matches: boolean, level: Level): PrincipalMatch {
  return matches ? { outcome: 'yes', level } : { outcome: 'no', level: null };
}

function unknown(): PrincipalMatch {
  return { outcome: 'unknown', level: null };
}

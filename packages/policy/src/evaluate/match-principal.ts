import { globMatches } from '../glob.ts';
import type { Principal } from '../policy.ts';
import { matchAws } from './match-aws.ts';
import type { PrincipalMatch } from './principal-match.ts';
import type { RequestPrincipal } from './request.ts';

const NO: PrincipalMatch = { outcome: 'no', level: null };
const UNKNOWN: PrincipalMatch = { outcome: 'unknown', level: null };
const EVERYONE: PrincipalMatch = { outcome: 'yes', level: 'everyone' };

/**
 * `"Principal": "*"` is every caller, and `{"AWS": "*"}` is equivalent to it ("All principals").
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
 */
export function matchPrincipal({ type, value }: Principal, caller: RequestPrincipal): PrincipalMatch {
  switch (type) {
    case '*':
      return EVERYONE;
    case 'AWS':
      if (value === '*') return EVERYONE;
      return caller.type === 'AWS' ? matchAws(value, caller) : NO;
    case 'Service':
      return caller.type === 'Service' ? matchName(value, [caller.name]) : NO;
    case 'Federated':
      return caller.type === 'Federated' ? matchName(value, providerNames(value, caller.provider)) : NO;
    case 'CanonicalUser':
      // The canonical user id of an account cannot be told from its account id.
      return caller.type === 'AWS' ? UNKNOWN : NO;
  }
}

/** `*` by itself is every principal of its type; "you cannot use a wildcard to match part of a principal name". */
function matchName(value: string, names: readonly string[]): PrincipalMatch {
  if (value === '*') return EVERYONE;
  if (names.includes(value)) return { outcome: 'yes', level: 'identity' };
  return names.some((name) => globMatches(value, name)) ? UNKNOWN : NO;
}

/** A caller may name an OIDC provider by host and path alone, which then stands for its ARN in the role's account. */
function providerNames(value: string, provider: string): readonly string[] {
  const [arn, name] = value.split(':oidc-provider/');
  if (name === undefined || provider.startsWith('arn:')) return [provider];
  return [provider, `${arn}:oidc-provider/${provider}`];
}

import { roleKeyFromArn } from '@podguard/core';
import { globMatches } from '@podguard/policy';

/**
 * Whether a principal is one of those that the configuration names: by its ARN, of a role with its path or without, `*` for any
 * letters.
 */
export function isAmongPrincipals(patterns: readonly string[], principal: string): boolean {
  const names = [principal, roleKeyFromArn(principal) ?? principal];
  return patterns.some((pattern) => {
    const known = [pattern, roleKeyFromArn(pattern) ?? pattern];
    return known.some((one) => names.some((name) => globMatches(one, name)));
  });
}

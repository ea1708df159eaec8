import { type Config, roleKeyFromArn } from '@podguard/core';
import { globMatches } from '@podguard/policy';

/** Whether what somebody changes is a deployer's change, as rules take it. */
export function isDeployer({ deployers }: Pick<Config, 'deployers'>, by: string | undefined): boolean {
  return by !== undefined && isNamed(deployers, by);
}

/** As rules take it: a role with its path or without, `*` for any letters. */
export function isNamed(patterns: readonly string[], principal: string): boolean {
  const names = [principal, roleKeyFromArn(principal) ?? principal];
  return patterns.some((pattern) =>
    [pattern, roleKeyFromArn(pattern) ?? pattern].some((one) => names.some((name) => globMatches(one, name))),
  );
}

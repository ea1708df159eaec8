import { type Config, roleKeyFromArn } from '@podguard/core';
import { globMatches } from '@podguard/policy';

/** Whether what somebody changes is a deployer's change, as rules take it: a role with its path or without. */
export function isDeployer({ deployers }: Pick<Config, 'deployers'>, by: string | undefined): boolean {
  if (by === undefined) return false;
  const names = [by, roleKeyFromArn(by) ?? by];
  return deployers.some((pattern) =>
    [pattern, roleKeyFromArn(pattern) ?? pattern].some((one) => names.some((name) => globMatches(one, name))),
  );
}

import type { Config } from './config.ts';
import type { RemediationMode } from './remediation.ts';

export type ActiveMode = Exclude<RemediationMode, 'off'>;

/** The rules about whose findings something is done in one of these modes, sorted. */
export function rulesIn(
  { remediation: { rules } }: Pick<Config, 'remediation'>,
  ...modes: readonly ActiveMode[]
): readonly string[] {
  return Object.keys(rules)
    .filter((rule) => modes.some((mode) => rules[rule] === mode))
    .sort();
}

/** Whether anything is to be recorded, proposed or repaired. */
export function isRemediating(config: Pick<Config, 'remediation'>): boolean {
  return rulesIn(config, 'shadow', 'propose', 'auto').length > 0;
}

import type { Config } from './config.ts';
import type { RemediationMode, RemediatorId } from './remediation.ts';
import type { Catalogue } from './rule.ts';

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

/** Whether the deployed service has the rights of a remediator: some rule that it ends is to be repaired, after approval or at once. */
export function isGranted(
  remediator: RemediatorId,
  { catalogue, config }: { readonly catalogue: Catalogue; readonly config: Pick<Config, 'remediation'> },
): boolean {
  const acting = new Set(rulesIn(config, 'propose', 'auto'));
  return catalogue.rules.some(({ id, remediation }) => remediation === remediator && acting.has(id));
}

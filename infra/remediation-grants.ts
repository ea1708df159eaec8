import { type Config, matchesGlob, rulesIn, ServiceError } from '@podguard/core';
import { type Remediator, remediatorsFor } from '@podguard/remediate';
import type { Allowance } from './statement-text.ts';

/** The rule about our own rules of EventBridge, of which a change by anybody but deployers is a finding. */
const OWN_RULES = 'platform-rule-off';
export const PARTITION = 'aws';

export interface GrantsSpec {
  readonly config: Config;
  readonly place: { readonly account: string; readonly home: string; readonly remote: readonly string[] };
  readonly prefix: string;
}

/** The role by which `remediate` calls: known before it is made. */
export function remediateRoleArn({ prefix, place }: Pick<GrantsSpec, 'prefix' | 'place'>): string {
  return `arn:${PARTITION}:iam::${place.account}:role/${remediateRoleName(prefix)}`;
}

export function remediateRoleName(prefix: string): string {
  return `${prefix}-remediate`;
}

/** Those that may act: some rule that one of them ends is to be repaired, after approval or at once. */
export function actingRemediators(config: Config): readonly Remediator[] {
  const acting = new Set(rulesIn(config, 'propose', 'auto'));
  return remediatorsFor(config).filter(({ rules }) => rules.some((rule) => acting.has(rule)));
}

/** What those change, as each declares it: shadow mode changes nothing, and people undo by their own credentials. */
export function changeGrants(spec: GrantsSpec): readonly Allowance<string>[] {
  refuseUnendable(spec);
  const { prefix, place } = spec;
  const named = {
    ...{ partition: PARTITION, account: place.account },
    ownParts: [`${prefix}-`, `${prefix}/${prefix}-`],
  };
  const all = actingRemediators(spec.config)
    .flatMap(({ grants }) => grants.filter(({ undoOnly }) => undoOnly !== true))
    .map(({ actions, resources, condition }) => ({
      ...{ actions, resources: resources(named) },
      ...(condition === undefined ? {} : { condition }),
    }));
  const byPlace = Map.groupBy(all, ({ resources, condition }) => JSON.stringify([resources, condition]));
  return [...byPlace.values()].map(([first, ...more]) => ({
    ...first!,
    actions: [...new Set([first!, ...more].flatMap(({ actions }) => actions))].sort(),
  }));
}

/** What the role changes of our own rules would be a finding by itself, or leave it open. */
function refuseUnendable(spec: GrantsSpec): void {
  const { config, prefix } = spec;
  if (!rulesIn(config, 'propose', 'auto').includes(OWN_RULES)) return;
  const role = remediateRoleArn(spec);
  const isNamed = config.deployers.some((pattern) => matchesGlob(pattern, role));
  const isOwn = config.ownParts.some((start) => `${prefix}-`.startsWith(start));
  if (isNamed && isOwn) return;
  throw new ServiceError(
    'config-invalid',
    `podguard.config.ts: remediation.rules.${OWN_RULES}: a repair would leave the finding open, as nobody would know it for our own: add ${role} to deployers, and ${prefix}- to ownParts`,
  );
}

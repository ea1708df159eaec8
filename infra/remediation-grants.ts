import { type Config, matchesGlob, rulesIn, ServiceError } from '@podguard/core';
import { type Remediator, type RemediatorGrant, remediatorsFor } from '@podguard/remediate';

/** The rule about our own rules of EventBridge, of which a change by anybody but deployers is a finding. */
const OWN_RULES = 'platform-rule-off';
const PARTITION = 'aws';
/** It has no region that a condition could name. */
const GLOBAL = /^iam:/;
/** The names of more have no room in a role's 10,240 characters, with those that say where may be read. */
const MOST_REGIONS = 12;

export interface GrantsSpec {
  readonly config: Config;
  readonly place: { readonly account: string; readonly home: string; readonly remote: readonly string[] };
  readonly prefix: string;
}

/** A part of a role's policy, all of it known before anything is made. */
interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: NonNullable<RemediatorGrant['condition']>;
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

/** What those change, as each declares it: shadow mode changes nothing. */
export function changeGrants(spec: GrantsSpec): readonly Grant[] {
  refuseUnendable(spec);
  const all = actingRemediators(spec.config).flatMap(({ grants }) =>
    grants.map((grant) => statementOf(grant, spec)),
  );
  const byPlace = Map.groupBy(all, ({ resources, condition }) => JSON.stringify([resources, condition]));
  return [...byPlace.values()].map(([first, ...more]) => ({
    ...first!,
    actions: [...new Set([first!, ...more].flatMap(({ actions }) => actions))].sort(),
  }));
}

function statementOf(grant: RemediatorGrant, { place, prefix }: GrantsSpec): Grant {
  const { account, home, remote } = place;
  const regions = [home, ...remote];
  const isScoped = !grant.actions.every((action) => GLOBAL.test(action)) && regions.length <= MOST_REGIONS;
  const condition = isScoped ? inRegions(grant.condition ?? {}, regions) : grant.condition;
  return {
    actions: [...grant.actions].sort(),
    resources: grant.resources({
      partition: PARTITION,
      account,
      ownParts: [`${prefix}-`, `${prefix}/${prefix}-`],
    }),
    ...(condition === undefined ? {} : { condition }),
  };
}

/** Only where somebody watches. */
function inRegions(
  condition: NonNullable<RemediatorGrant['condition']>,
  regions: readonly string[],
): NonNullable<Grant['condition']> {
  return { ...condition, StringEquals: { ...condition.StringEquals, 'aws:RequestedRegion': regions } };
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

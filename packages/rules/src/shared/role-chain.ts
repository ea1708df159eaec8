import { type Evidence, type Missing, type Resource, roleKeyFromArn } from '@podguard/core';
import { assumableRoles, patternCovers } from '@podguard/policy';
import { once } from './memo.ts';
import { givenBy, onlyUnread, type Policies, permissionsOf } from './permissions.ts';
import { grantEvidence } from './permissions-evidence.ts';
import { privilegeOf } from './privilege.ts';
import { letsAssume, mayAssume } from './role-trust.ts';
import { readTrust } from './trust.ts';

type Role = Resource<'iam-role'>;

export interface ChainSurroundings {
  readonly chainedRoles: readonly (Role | Missing)[];
  readonly chainedPolicies: Policies;
}

/** Roles of which each may assume the next and is trusted by it; the last is an administrator or can make itself one. */
export interface Chain {
  readonly roles: readonly Role[];
  readonly rights: 'administrator' | 'escalation';
  readonly evidence: readonly Evidence[];
}

export interface Chains {
  /** The shortest first. */
  readonly found: readonly Chain[];
  /** What would have to be known to say that there are no others. */
  readonly missing: readonly string[];
}

interface Link {
  readonly roles: readonly Role[];
  readonly evidence: readonly Evidence[];
  /** Whether every step of it is sure. */
  readonly sure: boolean;
}

const MOST_LINKS = 200;
const assumable = once(assumableRoles);
const NOTHING_READ = { possible: [], missing: [] };

/**
 * The chains of two steps or more by which a role's holder comes to an administrator. A role that is one by itself ends its
 * chain; one step away it is no chain.
 */
export function chainsFrom(first: Role, around: ChainSurroundings, hops: number): Chains {
  const others = around.chainedRoles.filter((role): role is Role => 'key' in role && role.present);
  // One that only a document describes has no ARN by which it could be assumed.
  const known = [first, ...others].filter((role) => roleKeyFromArn(arnOf(role)) !== undefined);
  const found: Chain[] = [];
  const missing = new Set<string>();
  const reached = new Set([first.key]);
  let links: readonly Link[] = [{ roles: [first], evidence: [], sure: true }];
  for (let hop = 1; hop <= hops; hop += 1) {
    const next: Link[] = [];
    for (const link of links) {
      const step = stepsFrom(link, known, around, reached);
      for (const reason of step.missing) missing.add(reason);
      for (const further of step.links) {
        const role = further.roles.at(-1) as Role;
        if (reached.has(role.key)) continue;
        const privilege = privilegeOf(
          role,
          { policies: around.chainedPolicies, namedRoles: known },
          'left-out',
        );
        const { kind } = privilege;
        if (kind === 'unknown' && hop > 1) for (const reason of privilege.missing) missing.add(reason);
        const privileged = kind === 'administrator' || kind === 'escalation';
        if (further.sure) reached.add(role.key);
        if (!privileged) next.push(further);
        else if (hop > 1 && further.sure) {
          const evidence = [...further.evidence, ...privilege.evidence];
          found.push({ roles: further.roles, rights: kind, evidence });
        } else if (hop > 1) missing.add(`whether ${stepInWords(further)}`);
      }
    }
    if (next.length > MOST_LINKS) missing.add('the roles form more chains than are gone through');
    links = next.slice(0, MOST_LINKS);
  }
  return { found, missing: [...missing] };
}

interface Steps {
  readonly links: readonly Link[];
  readonly missing: readonly string[];
}

/** To the roles that no other step surely reached, nor this link itself. */
function stepsFrom(
  link: Link,
  known: readonly Role[],
  around: ChainSurroundings,
  reached: ReadonlySet<string>,
): Steps {
  const role = link.roles.at(-1) as Role;
  const open = known.filter((target) => !reached.has(target.key) && !link.roles.includes(target));
  const { set } = permissionsOf(role, around.chainedPolicies);
  const unread = onlyUnread(set);
  const { possible, missing: doubts } = unread === null ? assumable(set) : NOTHING_READ;
  const links: Link[] = [];
  const missing: string[] = [...(unread ?? [])];
  /** With the ARN by which each is assumed. */
  const targets = new Map<Role, string>();
  for (const pattern of possible === 'anything' ? ['*'] : possible) {
    const isExact = !/[*?]/.test(pattern);
    const means = isExact
      ? ({ key }: Role) => key === roleKeyFromArn(pattern)
      : (target: Role) => patternCovers(pattern, arnOf(target));
    if (!isExact) missing.push(...openTo(pattern, role, doubts));
    else if (!known.some(means) && !isGone(pattern, around)) missing.push(`role ${pattern}`);
    for (const target of open.filter(means)) targets.set(target, isExact ? pattern : arnOf(target));
  }
  for (const target of open) {
    const isGiven = !targets.has(target) && givenBy(set, target) !== set;
    if (isGiven) targets.set(target, arnOf(target));
  }
  for (const [target, arn] of targets) {
    const trust = readTrust(target);
    const trusts = 'verdict' in trust ? 'undecided' : letsAssume(trust.policy, set.holder);
    if (trusts !== 'allow' && trusts !== 'undecided') continue;
    const given = givenBy(set, target);
    const reach = mayAssume(given, arn);
    if (reach.answer === 'no') continue;
    const sure = link.sure && reach.answer === 'yes' && trusts === 'allow';
    const evidence = [
      ...link.evidence,
      { path: `hop ${link.roles.length}`, value: `${role.key} may assume ${target.key}, which trusts it` },
      ...grantEvidence(given, reach.evidence),
    ];
    links.push({ roles: [...link.roles, target], evidence, sure });
  }
  return { links, missing };
}

function openTo(roles: string, by: Role, doubts: readonly string[]): readonly string[] {
  return [`which of the roles ${roles} trusts ${by.key}`, ...doubts];
}

function isGone(arn: string, { chainedRoles }: ChainSurroundings): boolean {
  const key = roleKeyFromArn(arn);
  return chainedRoles.some((role) => 'key' in role && role.key === key && !role.present);
}

function arnOf({ state, key }: Role): string {
  return state.arn ?? key;
}

function stepInWords({ roles }: Link): string {
  return roles.map(({ key }) => key).join(' may assume ');
}

import { type Missing, type Resource, roleKeyFromArn } from '@podguard/core';
import { type Extent, type FoundPath, patternCovers, reachOf } from '@podguard/policy';
import { givenBy, type Policies, permissionsOf } from './permissions.ts';
import { letsAssume, mayAssume } from './role-trust.ts';
import { readTrust } from './trust.ts';

type Role = Resource<'iam-role'>;

export interface Around {
  /** The customer managed policies of the role and of those that its policies name. */
  readonly policies: Policies;
  /** The roles that its policies name whole or that name it; where its policies have a pattern, those that trust its account, too. */
  readonly namedRoles: readonly (Role | Missing)[];
}

/** Whether what a path reaches is worth something to the holder. */
export interface Worth {
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly reaches: string;
  /** What would have to be known. */
  readonly missing: readonly string[];
}

export interface Asked {
  readonly found: FoundPath;
  readonly role: Role;
  readonly around: Around;
  readonly rightsOf: (named: Role) => 'administrator' | 'escalation' | 'none' | 'unknown';
}

const NOTHING: Worth = { answer: 'no', reaches: '', missing: [] };

export function worthOf(extent: Extent, asked: Asked): Worth {
  const { path } = asked.found;
  if (extent !== 'anything' && extent.length === 0) return NOTHING;
  if (path.depends === 'workload') return hanging(asked, `the rights of what ${path.name} reaches`);
  if (path.gains === 'takeover') return yes(shown(extent, path.target));
  if (path.gains === 'edit') return worthOfEdit(extent, asked);
  if (extent === 'anything') return worthOfAny(asked);
  if (path.target !== 'role') return unknown(...extent.map((name) => `the rights of ${name}`));
  return best(extent.flatMap((pattern) => [...worthOfKnown(pattern, asked), worthOfRole(pattern, asked)]));
}

/** Of the roles that are known and that a pattern may mean, those that the holder may surely assume. */
function worthOfKnown(pattern: string, asked: Asked): readonly Worth[] {
  const { found, role, around } = asked;
  if (found.path.name !== 'sts:AssumeRole' || !/[*?]/.test(pattern)) return [];
  const { set } = permissionsOf(role, around.policies);
  return around.namedRoles.flatMap((named): readonly Worth[] => {
    if (!('key' in named) || !named.present) return [];
    const arn = named.state.arn ?? named.key;
    if (!patternCovers(pattern, arn)) return [];
    const worth = worthOfRole(arn, asked);
    return worth.answer === 'yes' && mayAssume(givenBy(set, named), arn).answer === 'yes' ? [worth] : [];
  });
}

function worthOfAny(asked: Asked): Worth {
  const { path } = asked.found;
  if (path.depends === 'trust') {
    const what = 'whether a role with more rights trusts it';
    return best([...worthOfKnown('*', asked), hanging(asked, what)]);
  }
  return yes(shown('anything', path.target));
}

/** Something that it gives rights to is worth something where it is the holder's own, or trusts the holder. */
function worthOfEdit(extent: Extent, asked: Asked): Worth {
  const { path, includesHolder } = asked.found;
  if (path.depends === 'trust') {
    if (extent === 'anything') return worthOfAny(asked);
    if (path.target !== 'role') return unknown(...extent.map((name) => `the roles that have ${name}`));
    return best(extent.map((pattern) => trustingRole(pattern, asked, 'it can rewrite')));
  }
  if (extent === 'anything') {
    const withoutItself = path.target === 'role' && includesHolder === 'no';
    return withoutItself ? hanging(asked, 'whether it gets any other role') : yes(shown(extent, path.target));
  }
  if (path.target === 'policy') return worthOfOwnPolicies(extent, asked);
  if (includesHolder === 'yes') return yes('itself');
  if (includesHolder !== 'no') return unknown(...asked.found.doubts);
  const nameless = path.target === 'role' && !asked.role.key.startsWith('arn:');
  return nameless ? unknown(`whether it is ${extent.join(' or ')} itself`) : NOTHING;
}

function worthOfOwnPolicies(extent: readonly string[], { found: { path }, role, around }: Asked): Worth {
  if (path.actions.length + path.supports.length > 1) {
    return unknown(...extent.map((name) => `the roles that have ${name}`));
  }
  const { set, complete } = permissionsOf(role, around.policies);
  const own = [...role.sets.policies.members.keys()].filter((arn) => !arn.includes(':iam::aws:'));
  const answers = own.map((arn): Worth => {
    const { answer, missing } = reachOf(set, { actions: path.actions, target: arn });
    if (answer === 'no') return NOTHING;
    if (answer === 'undecided') return unknown(...missing);
    return path.name === 'iam:SetDefaultPolicyVersion'
      ? unknown(`the other versions of ${arn}`)
      : yes(`its own ${arn}`);
  });
  return best([...answers, ...(complete ? [] : [unknown(`the other policies of ${role.key}`)])]);
}

function worthOfRole(pattern: string, asked: Asked): Worth {
  const named = namedRole(pattern, asked);
  if (named === null) return NOTHING;
  const rights = named === undefined ? 'unknown' : asked.rightsOf(named);
  if (rights === 'none') return NOTHING;
  if (rights === 'unknown') return unknown(`the rights of ${pattern}`);
  if (asked.found.path.depends === 'trust') return trustingRole(pattern, asked, 'has more rights');
  return yes(`${pattern}, ${rights === 'administrator' ? 'an administrator' : 'which can make itself one'}`);
}

/** Whether a role that the holder may assume trusts it. */
function trustingRole(pattern: string, asked: Asked, besides: string): Worth {
  const named = namedRole(pattern, asked);
  if (named === null) return NOTHING;
  if (named === undefined) return unknown(`the trust policy of ${pattern}`);
  const trust = readTrust(named);
  if ('verdict' in trust) return unknown(`the trust policy of ${pattern}`);
  const { holder } = permissionsOf(asked.role, asked.around.policies).set;
  const decision = letsAssume(trust.policy, holder);
  if (decision === 'allow') return yes(`${pattern}, which trusts it and ${besides}`);
  return decision === 'undecided' ? unknown(`whether ${pattern} trusts it`) : NOTHING;
}

/** Null where it is the holder itself or was deleted, undefined where it is not known. */
function namedRole(pattern: string, { role, around }: Asked): Role | null | undefined {
  const key = /[*?]/.test(pattern) ? undefined : roleKeyFromArn(pattern);
  if (key === undefined) return undefined;
  if (key === roleKeyFromArn(permissionsOf(role, around.policies).set.holder.arn)) return null;
  const named = around.namedRoles.find((other): other is Role => 'key' in other && other.key === key);
  return named?.present === false ? null : named;
}

function best(answers: readonly Worth[]): Worth {
  const sure = answers.find(({ answer }) => answer === 'yes');
  if (sure !== undefined) return sure;
  const open = answers.filter(({ answer }) => answer === 'unknown');
  return open.length === 0 ? NOTHING : unknown(...new Set(open.flatMap(({ missing }) => missing)));
}

function yes(reaches: string): Worth {
  return { answer: 'yes', reaches, missing: [] };
}

/** On something that nothing tells; where the path itself is in doubt, that is what to look at first. */
function hanging({ found }: Asked, what: string): Worth {
  return unknown(...(found.answer === 'yes' ? [what] : found.doubts));
}

function unknown(...missing: readonly string[]): Worth {
  return { answer: 'unknown', reaches: '', missing };
}

const EVERY: Readonly<Record<string, string>> = { any: 'anything of the service' };

function shown(extent: Extent, kind: string): string {
  return extent === 'anything' ? (EVERY[kind] ?? `any ${kind}`) : extent.join(', ');
}

import {
  type Config,
  type Item,
  parseArn,
  presentViews,
  type Resource,
  roleKeyFromArn,
  rolesNamedIn,
  usersOf,
} from '@podguard/core';
import { irsaTrusts } from '../shared/irsa-trusts.ts';
import { readTrust } from '../shared/trust.ts';
import { admittedBy, seenBy, unsureOf } from './admitted.ts';
import type { RoleFact } from './facts.ts';
import { openRules } from './judged.ts';

type Role = Resource<'iam-role'>;

const NODE_RULES = ['node-role-app-permissions', 'node-role-addon-permissions', 'node-role-assumes-roles'];
const LEGACY_RULES = ['legacy-pod-role-trusts-node', 'legacy-node-session-assumes'];

/**
 * Roles that only AWS gives, to services and to people who sign in.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html,
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
const RESERVED = /:role\/(aws-service-role|aws-reserved)\//;

/** What a role's trust policy, and the findings on it, tell of who uses it. */
export function readRole(item: Item, config: Config): Omit<RoleFact, 'is' | 'key' | 'account' | 'judged'> {
  const views = presentViews<'iam-role'>(item);
  const open = openRules(item);
  const read = views.map((view) => readOne(view, config));
  return {
    name: nameOf(item.key),
    known: read.every(({ unread }) => unread === null),
    told: isTold(item),
    reserved: views.some(({ state }) => RESERVED.test(state.arn ?? '')),
    admitted: read.flatMap(({ admitted }) => admitted),
    unsure: [...new Set(read.flatMap(({ unread, unsure }) => unread ?? unsure))],
    byAnyProvider: open.includes('irsa-provider-wildcard'),
    legacyCallers: LEGACY_RULES.some((rule) => open.includes(rule)) ? callersOf(views) : null,
    nodeRights: nodeRights(item, open),
    configured: config.podRoles.some((name) => isNamed(item.key, name)),
  };
}

function readOne(role: Role, config: Config) {
  const trust = readTrust(role);
  if ('verdict' in trust)
    return { unread: missingOf(trust.verdict), admitted: seenBy(role, config), unsure: [] };
  const { trusts, undecided } = irsaTrusts(role, trust.policy, config);
  return {
    unread: null,
    admitted: trusts.map(admittedBy),
    unsure: [...trusts.flatMap(unsureOf), ...undecided.flatMap(missingOf)],
  };
}

/** Whether anything told its trust policy, though it may have been left out. */
function isTold({ base, log }: Item): boolean {
  return (
    base?.fields.trust !== undefined ||
    log.some((change) => 'fields' in change && change.fields.trust !== undefined)
  );
}

function missingOf(verdict: {
  readonly status: string;
  readonly missing?: readonly string[];
}): readonly string[] {
  return verdict.missing ?? [];
}

function callersOf(views: readonly Role[]): readonly string[] {
  const callers = views.flatMap(({ state, activity }) => [
    ...rolesNamedIn(state.trust ?? ''),
    ...usersOf(activity, 'node-session').users,
  ]);
  return [...new Set(callers)];
}

function nodeRights({ undecided }: Item, open: readonly string[]): RoleFact['nodeRights'] {
  if (NODE_RULES.some((rule) => open.includes(rule))) return 'more';
  return undecided.some(({ rule }) => NODE_RULES.includes(rule)) ? 'undecided' : 'none';
}

function nameOf(key: string): string {
  return parseArn(key)?.resource.replace(/^role\//, '') ?? key;
}

function isNamed(key: string, name: string): boolean {
  return name.startsWith('arn:') ? roleKeyFromArn(name) === key : key.endsWith(`:role/${name}`);
}

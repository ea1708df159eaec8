import { type Missing, policyKeyFromArn, type Resource, roleKeyFromArn, rolesNamedIn } from '@podguard/core';
import {
  type AdministratorAnswer,
  type EscalationAnswer,
  escalationPaths,
  type Holder,
  isAdministrator,
  managedPolicy,
  type PermissionSet,
  parseHolder,
  parsePolicy,
  trustGrant,
} from '@podguard/policy';
import { createMemo, once, onceBy } from './memo.ts';

interface RolePermissions {
  /**
   * The same object for the same policies. What is not known of them stands in it as a policy that was not read. A
   * boundary of which it is not known whether there is one is left out: it would only take rights away.
   */
  readonly set: PermissionSet;
  /** Whether all policies are known to be there, whatever they say. */
  readonly complete: boolean;
  readonly boundaryKnown: boolean;
}

type Role = Resource<'iam-role'>;
export type Policies = readonly (Resource<'iam-policy'> | Missing)[];

/** The document's text, null where it was not read; of a trust policy with the ARN of its role. */
type Text = readonly [name: string, text: string | null, role?: string];

const TRUST_OF = 'trust policy of ';

/** The role whose trust policy that is, where it is one. */
export function trustingRole(policyName: string): string | undefined {
  return policyName.startsWith(TRUST_OF) ? policyName.slice(TRUST_OF.length) : undefined;
}

/** Stands for an account that nothing tells. */
export const NO_ACCOUNT = '000000000000';

/** What decides a role's rights: its policies, inline and attached, its boundary, and what trust policies of others give to it. */
export function permissionsOf(role: Role, policies: Policies, givers: readonly Role[] = []): RolePermissions {
  const { state, sets } = role;
  const inline = [...sets.inlinePolicies.members].map(([name, value]): Text => [name, textOrNull(value)]);
  const attached = [...sets.policies.members.keys()].flatMap((arn): readonly Text[] =>
    attachedText(arn, policies),
  );
  const boundary = typeof state.boundary === 'string' ? boundaryText(state.boundary, policies) : null;
  const complete = sets.inlinePolicies.complete && sets.policies.complete;
  const known = [...inline, ...attached];
  const holder = holderArn(role, [...known, ...(boundary === null ? [] : [boundary])]);
  const named = namedIn([...known, ...(boundary === null ? [] : [boundary])], policies);
  const unseen: readonly Text[] = complete ? [] : [[`(any other) of ${role.key}`, null]];
  const unplaced: readonly Text[] = holder.sure ? [] : [[`(by its account, not known) of ${role.key}`, null]];
  const trusts = trustTexts(holder.arn, givers);
  return {
    set: setOf(JSON.stringify([holder.arn, [...known, ...unseen, ...unplaced, ...trusts], boundary, named])),
    complete,
    boundaryKnown: state.boundary !== undefined,
  };
}

/** By the texts, for a role is made anew at every step of its history. */
const setOf = createMemo((signature): PermissionSet => {
  const [arn, policies, boundary, named] = JSON.parse(signature) as [
    string,
    readonly Text[],
    Text | null,
    readonly Text[],
  ];
  const holder = parseHolder(arn)!;
  return {
    holder,
    policies: policies.flatMap((text) => (text.length > 2 ? givenIn(text, holder) : [toNamed(text)])),
    boundary: boundary === null ? null : toNamed(boundary),
    named: named.map(toNamed),
  };
});

/** The same rights with what the trust policy of a role gives to their holder. */
export function givenBy(set: PermissionSet, role: Role): PermissionSet {
  const [given] = trustTexts(set.holder.arn, [role]);
  return given === undefined ? set : withText(set, given);
}

const withText = onceBy(
  (set: PermissionSet, text: Text): PermissionSet => ({
    ...set,
    policies: [...set.policies, ...givenIn(text, set.holder)],
  }),
  (text) => text.join(' '),
);

function givenIn(text: Text, holder: Holder): PermissionSet['policies'] {
  const [name, , role] = text;
  const { policy } = toNamed(text);
  const given = policy && trustGrant(policy, holder, role ?? '');
  return given === null ? [] : [{ name, policy: given }];
}

/** Of roles around a role the trust policies that name it. */
function trustTexts(arn: string, around: readonly Role[]): readonly Text[] {
  const own = roleKeyFromArn(arn) ?? '';
  return around.flatMap((role): readonly Text[] => {
    if (!role.present || role.key === own || !rolesNamedIn(role.state.trust ?? '').includes(own)) return [];
    return [[`${TRUST_OF}${role.key}`, role.state.trust ?? null, role.state.arn ?? role.key]];
  });
}

/** Whether it is an administrator. */
export const administratorBy: (set: PermissionSet) => AdministratorAnswer = once(isAdministrator);

/** Which escalation paths it has. */
export const escalationBy: (set: PermissionSet) => EscalationAnswer = once(escalationPaths);

/** What was not read, where that is all there is: no analysis says more of it. */
export function onlyUnread({ policies, boundary }: PermissionSet): readonly string[] | null {
  const known = policies.some(({ name, policy }) => policy !== null || managedPolicy(name) !== undefined);
  return known || boundary !== null || policies.length === 0
    ? null
    : policies.map(({ name }) => `policy ${name}`);
}

/** Whether a policy that was not read is among what an answer misses. */
export function isUnread(
  { policies, boundary, named = [] }: PermissionSet,
  missing: readonly string[],
): boolean {
  return [...policies, ...(boundary === null ? [] : [boundary]), ...named].some(({ name }) =>
    missing.includes(`policy ${name}`),
  );
}

const parsed = createMemo((text) => parsePolicy(text));

function toNamed([name, text]: Text): PermissionSet['policies'][number] {
  const result = text === null ? null : parsed(text);
  return { name, policy: result?.ok ? result.policy : null };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A policy that was deleted is attached to nothing any more. */
function attachedText(arn: string, policies: Policies): readonly Text[] {
  const policy = customerPolicy(arn, policies);
  return policy?.present === false ? [] : [[arn, defaultText(policy)]];
}

function boundaryText(arn: string, policies: Policies): Text {
  return [arn, defaultText(customerPolicy(arn, policies))];
}

/** Policies that documents name in conditions, which say what may be attached or has to limit. */
function namedIn(texts: readonly Text[], policies: Policies): readonly Text[] {
  const arns = texts.flatMap(([, text]) => text?.match(NAMED) ?? []);
  return [...new Set(arns)].sort().map((arn) => [arn, defaultText(customerPolicy(arn, policies))]);
}

const NAMED = /(?<=")arn:[^:"]*:iam::(?:\d{12}|aws):policy\/[^"*?$\\]+(?=")/g;

function customerPolicy(arn: string, policies: Policies): Resource<'iam-policy'> | undefined {
  const key = policyKeyFromArn(arn);
  return policies.find((policy): policy is Resource<'iam-policy'> => 'key' in policy && policy.key === key);
}

function defaultText(policy: Resource<'iam-policy'> | undefined): string | null {
  const version = policy?.state.defaultVersion;
  return typeof version === 'string' ? textOrNull(policy?.sets.versions.members.get(version)) : null;
}

/** Of a role whose account is not known its policies mostly tell; `sure` is false where they name several. */
function holderArn(role: Role, texts: readonly Text[]): { readonly arn: string; readonly sure: boolean } {
  const arn = role.state.arn ?? role.key;
  if (parseHolder(arn) !== null) return { arn, sure: true };
  const named = texts.flatMap(([name, text]) => [...`${name} ${text ?? ''}`.matchAll(/(?<=:)\d{12}(?=:)/g)]);
  const accounts = new Set(named.map(([account]) => account));
  const [account = NO_ACCOUNT] = accounts;
  return {
    arn: `arn:${partition(role)}:iam::${account}:role/${nameOf(role)}`,
    sure: accounts.size < 2,
  };
}

function partition({ key }: Role): string {
  return /^arn:(aws[-a-z]*):/.exec(key)?.[1] ?? 'aws';
}

/** A role that only a document describes has the document's path for a key. */
function nameOf({ key }: Role): string {
  return /(?<![^:/])[^:/]+$/.exec(key)?.[0] ?? 'role';
}

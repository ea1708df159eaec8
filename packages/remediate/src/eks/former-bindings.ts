import { type Config, type History, type RelatedOf, type Resource, roleKeyFromArn } from '@podguard/core';
import { stretchesOf } from '../former-states.ts';
import { lastChosen } from './last-chosen.ts';
import { isReplacedBy } from './replaced.ts';

type Association = Resource<'pod-identity-association'>;

/** All that an association gives pods; undefined where that is not known. */
export interface Binding {
  readonly roleArn: string | undefined;
  readonly targetRoleArn: string | null | undefined;
  readonly policy: string | null | undefined;
  readonly disableSessionTags: boolean | undefined;
}

export function bindingOf({ state }: Association): Binding {
  const { roleArn, targetRoleArn, policy, disableSessionTags } = state;
  return {
    roleArn: roleArn ?? undefined,
    targetRoleArn,
    policy,
    // Tags are on by default: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
    disableSessionTags: disableSessionTags === null ? false : disableSessionTags,
  };
}

export interface FormerBinding {
  readonly binding: Binding & { readonly roleArn: string };
  /** In words, for whoever decides. */
  readonly stood: string;
}

export interface FormerBindings {
  readonly config: Config;
  /** Of the associations that it replaced, one after the other, the oldest first; then its own. */
  readonly histories: readonly History[];
  readonly related: Pick<RelatedOf['pod-identity-association'], 'slotRoles'>;
  /** By whom what opened the finding was done. */
  readonly opener: string | undefined;
}

/** What the pods had before somebody changed it; or why nobody knows what that is. */
export function formerBinding(
  association: Association,
  { config, histories, related, opener }: FormerBindings,
): FormerBinding | string {
  const stretches = stretchesOf<'pod-identity-association', Binding>(histories, bindingOf, merge);
  const chosen = lastChosen(stretches, { config, opener, of: ({ roleArn }) => roleArn });
  if (chosen === undefined) return `${NONE}, and not for a moment only`;
  const { value, from, to } = chosen.stretch;
  if (value === null || !chosen.isClear)
    return `Who wanted what its pods had from ${from} to ${to} is not known: people have to say what is right`;
  const { roleArn } = value;
  if (roleArn === undefined) return `The role that its pods had from ${from} to ${to} is not known`;
  if (roleArn === association.state.roleArn)
    return `Its pods had ${roleArn} from ${from} to ${to}, too: another role is not known to be theirs`;
  const isThere = related.slotRoles.some(
    (role) => 'key' in role && role.present && role.key === roleKeyFromArn(roleArn),
  );
  if (!isThere) return `${NONE}: ${roleArn}, which they had from ${from} to ${to}, is not known to be there`;
  const missing = Object.entries(value).flatMap(([name, one]) => (one === undefined ? [name] : []));
  return missing.length > 0
    ? `What its pods had with ${roleArn} is not all known: ${missing.join(', ')}`
    : { binding: { ...value, roleArn }, stood: `from ${from} to ${to}` };
}

const NONE = 'No other role is known to be there that its pods had before';

/** What one of both does not tell is no difference. */
function merge(before: Binding, after: Binding): Binding | null {
  const names = ['roleArn', 'targetRoleArn', 'policy', 'disableSessionTags'] as const;
  const differs = names.some(
    (name) => before[name] !== undefined && after[name] !== undefined && before[name] !== after[name],
  );
  return differs
    ? null
    : {
        roleArn: before.roleArn ?? after.roleArn,
        targetRoleArn: before.targetRoleArn === undefined ? after.targetRoleArn : before.targetRoleArn,
        policy: before.policy === undefined ? after.policy : before.policy,
        disableSessionTags: before.disableSessionTags ?? after.disableSessionTags,
      };
}

/** The keys of those that it replaced, and that these did, the oldest first: as pod-identity-role-swapped follows them. */
export function replacedBefore(
  association: Association,
  sameSlot: readonly Association[],
  windowMinutes: number,
): readonly string[] {
  const chain: Association[] = [association];
  for (const later of chain)
    chain.push(
      ...sameSlot.filter(
        (one) => chain.every(({ key }) => key !== one.key) && isReplacedBy(one, later, windowMinutes),
      ),
    );
  return chain
    .slice(1)
    .sort((a, b) => ((a.goneAt ?? '') < (b.goneAt ?? '') ? -1 : 1))
    .map(({ key }) => key);
}

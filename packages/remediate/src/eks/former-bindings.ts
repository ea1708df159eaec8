import {
  isRead,
  type JsonValue,
  type RelatedOf,
  type Resource,
  roleKeyFromArn,
  sameJson,
} from '@podguard/core';
import type { FormerState } from '../former-states.ts';

type Association = Resource<'pod-identity-association'>;
type Related = Pick<RelatedOf['pod-identity-association'], 'sameSlot' | 'slotRoles'>;

/** What the pods of a service account had before; beside the role only what was changed along with it. */
export interface FormerBinding {
  readonly roleArn: string;
  readonly targetRoleArn?: string | null;
  readonly policy?: string | null;
  readonly disableSessionTags?: boolean;
  /** What ended it: an event, or that the association was made; null where that is not kept. */
  readonly endedBy: { readonly eventId: string } | 'creation' | null;
  /** In words, for whoever decides. */
  readonly until: string;
}

const ALONG = ['targetRoleArn', 'policy', 'disableSessionTags'] as const;

/** Former roles that are known to be there still, each once: its own, the newest first; then those of the association that it replaced. */
export function formerBindings(
  association: Association,
  states: readonly FormerState<'pod-identity-association'>[],
  { sameSlot, slotRoles }: Related,
  windowMinutes: number,
): readonly FormerBinding[] {
  const { roleArn } = association.state;
  const byOwn = states.flatMap(({ before, after, cause }) => {
    const former = before.state.roleArn;
    if (typeof former !== 'string' || former === after.state.roleArn) return [];
    const { eventId } = cause;
    const until = isRead(cause)
      ? `until the read of ${cause.at}`
      : `until ${cause.eventName} of ${cause.at} by ${cause.actor.principal}`;
    return [{ roleArn: former, ...changedAlong(before, after, association), endedBy: { eventId }, until }];
  });
  const folded = (association.former.roleArn ?? []).map(({ value }) => ({
    roleArn: String(value),
    endedBy: null,
    until: 'longer ago than all its changes are kept',
  }));
  const replaced = sameSlot
    .filter((one) => one.key !== association.key && isReplacedBy(one, association, windowMinutes))
    .sort((a, b) => ((a.goneAt ?? '') < (b.goneAt ?? '') ? 1 : -1))
    .flatMap(({ key, state }) =>
      typeof state.roleArn === 'string'
        ? [{ roleArn: state.roleArn, endedBy: 'creation' as const, until: `by ${key}, which it replaced` }]
        : [],
    );
  const all: readonly FormerBinding[] = [...byOwn, ...folded, ...replaced];
  return all.filter(
    (one, at) =>
      one.roleArn !== roleArn &&
      all.findIndex((other) => other.roleArn === one.roleArn) === at &&
      slotRoles.some((role) => 'key' in role && role.present && role.key === roleKeyFromArn(one.roleArn)),
  );
}

/** What the change of the role changed as well, and what is so still. */
function changedAlong(before: Association, after: Association, now: Association): Partial<FormerBinding> {
  const changed = ALONG.filter((name) => {
    const [was, became, is] = [before, after, now].map(({ state }) => state[name] as JsonValue | undefined);
    if (was === undefined || became === undefined || is === undefined) return false;
    return !sameJson(was, became) && sameJson(became, is);
  });
  // Tags are on by default: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
  const was = { ...before.state, disableSessionTags: before.state.disableSessionTags === true };
  return Object.fromEntries(changed.map((name) => [name, was[name]]));
}

/** As pod-identity-role-swapped takes it. */
function isReplacedBy({ goneAt }: Association, { bornAt }: Association, windowMinutes: number): boolean {
  if (goneAt === null || bornAt === null) return false;
  const gap = Date.parse(bornAt) - Date.parse(goneAt);
  return gap >= 0 && gap <= windowMinutes * 60_000;
}

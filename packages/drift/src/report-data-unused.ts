import { applyChange, type Item, isRead, type Posture, presentViews, type Registers } from '@podguard/core';
import type { UnusedIdentity } from '@podguard/report';

/** What a role's or a grant's item tells of its use. */
export interface UseFact {
  readonly bornAt: string | null;
  /** The oldest that is known of it. */
  readonly seenAt: string | null;
  /** `undefined`: not known; `null`: never. */
  readonly lastUsedAt: string | null | undefined;
}

const DAY_MS = 86_400_000;
const GRANTS = ['iam-role', 'pod-identity-association'];

/** Undefined where it is neither a role nor what grants one. */
export function readUse(item: Item): UseFact | undefined {
  if (!item.present || !GRANTS.includes(item.kind)) return undefined;
  const views = presentViews<'iam-role'>(item);
  const told = isUseRead(item) ? views.map(({ state }) => state.lastUsedAt) : [];
  const seen = Object.values(item.activity).map(({ last }) => last.stamp.time);
  const times = [...told, ...seen].filter((time) => typeof time === 'string').sort();
  const isNever = told.length > 0 && told.every((time) => time === null);
  return {
    bornAt: views[0]?.bornAt ?? null,
    seenAt: item.base?.first ?? item.log[0]?.stamp.time ?? null,
    lastUsedAt: times.at(-1) ?? (isNever ? null : undefined),
  };
}

/** That a role was never used an event says only of the moment when it was made. */
function isUseRead({ log, base }: Item): boolean {
  const registers = log.reduce<Registers | null>(applyChange, base);
  return registers?.fields.lastUsedAt?.values.every(isRead) ?? false;
}

/**
 * Roles that pods were granted so many days ago and have not used since. A role of whose use nothing is known is none: neither
 * AWS told of it, nor events.
 */
export function unusedOf(
  { identities }: Posture,
  uses: ReadonlyMap<string, UseFact>,
  { at, days, knownSince }: { readonly at: Date; readonly days: number; readonly knownSince: string | null },
): readonly UnusedIdentity[] {
  const before = new Date(at.getTime() - days * DAY_MS).toISOString();
  const holders = Map.groupBy(
    identities.flatMap((identity) => identity.resources.map((role) => ({ role, identity }))),
    ({ role }) => role,
  );
  const unused = [...holders].flatMap(([role, held]): readonly UnusedIdentity[] => {
    const use = role.includes(':role/') ? uses.get(role) : undefined;
    if (use?.lastUsedAt === undefined || (use.lastUsedAt ?? '') >= before) return [];
    const grantedAt = grantedAtOf(
      held.flatMap(({ identity }) => identity.grants.filter(({ resources }) => resources.includes(role))),
      uses,
      knownSince,
    );
    if (grantedAt !== null && grantedAt >= before) return [];
    const places = new Map(
      held.map(({ identity: { account, cluster, issuer } }) => [
        JSON.stringify([account, cluster, issuer]),
        { account, cluster, issuer },
      ]),
    );
    const [place = null] = places.values();
    const names = held.map(({ identity: { kind, name } }) => (kind === 'role' ? `nodes by ${name}` : name));
    return [
      {
        role,
        grants: [...new Set(names)].sort(),
        place: places.size === 1 ? place : null,
        lastUsedAt: use.lastUsedAt,
        grantedAt,
      },
    ];
  });
  return unused.sort(byUse);
}

/** The first of them; null where one was there when the account was first read. */
function grantedAtOf(
  grants: readonly { readonly key: string }[],
  uses: ReadonlyMap<string, UseFact>,
  knownSince: string | null,
): string | null {
  const times = grants.map(({ key }) => {
    const { bornAt = null, seenAt = null } = uses.get(key) ?? {};
    const isNew = seenAt !== null && knownSince !== null && seenAt > knownSince;
    return bornAt ?? (isNew ? seenAt : null);
  });
  const known = times.filter((time) => time !== null).sort();
  return known.length === times.length ? (known[0] ?? null) : null;
}

/** Those that never were come first, then the longest unused. */
function byUse(a: UnusedIdentity, b: UnusedIdentity): number {
  const [one, other] = [a.lastUsedAt ?? '', b.lastUsedAt ?? ''];
  if (one !== other) return one < other ? -1 : 1;
  return a.role < b.role ? -1 : 1;
}

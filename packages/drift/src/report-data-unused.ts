import {
  applyChange,
  type Item,
  isRead,
  type Posture,
  parseArn,
  presentViews,
  type Register,
  type Registers,
} from '@podguard/core';
import type { Gap, UnusedIdentity } from '@podguard/report';

/** What a role's or a grant's item tells of its use. */
export interface UseFact {
  readonly bornAt: string | null;
  /** The oldest that is known of it: it was there by then. */
  readonly seenAt: string | null;
  /** When AWS told of its use; null: only events did. */
  readonly toldAt: string | null;
  /** `undefined`: not known; `null`: never. */
  readonly lastUsedAt: string | null | undefined;
}

const DAY_MS = 86_400_000;
const GRANTS = ['iam-role', 'pod-identity-association'];

/** Undefined where it is neither a role nor what grants one. */
export function readUse(item: Item): UseFact | undefined {
  if (!item.present || !GRANTS.includes(item.kind)) return undefined;
  const views = presentViews<'iam-role'>(item);
  const read = readOfUse(item);
  const told = read === undefined ? [] : views.map(({ state }) => state.lastUsedAt);
  const seen = Object.values(item.activity).map(({ last }) => last.stamp.time);
  const times = [...told, ...seen].filter((time) => typeof time === 'string').sort();
  const isNever = told.length > 0 && told.every((time) => time === null);
  return {
    bornAt: views[0]?.bornAt ?? null,
    seenAt: item.base?.first ?? item.log[0]?.stamp.time ?? null,
    toldAt: read?.time ?? null,
    lastUsedAt: times.at(-1) ?? (isNever ? null : undefined),
  };
}

/** That a role was never used an event says only of the moment when it was made. */
function readOfUse({ log, base }: Item): Register | undefined {
  const told = log.reduce<Registers | null>(applyChange, base)?.fields.lastUsedAt;
  return told?.values.every(isRead) ? told : undefined;
}

/** A reading of an account: what it read is as of then, whether it was recorded so before or not. */
export interface LastReading {
  readonly account: string;
  readonly at: string;
  readonly gaps: readonly Gap[];
}

/**
 * Roles that are known to be there, and granted to pods, for so many days, and were not used since. A role of whose use nothing is known is none: neither
 * AWS told of it, nor events.
 */
export function unusedOf(
  { identities }: Posture,
  uses: ReadonlyMap<string, UseFact>,
  {
    at,
    days,
    readings,
  }: { readonly at: Date; readonly days: number; readonly readings: readonly LastReading[] },
): readonly UnusedIdentity[] {
  const holders = Map.groupBy(
    identities.flatMap((identity) => identity.resources.map((role) => ({ role, identity }))),
    ({ role }) => role,
  );
  const unused = [...holders].flatMap(([role, held]): readonly UnusedIdentity[] => {
    const use = role.includes(':role/') ? uses.get(role) : undefined;
    if (use?.lastUsedAt === undefined) return [];
    const asOf = asOfUse(role, use, readings);
    const before = new Date((asOf === null ? at.getTime() : Date.parse(asOf)) - days * DAY_MS).toISOString();
    const grants = held.flatMap(({ identity }) =>
      identity.grants.filter(({ resources }) => resources.includes(role)),
    );
    const [madeAt, ...others] = [
      use.bornAt ?? use.seenAt ?? '',
      use.lastUsedAt ?? '',
      grantedBy(grants, uses) ?? '',
    ];
    // What is younger than that may be used yet.
    if ([madeAt, ...others].some((time) => time >= before)) return [];
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
        asOf,
        grantedAt: grantedAtOf(grants, uses),
      },
    ];
  });
  return unused.sort(byUse);
}

/** The newest that AWS told of its use: a run that read it tells again what it told before. */
function asOfUse(role: string, { toldAt }: UseFact, readings: readonly LastReading[]): string | null {
  if (toldAt === null) return null;
  const isOf = ({ account, gaps }: LastReading) =>
    parseArn(role)?.account === account && !gaps.some(({ what }) => /\broles\b/.test(what) || what === role);
  return [toldAt, ...readings.filter(isOf).map(({ at }) => at)].sort().at(-1) ?? null;
}

type Keyed = readonly { readonly key: string }[];

/** The first grant; null where of one nobody knows when it was made. */
function grantedAtOf(grants: Keyed, uses: ReadonlyMap<string, UseFact>): string | null {
  const times = grants.map(({ key }) => uses.get(key)?.bornAt ?? null);
  const known = times.filter((time) => time !== null).sort();
  return known.length === times.length ? (known[0] ?? null) : null;
}

/** By then it was granted: when the first grant was made, or first seen. */
function grantedBy(grants: Keyed, uses: ReadonlyMap<string, UseFact>): string | null {
  const times = grants.map(({ key }) => uses.get(key)?.bornAt ?? uses.get(key)?.seenAt ?? null);
  return times.filter((time) => time !== null).sort()[0] ?? null;
}

/** Those that never were come first, then the longest unused. */
function byUse(a: UnusedIdentity, b: UnusedIdentity): number {
  const [one, other] = [a.lastUsedAt ?? '', b.lastUsedAt ?? ''];
  if (one !== other) return one < other ? -1 : 1;
  return a.role < b.role ? -1 : 1;
}

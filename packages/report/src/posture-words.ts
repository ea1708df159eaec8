import {
  type Posture,
  type PosturePlace,
  parseArn,
  placeOf,
  type ScoredIdentity,
  type Tally,
} from '@podguard/core';
import type { MigrationProgress } from './account-report.ts';

/** A place with what is in it, the worst first. */
export interface PostureGroup {
  readonly tally: Posture['clusters'][number];
  readonly identities: readonly ScoredIdentity[];
  readonly unknown: Posture['unknown'];
}

/** In the order of the posture's clusters. */
export function postureGroups({ clusters, identities, unknown }: Posture): readonly PostureGroup[] {
  const scored = Map.groupBy(identities, placeOf);
  const apart = Map.groupBy(unknown, placeOf);
  return clusters.map((tally) => ({
    tally,
    identities: scored.get(placeOf(tally)) ?? [],
    unknown: apart.get(placeOf(tally)) ?? [],
  }));
}

/** `cluster prod, eu-central-1`, or what is known instead of a cluster. */
export function placeWords({ cluster, issuer }: PosturePlace): string {
  if (cluster !== null) {
    const arn = parseArn(cluster);
    return arn === undefined ? cluster : `cluster ${arn.resource.replace(/^cluster\//, '')}, ${arn.region}`;
  }
  return issuer === null ? 'no cluster that is known' : `the cluster of issuer ${issuer}`;
}

export function accountsOf(places: readonly (PosturePlace | null)[]): ReadonlySet<string> {
  return new Set(places.flatMap((place) => place?.account ?? []));
}

/** The same, with the account where there are several. */
export function placeAmong(place: PosturePlace, accounts: ReadonlySet<string>): string {
  return accounts.size > 1 ? `${placeWords(place)}, account ${place.account}` : placeWords(place);
}

/** Rounded down, without what a quotient of whole numbers is off by: 100 % is said of what is done. */
export function ownWords({ ownIdentity, methods, unknown }: MigrationProgress): string {
  if (ownIdentity === null) return unknown === 0 ? '' : `none known; ${unknown} not known`;
  if (unknown === 0) return `${Math.floor(ownIdentity * 100 + 1e-9)} %`;
  const known = Object.values(methods).reduce((all, count) => all + count, 0);
  return `${Math.round(ownIdentity * known)} of ${known} known; ${unknown} not known`;
}

/** Who it is, in words where the name alone does not tell. */
export function nameWords({ kind, name }: Pick<ScoredIdentity, 'kind' | 'name'>): string {
  if (kind === 'role') return `pods on nodes, by role ${name}`;
  if (kind === 'key') return `access key ${name}`;
  return name === '*/*' ? 'any service account (*/*)' : name;
}

/** `irsa`, with another way that it has. */
export function methodWords({ method, also }: Pick<ScoredIdentity, 'method' | 'also'>): string {
  if (also.length === 0) return method;
  return method === 'external-secrets'
    ? `${method} by ${also.join(', ')}`
    : `${method}, also ${also.join(', ')}`;
}

/** The rule behind the factor, or how many could not be decided. */
export function worstWords({ worst, standing, undecided }: ScoredIdentity): string {
  const open = undecided.length === 0 ? '' : counted(undecided.length, 'rule', 'undecided');
  if (standing === 'undecided') return worst === null ? open : `${open}, ${worst.severity} ${worst.rule}`;
  if (worst === null) return 'nothing open';
  return open === '' ? `${worst.severity} ${worst.rule}` : `${worst.severity} ${worst.rule}, ${open}`;
}

/** How a mean came about: `420 / 6`. */
export function meanWords({ sum, grants }: Tally): string {
  return `${sum} / ${grants}`;
}

/** What a mean does not tell. */
export function doubtWords({ undecided, unknown }: Tally): readonly string[] {
  return [
    ...(undecided > 0 ? [`${undecided} with a rule undecided`] : []),
    ...(unknown > 0 ? [`${unknown} not scored`] : []),
  ];
}

/** Of the score without a mean, too. */
export function scoreWords(score: number | null): string {
  return score === null ? 'no score' : String(score);
}

function counted(count: number, noun: string, rest: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'} ${rest}`;
}

import {
  findingId,
  type Posture,
  type PosturePlace,
  parseArn,
  placeOf,
  type ScoredIdentity,
  type Tally,
} from '@podguard/core';
import type { MigrationProgress } from './account-report.ts';
import { counted } from './counted.ts';

/** A place with what is in it, the worst first. */
export interface PostureGroup {
  readonly tally: Posture['clusters'][number];
  readonly identities: readonly ScoredIdentity[];
  readonly unknown: Posture['unknown'];
}

/** The worst first; those without a score last. */
export function postureGroups({ clusters, identities, unknown }: Posture): readonly PostureGroup[] {
  const scored = Map.groupBy(identities, placeOf);
  const apart = Map.groupBy(unknown, placeOf);
  const order = ({ score }: Tally): number => score ?? Number.MAX_VALUE;
  return clusters
    .toSorted((one, other) => order(one) - order(other))
    .map((tally) => ({
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

/** The rule behind the factor with what it is open on, or how many could not be decided. */
export function worstWords(identity: ScoredIdentity): string {
  const { worst, standing, undecided } = identity;
  const open = undecided.length === 0 ? '' : `${counted(undecided.length, 'rule')} undecided`;
  if (worst === null) return open === '' || standing !== 'undecided' ? 'nothing open' : open;
  const rule = `${worst.severity} ${worst.rule}${worstOn(identity)}`;
  if (open === '') return rule;
  return standing === 'undecided' ? `${open}, ${rule}` : `${rule}, ${open}`;
}

/** ` on role/reports`: which of its roles the worst finding is open on, for an identity may be let into several. */
export function worstOn({ worst, resources }: Pick<ScoredIdentity, 'worst' | 'resources'>): string {
  const key = resources.find((one) => worst !== null && findingId(worst.rule, one) === worst.finding);
  const name = key === undefined ? undefined : parseArn(key)?.resource;
  return name?.startsWith('role/') === true ? ` on ${name}` : '';
}

/** How a mean came about: `420 / 6 grants`. */
export function meanWords({ sum, grants }: Tally): string {
  return `${sum} / ${counted(grants, 'grant')}`;
}

const MOST_GRANTS = 3;

/** What lets it in: those of a place once each are what its mean is divided by. */
export function grantWords({ grants }: Pick<ScoredIdentity, 'grants'>): string {
  const names = grants.slice(0, MOST_GRANTS).map(({ key }) => grantName(key));
  const more = grants.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `role/reports`, `association a-1`, `access key AKIA...`. */
function grantName(key: string): string {
  const name = parseArn(key)?.resource ?? key;
  return name.replace(/^podidentityassociation\/.*\//s, 'association ').replace(/^\d{12}\//, 'access key ');
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

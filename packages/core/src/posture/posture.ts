import { comparePlaces, compareTexts, placeOf } from './places.ts';
import { isUndecided, type ScoredIdentity, score } from './score.ts';
import { IDENTITY_METHODS, type IdentityMethod } from './weights.ts';
import type { Judged, PosturePlace, UnknownIdentity, WorkloadIdentity } from './workload-identity.ts';

export interface Tally {
  /** The mean of the scores, to one decimal; null where nothing has one. */
  readonly score: number | null;
  /** Of the scores: divided by the number of identities it is the mean. */
  readonly sum: number;
  readonly identities: number;
  /** Of these those of which a rule could not be decided. */
  readonly undecided: number;
  /** Counted apart: they are in no mean. */
  readonly unknown: number;
  /** How many use each, best first. */
  readonly methods: { readonly [M in IdentityMethod]?: number };
}

/** Which workload identity of which cluster and account uses which method, and how good that is. */
export interface Posture {
  readonly v: 1;
  readonly accounts: readonly (Tally & { readonly account: string })[];
  readonly clusters: readonly (Tally & PosturePlace)[];
  /** By account and place, the worst first. */
  readonly identities: readonly ScoredIdentity[];
  readonly unknown: readonly UnknownIdentity[];
}

export interface PostureInput {
  /** All that are known: one without identities is told, too. */
  readonly clusters: readonly PosturePlace[];
  readonly identities: readonly WorkloadIdentity[];
  readonly unknown: readonly UnknownIdentity[];
  readonly judged: ReadonlyMap<string, Judged>;
}

/** The arithmetic of docs/posture.md. */
export function scorePosture(input: PostureInput): Posture {
  const scored = input.identities.map((identity) => score(identity, input.judged));
  const identities = scored.flatMap((one) => ('score' in one ? [one] : [])).sort(inOrder);
  const apart = scored.flatMap((one) => ('score' in one ? [] : [one]));
  const unknown = [...input.unknown, ...apart].sort(byPlaceAndName);
  const places = new Map([...input.clusters, ...identities, ...unknown].map((one) => [placeOf(one), one]));
  const byPlace = split(identities, unknown, placeOf);
  const byAccount = split(identities, unknown, ({ account }) => account);
  return {
    v: 1,
    accounts: [...new Set([...places.values()].map(({ account }) => account))]
      .sort()
      .map((account) => ({ account, ...tally(byAccount(account)) })),
    clusters: [...places]
      .sort(([, a], [, b]) => comparePlaces(a, b))
      .map(([place, { account, cluster, issuer }]) => ({
        account,
        cluster,
        issuer,
        ...tally(byPlace(place)),
      })),
    identities,
    unknown,
  };
}

interface Members {
  readonly identities: readonly ScoredIdentity[];
  readonly unknown: readonly UnknownIdentity[];
}

function split(
  identities: readonly ScoredIdentity[],
  unknown: readonly UnknownIdentity[],
  nameOf: (place: PosturePlace) => string,
): (name: string) => Members {
  const scoredOf = Map.groupBy(identities, nameOf);
  const unknownOf = Map.groupBy(unknown, nameOf);
  return (name) => ({ identities: scoredOf.get(name) ?? [], unknown: unknownOf.get(name) ?? [] });
}

function tally({ identities, unknown }: Members): Tally {
  const byMethod = Map.groupBy(identities, ({ method }) => method);
  const methods = IDENTITY_METHODS.flatMap((method) => {
    const count = byMethod.get(method)?.length;
    return count === undefined ? [] : [[method, count]];
  });
  const sum = identities.reduce((total, one) => total + one.score, 0);
  return {
    score: identities.length === 0 ? null : Math.round((sum / identities.length) * 10) / 10,
    sum,
    identities: identities.length,
    undecided: identities.filter(isUndecided).length,
    unknown: unknown.length,
    methods: Object.fromEntries(methods),
  };
}

function inOrder(a: ScoredIdentity, b: ScoredIdentity): number {
  return (
    comparePlaces(a, b) || a.score - b.score || compareTexts(a.name, b.name) || compareTexts(a.kind, b.kind)
  );
}

function byPlaceAndName(a: UnknownIdentity, b: UnknownIdentity): number {
  return comparePlaces(a, b) || compareTexts(a.name, b.name) || compareTexts(a.because, b.because);
}

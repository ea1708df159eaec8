import { comparePlaces, compareTexts, placeOf } from './places.ts';
import { isCounted, isUndecided, type ScoredIdentity, score } from './score.ts';
import { IDENTITY_METHODS, type IdentityMethod } from './weights.ts';
import type { Judged, PosturePlace, UnknownIdentity, WorkloadIdentity } from './workload-identity.ts';

export interface Tally {
  /** The mean of the grants' scores, to one decimal; null where nothing has one. */
  readonly score: number | null;
  /** Of the scores of the grants: divided by their number it is the mean. */
  readonly sum: number;
  /** What lets identities in; each scores what the worst of those does that it lets in. */
  readonly grants: number;
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
      .map((account) => ({ account, ...tally(byAccount(account), input.judged) })),
    clusters: [...places]
      .sort(([, a], [, b]) => comparePlaces(a, b))
      .map(([place, { account, cluster, issuer }]) => ({
        account,
        cluster,
        issuer,
        ...tally(byPlace(place), input.judged),
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

function tally({ identities, unknown }: Members, judged: PostureInput['judged']): Tally {
  const byMethod = Map.groupBy(identities, ({ method }) => method);
  const methods = IDENTITY_METHODS.flatMap((method) => {
    const count = byMethod.get(method)?.length;
    return count === undefined ? [] : [[method, count]];
  });
  const scores = scoresOfGrants(identities, judged);
  const sum = scores.reduce((total, one) => total + one, 0);
  return {
    score: scores.length === 0 ? null : Math.round((sum / scores.length) * 10) / 10,
    sum,
    grants: scores.length,
    identities: identities.length,
    undecided: identities.filter(isUndecided).length,
    unknown: unknown.length,
    methods: Object.fromEntries(methods),
  };
}

/** Of each grant once the score of the worst that it lets in. */
function scoresOfGrants(
  identities: readonly ScoredIdentity[],
  judged: PostureInput['judged'],
): readonly number[] {
  const lowest = new Map<string, number>();
  for (const { grants, score: own } of identities) {
    for (const grant of grants) {
      const known = lowest.get(grant.key);
      if (known === undefined ? isCounted(grant, judged) : own < known) lowest.set(grant.key, own);
    }
  }
  return [...lowest.values()];
}

function inOrder(a: ScoredIdentity, b: ScoredIdentity): number {
  return (
    comparePlaces(a, b) || a.score - b.score || compareTexts(a.name, b.name) || compareTexts(a.kind, b.kind)
  );
}

function byPlaceAndName(a: UnknownIdentity, b: UnknownIdentity): number {
  return comparePlaces(a, b) || compareTexts(a.name, b.name) || compareTexts(a.because, b.because);
}

import { severityRank } from '../verdict.ts';
import { METHOD_WEIGHTS, STANDING_FACTORS, type Standing } from './weights.ts';
import type { Grant, Judged, UnknownIdentity, WorkloadIdentity, Worst } from './workload-identity.ts';

export interface ScoredIdentity extends WorkloadIdentity {
  readonly worst: Worst | null;
  /** Ids of the rules that could not be decided on what it consists of. */
  readonly undecided: readonly string[];
  readonly standing: Standing;
  /** Percent; the score is their product. */
  readonly weight: number;
  readonly factor: number;
  /** 0 to 100. */
  readonly score: number;
}

/**
 * Weight of the method times factor of the worst that is open. One of which it is not known what its role lets in has none,
 * unless what is open on it weighs as much as not to know.
 */
export function score(
  identity: WorkloadIdentity,
  judged: ReadonlyMap<string, Judged>,
): ScoredIdentity | UnknownIdentity {
  const { worst, undecided, standing } = stand(identity, judged);
  if (standing === 'undecided' && identity.unknown.length > 0) return apart(identity);
  // A way that it has beside another makes it no better.
  const weights = [identity.method, ...identity.also].map((method) => METHOD_WEIGHTS[method].percent);
  const weight = Math.min(...weights);
  const factor = STANDING_FACTORS[standing].percent;
  return { ...identity, worst, undecided, standing, weight, factor, score: (weight * factor) / 100 };
}

/** Whether a mean counts a grant: what is open on others makes none of one of which too little is known. */
export function isCounted(grant: Grant, judged: ReadonlyMap<string, Judged>): boolean {
  return grant.unknown.length === 0 || stand(grant, judged).standing !== 'undecided';
}

function stand(
  { resources, unknown }: Pick<WorkloadIdentity, 'resources' | 'unknown'>,
  judged: ReadonlyMap<string, Judged>,
): Pick<ScoredIdentity, 'worst' | 'undecided' | 'standing'> {
  const found = resources.flatMap((key) => judged.get(key) ?? []);
  const worst = found
    .flatMap((one) => one.worst ?? [])
    .reduce<Worst | null>((a, b) => (a === null || isWorse(b, a) ? b : a), null);
  const undecided = [...new Set(found.flatMap((one) => one.undecided))].sort();
  const open = isUndecided({ undecided, unknown });
  return { worst, undecided, standing: lower(worst?.severity ?? 'none', open) };
}

function apart({ account, cluster, issuer, name, method, unknown }: WorkloadIdentity): UnknownIdentity {
  return { account, cluster, issuer, name, because: `${method}: ${unknown.join(', ')}` };
}

export function isUndecided({ undecided, unknown }: Pick<ScoredIdentity, 'undecided' | 'unknown'>): boolean {
  return undecided.length + unknown.length > 0;
}

/** What could not be decided counts where nothing weighs as much. */
function lower(standing: Standing, open: boolean): Standing {
  if (!open) return standing;
  return STANDING_FACTORS[standing].percent <= STANDING_FACTORS.undecided.percent ? standing : 'undecided';
}

function isWorse(one: Worst, other: Worst): boolean {
  const difference = severityRank(one.severity) - severityRank(other.severity);
  return difference > 0 || (difference === 0 && one.finding < other.finding);
}

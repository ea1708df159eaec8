import type { Catalogue, Rule } from './rule.ts';
import { type Severity, severityRank } from './verdict.ts';

export interface Candidate {
  readonly rule: Rule;
  readonly severity: Severity;
}

/** The rules that report, each with the other rules of its family that fail for the same cause. */
export type FamilyPick = ReadonlyMap<Rule, readonly string[]>;

/** One cause, one finding: of a family the rule of highest severity reports, in a tie the one named first. */
export function pickReporters(candidates: readonly Candidate[], catalogue: Catalogue): FamilyPick {
  const picked = new Map<Rule, readonly string[]>();
  for (const candidate of candidates) {
    const { family } = candidate.rule;
    const members =
      family === null ? [candidate] : candidates.filter((other) => other.rule.family === family);
    const order = family === null ? [] : (catalogue.families[family] ?? []);
    const sorted = [...members].sort(
      (a, b) =>
        severityRank(b.severity) - severityRank(a.severity) ||
        position(order, a.rule.id) - position(order, b.rule.id),
    );
    if (sorted[0] === candidate)
      picked.set(
        candidate.rule,
        sorted.slice(1).map((other) => other.rule.id),
      );
  }
  return picked;
}

function position(order: readonly string[], id: string): number {
  const index = order.indexOf(id);
  return index < 0 ? order.length : index;
}

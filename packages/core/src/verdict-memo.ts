import type { Config } from './config.ts';
import type { Resource } from './resource.ts';
import type { Rule } from './rule.ts';
import type { Verdict } from './verdict.ts';

type Related = Readonly<Record<string, unknown>>;

interface Known {
  readonly config: Config;
  readonly related: Related;
  readonly verdict: Verdict;
}

/** With what rules found out on the way a view keeps up to some 90 KB; functions have 1 GB for everything. */
const MOST_VIEWS = 2_000;

const views = new Map<Resource, Map<Rule, Known>>();
let newest: Resource | undefined;

/**
 * What a rule said of a view before, where it sees the same around it. Rules are pure, and most steps of a history change
 * nothing that a rule looks at.
 */
export function remembered(
  rule: Rule,
  view: Resource,
  { config, related }: Omit<Known, 'verdict'>,
  evaluate: () => Verdict,
): Verdict {
  const byRule = letInLast(view);
  const known = byRule.get(rule);
  if (known !== undefined && known.config === config && isSame(known.related, related)) return known.verdict;
  const verdict = evaluate();
  byRule.set(rule, { config, related, verdict });
  return verdict;
}

/** What was asked for last is let go last; all rules ask for a view in a row. */
function letInLast(view: Resource): Map<Rule, Known> {
  const byRule = views.get(view) ?? new Map<Rule, Known>();
  if (view === newest) return byRule;
  newest = view;
  views.delete(view);
  views.set(view, byRule);
  if (views.size > MOST_VIEWS) views.delete(views.keys().next().value as Resource);
  return byRule;
}

function isSame(one: Related, other: Related): boolean {
  if (one === other) return true;
  return Object.keys(one).every((name) => isSameValue(one[name], other[name]));
}

function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other)) return false;
  return one.length === other.length && one.every((part, index) => isSameResource(part, other[index]));
}

function isSameResource(one: Resource | { missing: string }, other: typeof one): boolean {
  return one === other || ('missing' in one && 'missing' in other && one.missing === other.missing);
}

import { BoundedMap } from './bounded-map.ts';
import type { Config } from './config.ts';
import type { Resource, SetState } from './resource.ts';
import type { Rule } from './rule.ts';
import type { Verdict } from './verdict.ts';

type Related = Readonly<Record<string, unknown>>;

interface Known {
  readonly related: Related;
  readonly verdict: Verdict;
}

/** What all that is remembered may take, in bytes, about: 10,000 ordinary views. Functions have 1 GB for everything. */
const MOST_BYTES = 140_000_000;

/** What the rules said of a view, beside its own text, in bytes: measured for roles. */
const BYTES_OF_VERDICTS = 14_000;

type ByRule = Map<Rule, Known>;

interface Memo {
  readonly views: BoundedMap<Resource, ByRule>;
  /** The view that was asked for last: all rules ask for a view in a row. */
  newest?: { readonly view: Resource; readonly byRule: ByRule };
}

/** What was said under a configuration is let go with it: nobody asks again. */
const memos = new WeakMap<Config, Memo>();

/**
 * What a rule said of a view before, where it sees the same around it. Rules are pure, and most steps of a history change
 * nothing that a rule looks at.
 */
export function remembered(
  rule: Rule,
  view: Resource,
  { config, related }: { readonly config: Config; readonly related: Related },
  evaluate: () => Verdict,
): Verdict {
  const byRule = ofView(memoOf(config), view);
  const known = byRule.get(rule);
  if (known !== undefined && isSame(known.related, related)) return known.verdict;
  const verdict = evaluate();
  byRule.set(rule, { related, verdict });
  return verdict;
}

function memoOf(config: Config): Memo {
  const known = memos.get(config);
  if (known !== undefined) return known;
  const made: Memo = { views: new BoundedMap({ entries: Number.POSITIVE_INFINITY, weight: MOST_BYTES }) };
  memos.set(config, made);
  return made;
}

function ofView(memo: Memo, view: Resource): ByRule {
  if (memo.newest?.view === view) return memo.newest.byRule;
  let byRule = memo.views.get(view);
  if (byRule === undefined) {
    byRule = new Map();
    memo.views.add(view, byRule, BYTES_OF_VERDICTS + bytesOf(view));
  }
  memo.newest = { view, byRule };
  return byRule;
}

/** Two bytes for a letter, since one letter beyond Latin-1 makes all of a text take so much. */
function bytesOf({ state, sets, former }: Resource): number {
  const members = Object.values<SetState>(sets).map((set) => [...set.members]);
  return 2 * JSON.stringify([state, members, former]).length;
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

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

interface Remembered {
  readonly byRule: Map<Rule, Known>;
  readonly bytes: number;
}

interface Memo {
  /** What was asked for last stands last. */
  readonly views: Map<Resource, Remembered>;
  taken: number;
  newest: Resource | undefined;
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
  const memo = memos.get(config) ?? { views: new Map(), taken: 0, newest: undefined };
  memos.set(config, memo);
  const byRule = letInLast(memo, view);
  const known = byRule.get(rule);
  if (known !== undefined && isSame(known.related, related)) return known.verdict;
  const verdict = evaluate();
  byRule.set(rule, { related, verdict });
  return verdict;
}

/** What was asked for last is let go last; all rules ask for a view in a row. */
function letInLast(memo: Memo, view: Resource): Map<Rule, Known> {
  const { views } = memo;
  const known = views.get(view);
  if (known !== undefined && view === memo.newest) return known.byRule;
  const entry = known ?? { byRule: new Map<Rule, Known>(), bytes: BYTES_OF_VERDICTS + bytesOf(view) };
  letGo(memo, view);
  memo.newest = view;
  views.set(view, entry);
  memo.taken += entry.bytes;
  for (const oldest of views.keys()) {
    if (memo.taken <= MOST_BYTES || oldest === view) break;
    letGo(memo, oldest);
  }
  return entry.byRule;
}

function letGo(memo: Memo, view: Resource): void {
  memo.taken -= memo.views.get(view)?.bytes ?? 0;
  memo.views.delete(view);
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

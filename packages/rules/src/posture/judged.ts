import { findingId, type Item, type Judged, severityRank } from '@podguard/core';

/** What judging made of a stored resource. */
export function judgedOf({ key, lives, undecided }: Item): Judged {
  const open = lives
    .filter(({ resolved }) => resolved === null)
    .map(({ severity, rule }) => ({ severity, rule, finding: findingId(rule, key) }))
    .sort((a, b) => severityRank(b.severity) - severityRank(a.severity) || (a.finding < b.finding ? -1 : 1));
  return { worst: open[0] ?? null, undecided: undecided.map(({ rule }) => rule) };
}

export function openRules({ lives }: Item): readonly string[] {
  return lives.filter(({ resolved }) => resolved === null).map(({ rule }) => rule);
}

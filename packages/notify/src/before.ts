import type { Evidence } from '@podguard/core';

/** A value as it was, and as it is now where that is evidence, too. */
export interface Change {
  readonly path: string;
  readonly before: string;
  readonly now: string | null;
}

/** What the evidence tells of how it was before: `x before`, `xBefore`, `formerX`. */
export function changesIn(evidence: readonly Evidence[]): readonly Change[] {
  return evidence.flatMap(({ path, value }) => {
    const name = formerOf(path);
    if (name === undefined) return [];
    const now = evidence.find((other) => other.path === name);
    return [{ path: name, before: textOf(value), now: now === undefined ? null : textOf(now.value) }];
  });
}

/** What else decided, the most telling first: a condition on the subject, any condition, whatever comes first. */
export function tellingOf(evidence: readonly Evidence[]): Evidence | undefined {
  return (
    evidence.findLast(({ path }) => /:sub\b/.test(path)) ??
    evidence.findLast(({ path }) => path.includes('Condition')) ??
    evidence[0]
  );
}

function formerOf(path: string): string | undefined {
  const after = /^(.+?)(?: before|Before)$/.exec(path)?.[1];
  if (after !== undefined) return after;
  const former = /^former([A-Z])(.*)$/.exec(path);
  return former === null ? undefined : `${former[1]?.toLowerCase()}${former[2]}`;
}

export function textOf(value: Evidence['value']): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

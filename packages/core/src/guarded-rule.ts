import { frozen } from './frozen.ts';
import type { Rule } from './rule.ts';
import { type Verdict, verdictFault } from './verdict.ts';

const PARTS = [
  'status',
  'because',
  'missing',
  'undecidable',
  'summary',
  'evidence',
  'witness',
  'graded',
] as const;

/** Findings are kept, many of them in one item of a store that takes 400 KB. */
const LONGEST_VERDICT = 32_768;

/** A rule of the user's own: nothing that it does to what it is given, or to what it gave, reaches the other rules. */
export function guarded(rule: Rule): Rule {
  return {
    ...rule,
    evaluate: (resource, { config, related }) =>
      asPlainVerdict(rule.evaluate(frozen(resource), { config: frozen(config), related: frozen(related) })),
    covers: rule.covers === undefined ? undefined : guardedCovers(rule.covers),
  };
}

/** Its parts as they are now, each read once: a getter may say something else the next time. What is no verdict stays none. */
function asPlainVerdict(given: unknown): Verdict {
  if (typeof given !== 'object' || given === null || isPromise(given)) return given as Verdict;
  const parts = PARTS.map((name) => [name, (given as Partial<Record<string, unknown>>)[name]] as const);
  const verdict = structuredClone(Object.fromEntries(parts.filter(([, part]) => part !== undefined)));
  if (verdictFault(verdict) === undefined && JSON.stringify(verdict).length > LONGEST_VERDICT)
    throw new RangeError(`its verdict has more than ${LONGEST_VERDICT} characters`);
  return verdict as unknown as Verdict;
}

/** One that has a fault covers nothing: that a finding grew is rather told once too often than not at all. */
function guardedCovers(covers: NonNullable<Rule['covers']>): NonNullable<Rule['covers']> {
  return (before, now) => {
    try {
      const said: unknown = covers(structuredClone(before), structuredClone(now));
      return !isPromise(said) && said === true;
    } catch {
      return false;
    }
  };
}

/** That it is one is the fault that is told; that it is rejected as well would end the process. */
function isPromise(value: unknown): boolean {
  if (!(value instanceof Promise)) return false;
  value.catch(() => {});
  return true;
}

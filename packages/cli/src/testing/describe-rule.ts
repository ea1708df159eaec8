import {
  type ConfigInput,
  frozen,
  type Kind,
  kindsJudgedBy,
  type RelatedOf,
  type Rule,
  type Severity,
  type Verdict,
  verdictFault,
} from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { configOf, resourceOf, type StateInput } from './states.ts';

export interface RuleCase<K extends Kind> extends StateInput<K> {
  /** A sentence. */
  readonly name: string;
  readonly related?: Partial<RelatedOf[K]>;
  readonly config?: ConfigInput;
}

interface FailingCase<K extends Kind> extends RuleCase<K> {
  readonly severity?: Severity;
  /** The name of the passing case that its page shows beside it, where another is nearer. */
  readonly neighbour?: string;
  /** Paths that the evidence must name. */
  readonly evidence: readonly string[];
}

interface IndeterminateCase<K extends Kind> extends RuleCase<K> {
  readonly missing: string;
}

export interface RuleCases<K extends Kind> {
  readonly fails: readonly [FailingCase<K>, ...FailingCase<K>[]];
  readonly passes: readonly [RuleCase<K>, ...RuleCase<K>[]];
  /** The deciding field missing, at least; left out where the rule reads nothing but who points at the resource. */
  readonly indeterminate?: readonly [IndeterminateCase<K>, ...IndeterminateCase<K>[]];
  readonly notApplicable?: readonly RuleCase<K>[];
}

/** Judges literal states by a rule: each failing case beside its nearest neighbour that passes. */
export function describeRule<K extends Kind>(rule: Rule, kind: K, cases: RuleCases<K>): void {
  const judge = (input: RuleCase<K>): Verdict => {
    const verdict = rule.evaluate(frozen(resourceOf(kind, input)) as never, {
      config: frozen(configOf(input.config)),
      related: frozen(input.related ?? {}) as never,
    });
    expect(verdictFault(verdict), 'what makes it no verdict').toBeUndefined();
    return verdict;
  };

  describe(rule.id, () => {
    it('judges this kind of resource', () => expect(kindsJudgedBy(rule)).toContain(kind));
    it.for(cases.fails)('fails: $name', (input) => {
      const verdict = judge(input);
      expect(verdict).toMatchObject({ status: 'fail' });
      if (verdict.status !== 'fail') return;
      expect(verdict.graded?.severity ?? rule.severity).toBe(input.severity ?? rule.severity);
      expect(verdict.summary.length).toBeGreaterThan(10);
      for (const path of input.evidence)
        expect(verdict.evidence.map((evidence) => evidence.path)).toContain(path);
    });
    it.for(cases.passes)('passes: $name', (input) => expect(judge(input)).toEqual({ status: 'pass' }));
    if (cases.indeterminate === undefined)
      it.for(cases.fails)('fails whatever is unknown of it: $name', ({ state: _, sets: __, ...input }) =>
        expect(judge(input as unknown as RuleCase<K>)).toMatchObject({ status: 'fail' }),
      );
    it.for(cases.indeterminate ?? [])('is indeterminate: $name', (input) => {
      const verdict = judge(input);
      expect(verdict).toMatchObject({ status: 'indeterminate' });
      if (verdict.status === 'indeterminate') expect(verdict.missing.join('; ')).toContain(input.missing);
    });
    it.for(cases.notApplicable ?? [])('is not applicable: $name', (input) => {
      expect(judge(input)).toMatchObject({ status: 'not-applicable' });
    });
  });
}

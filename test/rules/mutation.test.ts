import type { Kind, Verdict } from '@podguard/core';
import { describe, expect, it, test } from 'vitest';
import { differences, type Fact, factsOf, isTold, withFacts, withoutFact } from '../support/case-facts.ts';
import type { RuleCase } from '../support/describe-rule.ts';
import type { DescribedRule } from '../support/described-rules.ts';
import { collectRuleCases } from '../support/rule-cases.ts';
import { configOf, resourceOf } from '../support/states.ts';

type Case = RuleCase<Kind>;

const described = collectRuleCases();
const failing = described.flatMap((one) =>
  one.cases.fails.map((input) => ({
    one,
    input,
    label: `${one.rule.id}: ${input.name}`,
    fewest: once(() => fewest(one, input)),
  })),
);

interface Exceptions {
  /** In how many of the rule's cases. */
  readonly cases: number;
  readonly because: string;
}

/** Where more than one thing has to change. */
const SEVERAL: Readonly<Record<string, Exceptions>> = {
  'cluster-audit-log-off': { cases: 1, because: 'there are two logs, and both have to be on' },
  'platform-trail-off': { cases: 1, because: 'it was stopped, and then deleted' },
  'pod-identity-role-swapped': { cases: 1, because: 'the worst of several roles that it had counts' },
};

/** Where what decides cannot be unknown: what was never seen to be counts as not being. */
const SEEN: Readonly<Record<string, Exceptions>> = {
  'irsa-provider-unknown': { cases: 3, because: 'a cluster is known to be deleted by its deletion' },
  'legacy-node-session-assumes': { cases: 2, because: 'a use was seen' },
  'oidc-provider-orphaned': { cases: 5, because: 'a cluster is known to be deleted by its deletion' },
  'oidc-provider-unknown-issuer': { cases: 2, because: 'the configuration names other issuers' },
  'platform-rule-off': { cases: 5, because: 'of `changes` those are known that were seen' },
  'platform-trail-off': { cases: 3, because: 'it was seen deleted' },
  'pod-identity-near-quota': { cases: 2, because: 'associations are counted that were seen made' },
  'pod-identity-node-role': { cases: 3, because: 'a node group, or the configuration, names the role' },
  'pod-identity-role-swapped': { cases: 1, because: 'it was seen to have another role before' },
  'pod-identity-service-account-missing': { cases: 3, because: 'a read saw that it was not there' },
  'pod-identity-shared-role': { cases: 3, because: 'associations are counted that were seen made' },
  'secrets-reader-static': { cases: 5, because: 'a use was seen' },
  'static-key-second-active': { cases: 3, because: 'another key was seen made' },
  'static-key-used-from-cluster': { cases: 3, because: 'a use was seen' },
};

/** Where it passes although something is not known. */
const ENOUGH: Readonly<Record<string, string>> = {
  'platform-rule-off: changes': 'what was never seen to be changed was not',
  'platform-rule-off: targets': 'what was never seen to be removed was not',
  'pod-identity-node-role: related.nodegroups.0.nodeRole': 'by it the node group was found',
  'pod-identity-node-role: related.role.policies':
    'a role that EC2 may not assume is no role of nodes, or no role of pods could be told before all its policies are known',
  'pod-role-privileged: related.namedRoles.0.trust':
    'by it the role was found, where the policies do not name that',
  'role-chain-to-admin: related.chainedRoles.0.trust': 'by it the role was found',
  'role-chain-to-admin: related.chainedRoles.1.trust': 'by it the role was found',
  'static-key-created-by-workload: related.nodegroups.0.nodeRole': 'by it the node group was found',
};

describe('what decides', () => {
  test('every rule has cases', () => {
    expect(new Set(described.map(({ rule }) => rule.id)).size).toBeGreaterThan(90);
    expect(failing.length).toBeGreaterThan(400);
  });

  it.for(failing)('made good it passes: $label', ({ one, fewest }) => {
    const { count } = fewest();
    expect(count).toBeLessThanOrEqual(one.rule.id in SEVERAL ? 2 : 1);
  });

  it.for(failing)('not known it is indeterminate: $label', (one) => {
    const tried = one.fewest().ways.map((facts) => facts.map(({ name }) => name).join(' and '));
    if (!(one.one.rule.id in SEEN)) expect(undecidedWays(one), tried.join('; ')).not.toEqual([]);
  });

  it.for(failing)('it never passes for want of knowledge: $label', (one) => {
    expect(passesWithout(one).filter((fact) => !(fact in ENOUGH))).toEqual([]);
  });

  it('has just the exceptions that it lists', () => {
    expect(countsOf(failing.filter(({ fewest }) => fewest().count > 1))).toEqual(casesOf(SEVERAL));
    expect(countsOf(failing.filter((one) => undecidedWays(one).length === 0))).toEqual(casesOf(SEEN));
    expect([...new Set(failing.flatMap(passesWithout))].sort()).toEqual(Object.keys(ENOUGH).sort());
  });
});

type Failing = (typeof failing)[number];

/** The ways to make it pass of which the rule cannot do without what they change. */
function undecidedWays({ one, input, fewest }: Failing): readonly (readonly Fact[])[] {
  return fewest().ways.filter((facts) => judgeWithout(one, input, facts).status === 'indeterminate');
}

/** The facts that it passes without. */
function passesWithout({ one, input }: Failing): readonly string[] {
  return factsOf(one.kind, input)
    .filter((fact) => fact.unknown !== undefined && isTold(input, fact))
    .filter((fact) => judgeWithout(one, input, [fact]).status === 'pass')
    .map(({ name }) => `${one.rule.id}: ${name}`);
}

function countsOf(some: readonly Failing[]): Readonly<Record<string, number>> {
  const byRule = Map.groupBy(some, ({ one }) => one.rule.id);
  return Object.fromEntries([...byRule].map(([id, cases]) => [id, cases.length]));
}

function casesOf(exceptions: typeof SEEN): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(exceptions).map(([id, { cases }]) => [id, cases]));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function judge({ rule, kind }: DescribedRule, input: Case): Verdict {
  return rule.evaluate(resourceOf(kind, input) as never, {
    config: configOf(input.config),
    related: (input.related ?? {}) as never,
  });
}

/** As the engine would: while the one that a rule needs is not known, the rule is not asked. */
function judgeWithout(one: DescribedRule, input: Case, facts: readonly Fact[]): Verdict {
  return facts.some(({ isOne }) => isOne)
    ? { status: 'indeterminate', missing: facts.map(({ name }) => name) }
    : judge(one, facts.reduce(withoutFact, input));
}

interface Fewest {
  readonly count: number;
  /** Those ways of which all can be unknown. */
  readonly ways: readonly (readonly Fact[])[];
}

/**
 * Of what a failing case tells, the fewest things that have to be as some passing case tells them; what it does not tell may be
 * filled in.
 */
function fewest(one: DescribedRule, input: Case): Fewest {
  const neighbours = one.cases.passes.map((other) => {
    const all = differences(one.kind, input, other);
    const filled = all.filter((fact) => !isTold(input, fact));
    const passes = (some: readonly Fact[]) =>
      [some, [...some, ...filled]].some((put) => judge(one, withFacts(input, put, other)).status === 'pass');
    return { told: all.filter((fact) => isTold(input, fact)), passes };
  });
  const singles = neighbours.flatMap(({ told, passes }) => told.map((fact) => [fact]).filter(passes));
  const pairs =
    singles.length > 0
      ? []
      : neighbours.flatMap(({ told, passes }) =>
          told.flatMap((fact, index) => told.slice(index + 1).map((next) => [fact, next])).filter(passes),
        );
  const ways = singles.length > 0 ? singles : pairs;
  const count = neighbours.some(({ passes }) => passes([]))
    ? 0
    : (ways[0]?.length ?? Number.POSITIVE_INFINITY);
  return { count, ways: ways.filter((facts) => facts.every(({ unknown }) => unknown !== undefined)) };
}

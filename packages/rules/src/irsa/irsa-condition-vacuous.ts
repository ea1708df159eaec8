import { defineRule, fail, pass, undecidable } from '@podguard/core';
import type { ConditionReport } from '@podguard/policy';
import { CONDITION_KEYS, OPERATORS, pinTrust } from '../shared/irsa-mend.ts';
import { type ClusterStatement, clusterStatements } from '../shared/irsa-statements.ts';
import { admittedSubjects } from '../shared/irsa-subjects.ts';
import { together } from '../shared/irsa-trusts.ts';

export const irsaConditionVacuous = defineRule({
  id: 'irsa-condition-vacuous',
  title: 'A condition of the trust policy holds for every token',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: 'irsa-reach',
  description:
    "Reports a condition of a statement for a cluster's OIDC provider that every token satisfies, beside others that do restrict. Where nothing else restricts the role is open, which is reported by itself.",
  rationale:
    'It reads like a restriction and is none: whoever takes away the condition beside it opens the role without noticing.',
  references: [OPERATORS, CONDITION_KEYS],
  mappings: {},
  falsePositives: ['A condition that a generator always writes.'],
  needs: {},
  covers: undefined,
  evaluate(role, { config }) {
    const looked = clusterStatements(role, config);
    if ('verdict' in looked) return looked.verdict;
    // What holds for every token may still restrict other principals of the statement.
    const statements = looked.statements.filter(({ providersOnly }) => providersOnly);
    const vacuous = statements.flatMap((one) => vacuousIn(one).map((condition) => ({ one, condition })));
    const [first] = vacuous;
    if (first === undefined) {
      const open = statements.flatMap(({ parts }) =>
        parts.flatMap(({ report }) => report.conditions.filter(({ effect }) => effect === 'open')),
      );
      return together([
        ...looked.undecided,
        ...(open.length > 0
          ? [undecidable(...new Set(open.map(({ path }) => `${path}: whether it restricts`)))]
          : []),
        ...looked.statements.map(() => pass),
      ]);
    }
    const issuers = first.one.parts.filter(({ cluster }) => cluster).map(({ issuer }) => issuer);
    return fail(
      `${first.condition.operator} on ${first.condition.key} restricts nothing in the trust policy of ${role.key}`,
      {
        evidence: [
          ...vacuous.map(({ condition: { path } }) => ({
            path,
            value: 'holds for every token that the statement is for',
          })),
          ...issuers.map((value) => ({ path: 'issuer', value })),
        ],
      },
    );
  },
  mend: pinTrust,
  remediation: 'restore-trust-policy',
});

function vacuousIn({ parts }: ClusterStatement): readonly ConditionReport[] {
  const live = parts.filter(
    ({ cluster, answer, report }) =>
      cluster && !report.matchesNothing && admittedSubjects(answer).width !== 'everything',
  );
  const [one] = live;
  if (one === undefined || !one.report.conditions.some(({ effect }) => effect === 'some')) return [];
  return one.report.conditions.filter(({ path }) =>
    parts.every(({ report }) => report.conditions.find((other) => other.path === path)?.effect === 'all'),
  );
}

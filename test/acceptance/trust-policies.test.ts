import { describe, expect, it } from 'vitest';
import { isSerious, judgeChanges, roleState } from './judge-role.ts';
import type { LabelledPolicy } from './labelled-policy.ts';
import { trustPolicies } from './trust-policies/index.ts';

const ACCOUNT = '111122223333';

async function judge({ policy, config, partition = 'aws' }: LabelledPolicy) {
  const role = roleState({ name: 'app', trust: policy, partition });
  return judgeChanges([role], { account: ACCOUNT, ...config });
}

describe.for(Object.entries(trustPolicies))('%s', ([, policies]) => {
  it.for(policies)('$label: $name', async (labelled) => {
    const { findings, undecided } = await judge(labelled);
    const serious = findings.filter(isSerious);
    const told = JSON.stringify({
      findings: findings.map(({ rule, severity, summary }) => ({ rule, severity, summary })),
      undecided,
    });
    expect(serious.length > 0 ? 'bad' : 'ok', told).toBe(labelled.label);
    if (labelled.findings === undefined) return;
    const named = (labelled.label === 'bad' ? serious : findings).flatMap(({ rule, reasons }) => [
      rule,
      ...reasons,
    ]);
    expect(
      labelled.findings.some((rule) => named.includes(rule)),
      `one of ${labelled.findings} in ${told}`,
    ).toBe(true);
  });
});

it.for([
  ['lets any account in', { Action: 'sts:AssumeRole' }, 'trust-public-principal', ['trust-not-principal']],
  [
    'lets any assertion in',
    { Action: 'sts:AssumeRoleWithSAML' },
    'trust-public-principal',
    ['trust-not-principal'],
  ],
  ['lets any token in', { Action: 'sts:AssumeRoleWithWebIdentity' }, 'trust-not-principal', []],
] as const)(
  'an Allow with NotPrincipal that %s is told by one finding',
  async ([, action, rule, reasons]) => {
    const named = { AWS: `arn:aws:iam::${ACCOUNT}:role/x` };
    const Statement = { Effect: 'Allow', NotPrincipal: named, ...action };
    const document = { Version: '2012-10-17', Statement };
    const { findings } = await judge({ name: '', label: 'bad', policy: document });
    expect(findings.filter(isSerious)).toMatchObject([
      { rule, severity: 'critical', reasons: expect.arrayContaining([...reasons]) },
    ]);
  },
);

it('is a set of some size, and each name is there once', () => {
  const all = Object.values(trustPolicies).flat();
  for (const label of ['bad', 'ok'] as const)
    expect(all.filter((policy) => policy.label === label).length).toBeGreaterThan(60);
  for (const policies of Object.values(trustPolicies))
    expect(new Set(policies.map(({ name }) => name)).size).toBe(policies.length);
});

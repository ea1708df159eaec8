import { defineRule, type Evidence, fail, notApplicable, pass, type Witness } from '@podguard/core';
import type { Evaluation, Policy } from '@podguard/policy';
import { clusterProviders, FOREIGN_SUBJECTS, tokenRequest } from '../shared/irsa-request.ts';
import { ask, readTrust, undecided } from '../shared/trust.ts';

export const irsaSubjectUnrestricted = defineRule({
  id: 'irsa-subject-unrestricted',
  title: 'Any service account of the cluster may assume the role',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'critical',
  broken: false,
  family: 'irsa-reach',
  description:
    "Reports a role that a cluster's OIDC provider may assume for a service account that nobody meant.",
  rationale: 'Whoever can start a pod anywhere in the cluster gets the role.',
  references: ['https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html'],
  mappings: {},
  falsePositives: [],
  needs: {},
  covers: (before, now) => JSON.stringify(before.request) === JSON.stringify(now.request),
  evaluate(role, { config }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const providers = clusterProviders(trust.policy, config.issuers);
    if (providers.length === 0) return notApplicable('no OIDC provider of a cluster may assume it');
    const open: Evaluation[] = [];
    for (const provider of providers) {
      for (const audience of audiences(trust.policy)) {
        const asked = FOREIGN_SUBJECTS.map((subject) =>
          ask(trust.policy, tokenRequest(provider, subject, audience)),
        );
        if (asked.every(({ decision }) => decision === 'allow')) {
          return fail(`Any service account of ${issuerName(provider)} may assume ${role.key}`, {
            evidence: [...admitting(trust.policy, asked[0]), { path: 'issuer', value: issuerName(provider) }],
            witness: witness(provider, audience, role.key),
          });
        }
        open.push(...asked.filter(({ decision }) => decision === 'undecided'));
      }
    }
    return open.length > 0 ? undecided(open) : pass;
  },
  mend: {
    cli: 'aws iam update-assume-role-policy --role-name {roleName} --policy-document file://trust.json\n# trust.json: "StringEquals": {"{issuer}:sub": "system:serviceaccount:NAMESPACE:NAME", "{issuer}:aud": "sts.amazonaws.com"}',
    terraform:
      'condition {\n  test     = "StringEquals"\n  variable = "{issuer}:sub"\n  values   = ["system:serviceaccount:NAMESPACE:NAME"]\n}',
    cloudformation:
      'Condition:\n  StringEquals:\n    "{issuer}:sub": system:serviceaccount:NAMESPACE:NAME\n    "{issuer}:aud": sts.amazonaws.com',
  },
});

/** The audience of EKS's tokens, and any other that a condition of the policy names. */
function audiences(policy: Policy): ReadonlySet<string> {
  const named = policy.statements.flatMap(({ conditions }) =>
    conditions.filter(({ lowerKey }) => lowerKey.endsWith(':aud')),
  );
  const literal = named
    .flatMap(({ values }) => values.map(({ value }) => value))
    .filter((value) => !/[*?$]/.test(value));
  return new Set(['sts.amazonaws.com', ...literal]);
}

/** The conditions of the statements that let the request in, as the policy has them. */
function admitting(policy: Policy, evaluation: Evaluation | undefined): readonly Evidence[] {
  const matched = (evaluation?.statements ?? []).filter(
    ({ effect, matched: outcome }) => effect === 'Allow' && outcome === 'yes',
  );
  return matched.flatMap(({ path }) => {
    const conditions = policy.statements.find((statement) => statement.path === path)?.conditions ?? [];
    if (conditions.length === 0) return [{ path, value: 'no condition' }];
    return conditions.map((condition) => ({
      path: condition.path,
      value: condition.values.map(({ value }) => value).join(' or '),
    }));
  });
}

function witness(provider: string, audience: string, role: string): Witness {
  const subject = FOREIGN_SUBJECTS[0];
  const [, , namespace, name] = subject.split(':');
  return {
    text: `A pod in namespace ${namespace} using service account ${name} of ${issuerName(provider)} gets ${role}`,
    request: { action: 'sts:AssumeRoleWithWebIdentity', provider, sub: subject, aud: audience },
  };
}

function issuerName(provider: string): string {
  return provider.slice(provider.indexOf('oidc-provider/') + 'oidc-provider/'.length);
}

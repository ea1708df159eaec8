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
  covers: (before, now) => providersOf(now).every((provider) => providersOf(before).includes(provider)),
  evaluate(role, { config }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const providers = clusterProviders(trust.policy, config.issuers);
    if (providers.length === 0) return notApplicable('no OIDC provider of a cluster may assume it');
    const answers = providers.map((provider) => askProvider(trust.policy, provider));
    const open = answers.filter((answer) => answer.admitting !== null);
    const first = open[0];
    if (first === undefined) {
      const undecidedOnes = answers.flatMap((answer) => answer.undecided);
      return undecidedOnes.length > 0 ? undecided(undecidedOnes) : pass;
    }
    const others = open.length > 1 ? ` and of ${open.length - 1} more` : '';
    return fail(`Any service account of ${issuerName(first.provider)}${others} may assume ${role.key}`, {
      evidence: [
        ...admitting(trust.policy, first.admitting),
        ...open.map(({ provider }) => ({ path: 'issuer', value: issuerName(provider) })),
      ],
      witness: witness(open, role.key),
    });
  },
  mend: {
    cli: 'aws iam update-assume-role-policy --role-name {roleName} --policy-document file://trust.json\n# trust.json: "StringEquals": {"{issuer}:sub": "system:serviceaccount:NAMESPACE:NAME", "{issuer}:aud": "sts.amazonaws.com"}',
    terraform:
      'condition {\n  test     = "StringEquals"\n  variable = "{issuer}:sub"\n  values   = ["system:serviceaccount:NAMESPACE:NAME"]\n}',
    cloudformation:
      'Condition:\n  StringEquals:\n    "{issuer}:sub": system:serviceaccount:NAMESPACE:NAME\n    "{issuer}:aud": sts.amazonaws.com',
  },
});

interface Answer {
  readonly provider: string;
  readonly audience: string;
  /** The evaluation of a request that nobody meant and that is let in, or null. */
  readonly admitting: Evaluation | null;
  readonly undecided: readonly Evaluation[];
}

const MAX_AUDIENCES = 20;

/** Asks for service accounts that nobody means, with each audience that the policy speaks of. */
function askProvider(policy: Policy, provider: string): Answer {
  const undecidedOnes: Evaluation[] = [];
  for (const audience of audiences(policy, issuerName(provider))) {
    const asked = FOREIGN_SUBJECTS.map((subject) => ask(policy, tokenRequest(provider, subject, audience)));
    const [first] = asked;
    if (first !== undefined && asked.every(({ decision }) => decision === 'allow'))
      return { provider, audience, admitting: first, undecided: [] };
    undecidedOnes.push(...asked.filter(({ decision }) => decision === 'undecided'));
  }
  return { provider, audience: '', admitting: null, undecided: undecidedOnes };
}

/** The audience of EKS's tokens, and one for each value that a condition on this issuer's `aud` names. */
function audiences(policy: Policy, issuer: string): readonly string[] {
  const key = `${issuer}:aud`.toLowerCase();
  const named = policy.statements.flatMap(({ conditions }) =>
    conditions.filter(({ lowerKey }) => lowerKey === key),
  );
  const values = named.flatMap((condition) => condition.values.map(({ value }) => value));
  const examples = values.map((value) => value.replaceAll('*', '').replaceAll('?', 'x'));
  return [...new Set(['sts.amazonaws.com', ...examples])].slice(0, MAX_AUDIENCES);
}

/** The conditions of the statements that let the request in, as the policy has them. */
function admitting(policy: Policy, evaluation: Evaluation | null): readonly Evidence[] {
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

function witness(open: readonly Answer[], role: string): Witness {
  const subject = FOREIGN_SUBJECTS[0];
  const [, , namespace, name] = subject.split(':');
  const [first] = open as readonly [Answer, ...Answer[]];
  return {
    text: `A pod in namespace ${namespace} using service account ${name} of ${issuerName(first.provider)} gets ${role}`,
    request: {
      action: 'sts:AssumeRoleWithWebIdentity',
      provider: first.provider,
      sub: subject,
      aud: first.audience,
      providers: open.map(({ provider }) => provider).sort(),
    },
  };
}

function providersOf({ request }: Witness): readonly unknown[] {
  const { providers } = request as { readonly providers?: readonly unknown[] };
  return providers ?? [];
}

function issuerName(provider: string): string {
  return provider.slice(provider.indexOf('oidc-provider/') + 'oidc-provider/'.length);
}

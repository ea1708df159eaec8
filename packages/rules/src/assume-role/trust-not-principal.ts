import { defineRule, fail, pass } from '@podguard/core';
import { analyseTrust, awsWay, isAdmittingNobody, type Policy } from '@podguard/policy';
import { awsWitness, ourPrincipals, principalsIn } from '../shared/aws-accounts.ts';
import {
  admitsAnyProvider,
  isClosedToProviders,
  providerWitness,
  strangeOidcProviders,
  strangeSamlProvider,
} from '../shared/aws-any-provider.ts';
import { accountsNamedIn } from '../shared/aws-named-accounts.ts';
import { admitsStranger } from '../shared/aws-strangers.ts';
import { once } from '../shared/memo.ts';
import { editTrust } from '../shared/mend-steps.ts';
import { readTrust, whyAdmitted } from '../shared/trust.ts';

export const trustNotPrincipal = defineRule({
  id: 'trust-not-principal',
  title: 'The role is open to everybody but those its NotPrincipal lists',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'critical',
  broken: false,
  family: 'aws-principal',
  description:
    'Reports an Allow with NotPrincipal, which lets everybody in whom it does not list. Tokens and assertions of any provider count like accounts. Medium where conditions or a Deny leave nobody of a foreign account or provider, low where they leave nobody.',
  rationale: 'Any AWS account is among those that are not listed. AWS says never to use it with Allow.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
  ],
  mappings: {},
  falsePositives: [],
  needs: {},
  covers: () => true,
  evaluate(role, { config }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const { policy } = trust;
    const excepting = policy.statements.filter(
      ({ effect, notPrincipals }) => effect === 'Allow' && notPrincipals !== null,
    );
    if (excepting.length === 0) return pass;
    const admission = admitsStranger(
      {
        policy: only(policy),
        way: awsWay({ action: 'sts:AssumeRole' }),
        organizations: config.knownOrganizations,
      },
      [...ourPrincipals(role, config), ...principalsIn(accountsNamedIn(policy))],
    );
    const evidence = excepting.flatMap(({ path, notPrincipals }) => ({
      path: `${path}.NotPrincipal`,
      value: (notPrincipals ?? []).map(({ value }) => value).join(' or '),
    }));
    const providers = [...strangeOidcProviders(role), strangeSamlProvider(role)];
    const asserted = providers.map((one) => ({ ...one, admission: admitsAnyProvider(only(policy), one) }));
    const open = asserted.find((one) => one.admission.kind === 'admitted');
    if (admission.kind !== 'admitted' && open?.admission.kind === 'admitted') {
      return fail(
        `Whoever has ${open.proof} of a provider that its NotPrincipal does not list may assume ${role.key}`,
        {
          evidence,
          witness: providerWitness(open, open.admission.request, role.key, policy),
        },
      );
    }
    const [left] = [admission, ...asserted.map((one) => one.admission)].flatMap((one) =>
      one.kind === 'undecided' ? [one.verdict] : [],
    );
    if (admission.kind !== 'admitted' && left !== undefined) return left;
    if (admission.kind !== 'admitted') {
      const closed = isClosed(policy) && isClosedToProviders(only(policy), role);
      return fail(`An Allow of ${role.key} names by NotPrincipal whom it leaves out`, {
        evidence,
        graded: {
          severity: closed ? 'low' : 'medium',
          because: closed
            ? 'its conditions, or a Deny, let nobody in'
            : 'its conditions, or a Deny, let nobody in who is not named',
        },
      });
    }
    const { request } = admission;
    return fail(`Everybody whom its NotPrincipal does not list may assume ${role.key}`, {
      evidence: [
        ...evidence,
        ...whyAdmitted(policy, request).filter(({ path }) => !path.endsWith('NotPrincipal')),
      ],
      witness: awsWitness(request, role.key, policy),
    });
  },
  mend: {
    cli: editTrust(
      'list under Principal who needs the role, and leave others out with a Deny; who else assumes it stands in CloudTrail as AssumeRole: name them, too',
    ),
    terraform: 'principals {\n  type        = "AWS"\n  identifiers = ["arn:aws:iam::ACCOUNT:role/NAME"]\n}',
    cloudformation: 'Principal:\n  AWS: arn:aws:iam::ACCOUNT:role/NAME',
  },
  remediation: 'restore-trust-policy',
});

function isClosed(policy: Policy): boolean {
  const analysis = analyseTrust(only(policy), awsWay({ action: 'sts:AssumeRole' }));
  return analysis.decided && isAdmittingNobody(analysis) === 'yes';
}

/** What the Allows with NotPrincipal let in; each Deny still counts. */
const only = once(
  (policy: Policy): Policy => ({
    ...policy,
    statements: policy.statements.filter(
      ({ effect, notPrincipals }) => effect === 'Deny' || notPrincipals !== null,
    ),
  }),
);

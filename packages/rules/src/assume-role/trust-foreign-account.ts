import {
  defineRule,
  fail,
  indeterminate,
  knownAccounts,
  knownAccountsMissing,
  pass,
  type Verdict,
} from '@podguard/core';
import { awsWay, findWitness, type Policy, type Region } from '@podguard/policy';
import { awsWitness, unknownText } from '../shared/aws-accounts.ts';
import { coversExtent, extentOf } from '../shared/extent.ts';
import { admittedForeign, familiarPrincipals } from '../shared/foreign-accounts.ts';
import { editTrust } from '../shared/mend-steps.ts';
import { awsTrust, undecidedBy } from '../shared/reach.ts';
import { readTrust, whyAdmitted } from '../shared/trust.ts';

export const trustForeignAccount = defineRule({
  id: 'trust-foreign-account',
  title: 'An account that is not known may assume the role',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: 'aws-principal',
  description:
    'Reports a role that principals of an account may assume which is neither the role’s own nor configured as known or as a third party’s. A condition on an organisation that is configured, on any where none is, or on the network restricts it enough.',
  rationale: 'Whoever controls that account decides who there gets the role, and nobody here sees it.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html',
  ],
  mappings: {},
  falsePositives: ['An account of yours that the configuration does not name.'],
  needs: {},
  covers: (before, now) => extentOf(before).includes('any') || coversExtent(before, now),
  evaluate(role, { config }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const { policy } = trust;
    if (knownAccounts(config).size === 0) {
      return withoutKnown(policy, familiarPrincipals(role, config), knownAccountsMissing(config));
    }
    const organizations = config.knownOrganizations;
    const stranger = { policy, way: awsWay({ action: 'sts:AssumeRole' }), organizations };
    const foreign = admittedForeign(stranger, role, config);
    if (foreign.kind === 'refused') return pass;
    if (foreign.kind === 'undecided') return foreign.verdict;
    const { request, accounts } = foreign;
    return fail(`${accounts === 'any' ? 'Any AWS account' : unknownText(accounts)} may assume ${role.key}`, {
      evidence: whyAdmitted(policy, request),
      witness: awsWitness(request, role.key, policy, [accounts].flat()),
    });
  },
  mend: {
    cli: editTrust(
      'take the account out; or name it in podguard.config.ts under knownAccounts or thirdPartyAccounts',
    ),
    terraform:
      'principals {\n  type        = "AWS"\n  identifiers = ["arn:aws:iam::KNOWN_ACCOUNT:role/NAME"]\n}',
    cloudformation: 'Principal:\n  AWS: arn:aws:iam::KNOWN_ACCOUNT:role/NAME',
  },
  remediation: 'restore-trust-policy',
});

/** Nothing can be said to be unknown then, unless there is nobody else. */
function withoutKnown(policy: Policy, leftOut: Region, missing: string): Verdict {
  const answer = awsTrust(policy);
  if (!answer.decided) return undecidedBy(answer);
  return findWitness(answer.analysis, leftOut).kind === 'none' ? pass : indeterminate(missing);
}

import { type Config, defineRule, fail, notApplicable, pass } from '@podguard/core';
import { awsWay, boxOfTexts, complement, exactly, type Policy } from '@podguard/policy';
import { awsWitness, principalsOutside } from '../shared/aws-accounts.ts';
import { type Admission, admitsStranger } from '../shared/aws-strangers.ts';
import { coversExtent } from '../shared/extent.ts';
import { editTrust } from '../shared/mend-steps.ts';
import { readTrust, whyAdmitted } from '../shared/trust.ts';

export const trustExternalIdMissing = defineRule({
  id: 'trust-external-id-missing',
  title: 'A third party may assume the role without an external id',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'medium',
  broken: false,
  family: 'aws-principal',
  description:
    'Reports a role that an account which is configured as a third party’s may assume without sts:ExternalId, or with any. A condition on an organisation or on the network of others keeps it out.',
  rationale:
    'Another customer of that firm can give it your role’s ARN and so act on your account through it (the confused deputy).',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  mappings: {},
  falsePositives: ['A third party that acts for you alone.'],
  needs: {},
  covers: coversExtent,
  evaluate(role, { config }) {
    if (config.thirdPartyAccounts.length === 0) return notApplicable('no third party is configured');
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const asked = config.thirdPartyAccounts.map((account) => ask(trust.policy, account, config));
    const [first] = asked.flatMap((one) => (one.kind === 'admitted' ? [one] : []));
    const left = asked.find((one) => one.kind === 'undecided');
    if (first === undefined) return left?.kind === 'undecided' ? left.verdict : pass;
    const accounts = config.thirdPartyAccounts.filter((_, at) => asked[at]?.kind === 'admitted');
    return fail(`Third party ${accounts.join(', ')} may assume ${role.key} without an external id`, {
      evidence: whyAdmitted(trust.policy, first.request),
      witness: awsWitness(first.request, role.key, trust.policy, accounts),
    });
  },
  mend: {
    cli: editTrust(
      '"Condition": {"StringEquals": {"sts:ExternalId": "THE ID THE THIRD PARTY GAVE YOU"}}; it is refused until it sends that id',
    ),
    terraform:
      'condition {\n  test     = "StringEquals"\n  variable = "sts:ExternalId"\n  values   = [var.external_id]\n}',
    cloudformation: 'Condition:\n  StringEquals:\n    sts:ExternalId: !Ref ExternalId',
  },
  remediation: 'restore-trust-policy',
});

/** No customer was given this one: who admits it asks for none in particular. */
const STRANGE = 'zq7-unrelated-external-id';

function ask(policy: Policy, account: string, config: Config): Admission {
  const given = boxOfTexts({ 'sts:externalid': { present: complement(exactly(STRANGE)) } });
  const way = awsWay({ action: 'sts:AssumeRole' });
  const organizations = config.knownOrganizations;
  return admitsStranger({ policy, way, organizations }, [...principalsOutside(account), given]);
}

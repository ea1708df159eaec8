import {
  defineRule,
  fail,
  indeterminate,
  knownAccounts,
  knownAccountsMissing,
  notApplicable,
  pass,
  type Verdict,
  type Witness,
} from '@podguard/core';
import { awsWay, type Policy, type PolicyRequest } from '@podguard/policy';
import { awsWitness, unknownText } from '../shared/aws-accounts.ts';
import { coversExtent, extentOf } from '../shared/extent.ts';
import { admittedForeign } from '../shared/foreign-accounts.ts';
import { lines } from '../shared/mend-steps.ts';
import { readResourcePolicy } from '../shared/resource-policy.ts';
import { whyAdmitted } from '../shared/trust.ts';

export const secretPolicyOpen = defineRule({
  id: 'secret-policy-open',
  title: 'The resource policy lets everybody, or an unknown account, read the secret',
  method: 'external-secrets',
  resource: 'secret',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    "Reports a secret whose resource policy lets principals of any AWS account read it, or those of an account that is neither the secret's own nor configured as known or as a third party's. A condition on an organisation that is configured, on any where none is, or on the network restricts it enough.",
  rationale: 'Whoever controls such an account reads the secret without any right in this one.',
  references: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html',
  ],
  mappings: {},
  falsePositives: [
    'An account of yours that the configuration does not name.',
    'A secret under the key `aws/secretsmanager`, which another account cannot decrypt with: the policy is as open all the same.',
  ],
  needs: {},
  covers: (before, now) => extentOf(before).includes('any') || coversExtent(before, now),
  evaluate(secret, { config }) {
    if (secret.key.includes(':ssm:')) return notApplicable('a parameter');
    const { resourcePolicy } = secret.state;
    if (resourcePolicy === undefined) return indeterminate('resourcePolicy');
    if (resourcePolicy === null) return pass;
    const read = readResourcePolicy(secret, resourcePolicy);
    if ('verdict' in read) return read.verdict;
    const { policy } = read;
    const way = awsWay({ action: 'secretsmanager:GetSecretValue' });
    const stranger = { policy, way, organizations: config.knownOrganizations };
    const foreign = admittedForeign(stranger, secret, config);
    if (foreign.kind === 'refused') return pass;
    if (foreign.kind === 'undecided') return ofResource(foreign.verdict);
    const { request, accounts } = foreign;
    const anybody = accounts === 'any';
    if (!anybody && knownAccounts(config).size === 0) return indeterminate(knownAccountsMissing(config));
    return fail(`${anybody ? 'Anybody with an AWS account' : unknownText(accounts)} may read ${secret.key}`, {
      evidence: whyAdmitted(policy, request),
      witness: readWitness(request, secret.key, policy, [accounts].flat()),
    });
  },
  mend: {
    cli: lines(
      'aws secretsmanager get-resource-policy --secret-id {secretName} --region {region} --query ResourcePolicy --output text > policy.json',
      '# in policy.json, which is written back as a whole: name the roles that need it under Principal',
      'aws secretsmanager put-resource-policy --secret-id {secretName} --region {region} --block-public-policy --resource-policy file://policy.json',
      '# where nobody of another account needs it:',
      '# aws secretsmanager delete-resource-policy --secret-id {secretName} --region {region}',
    ),
    terraform:
      'resource "aws_secretsmanager_secret_policy" "this" {\n  secret_arn          = aws_secretsmanager_secret.this.arn\n  block_public_policy = true\n  policy              = data.aws_iam_policy_document.readers.json\n}\n# readers: principals of type AWS with the ARNs of roles',
    cloudformation:
      'Type: AWS::SecretsManager::ResourcePolicy\nProperties:\n  SecretId: !Ref Secret\n  BlockPublicPolicy: true\n  ResourcePolicy:\n    Version: "2012-10-17"\n    Statement:\n      - Effect: Allow\n        Principal: {AWS: "arn:aws:iam::KNOWN_ACCOUNT:role/NAME"}\n        Action: secretsmanager:GetSecretValue\n        Resource: "*"',
  },
});

function readWitness(
  request: PolicyRequest,
  key: string,
  policy: Policy,
  extent: readonly string[],
): Witness {
  const arn = request.principal.type === 'AWS' ? request.principal.arn : 'a principal of another account';
  return { ...awsWitness(request, key, policy, extent), text: `${arn} reads ${key}` };
}

/** The analysis was made for trust policies and calls the document so. */
function ofResource(verdict: Verdict): Verdict {
  if (verdict.status !== 'indeterminate') return verdict;
  return {
    ...verdict,
    missing: verdict.missing.map((one) => one.replace(/^trust policy/, 'resource policy')),
  };
}

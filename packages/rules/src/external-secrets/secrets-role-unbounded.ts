import {
  defineRule,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
  undecidable,
  type Witness,
} from '@podguard/core';
import { readsAllSecrets, type SecretsAnswer } from '@podguard/policy';
import { coversExtent } from '../shared/extent.ts';
import { permissionsOf } from '../shared/permissions.ts';
import { grantEvidence } from '../shared/permissions-evidence.ts';
import { operatorBindings } from '../shared/secrets-operator.ts';
import { readTrust } from '../shared/trust.ts';

export const secretsRoleUnbounded = defineRule({
  id: 'secrets-role-unbounded',
  title: "A secrets operator's role reads all secrets or parameters",
  method: 'external-secrets',
  resource: 'iam-role',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports a role that is bound to the service account of a secrets operator (External Secrets, the Secrets Store CSI provider, configured ones) and may read every secret or every parameter of the account.',
  rationale:
    'Whoever may write an ExternalSecret in a namespace that the operator serves then reads any secret of the account.',
  references: [
    'https://external-secrets.io/latest/provider/aws-secrets-manager/',
    'https://external-secrets.io/latest/guides/security-best-practices/',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html',
  ],
  mappings: {},
  falsePositives: ['An account that holds nothing but the secrets of that one cluster.'],
  needs: {
    associations: ['namespace', 'serviceAccount', 'roleArn', 'disableSessionTags'],
    customerPolicies: ['defaultVersion', 'versions'],
  },
  covers: coversExtent,
  evaluate(role, { config, related }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const { operators, open } = operatorBindings(trust.policy, related.associations, config);
    const [operator] = operators;
    if (operator === undefined) {
      return open.length > 0 ? undecidable(...open) : notApplicable('no secrets operator is bound to it');
    }
    const { set } = permissionsOf(role, related.customerPolicies);
    const answer = readsAllSecrets(set);
    if (answer.answer === 'no') return pass;
    if (answer.answer === 'undecided') {
      const missing = [...new Set([...answer.secrets.missing, ...answer.parameters.missing])];
      const unread = set.policies.some(
        ({ name, policy }) => policy === null && missing.includes(`policy ${name}`),
      );
      return unread ? indeterminate(...missing) : undecidable(...missing);
    }
    const what = kindsOf(answer);
    const grants = what.flatMap((kind) => answer[kind].evidence);
    return fail(`${role.key} of the secrets operator ${operator} reads all ${what.join(' and all ')}`, {
      evidence: [...grantEvidence(set, grants), { path: 'serviceAccount', value: operator }],
      witness: witnessOf(role, operator, answer),
    });
  },
  mend: {
    cli: 'aws iam put-role-policy --role-name {roleName} --policy-name {policyName} --policy-document file://policy.json\n# policy.json: "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:REGION:ACCOUNT:secret:PREFIX/*"',
    terraform:
      'statement {\n  actions   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]\n  resources = ["arn:aws:secretsmanager:REGION:ACCOUNT:secret:PREFIX/*"]\n}',
    cloudformation:
      'Effect: Allow\nAction: [secretsmanager:GetSecretValue, secretsmanager:DescribeSecret]\nResource: !Sub arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:PREFIX/*',
  },
});

type What = 'secrets' | 'parameters';

function kindsOf(answer: SecretsAnswer): readonly What[] {
  return (['secrets', 'parameters'] as const).filter((kind) => answer[kind].sure === 'anything');
}

function witnessOf({ key }: Resource<'iam-role'>, operator: string, answer: SecretsAnswer): Witness {
  const what = kindsOf(answer);
  const [request] = what.flatMap((kind) => answer[kind].requests);
  const resource = request?.resource ?? '';
  return {
    text: `The secrets operator ${operator}, by ${key}, may call ${request?.action} for ${resource}, or any other of the account`,
    request: { action: request?.action ?? '', resource },
    extent: [...what],
  };
}

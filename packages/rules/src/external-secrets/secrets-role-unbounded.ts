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
import {
  type PermissionSet,
  patternCovers,
  reachOf,
  readsAllSecrets,
  type SecretsAnswer,
} from '@podguard/policy';
import { lines, takeRights } from '../shared/mend-steps.ts';
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
  mappings: { nist80053: ['AC-6'] },
  falsePositives: ['An account that holds nothing but the secrets of that one cluster.'],
  needs: {
    associations: ['namespace', 'serviceAccount', 'roleArn', 'disableSessionTags'],
    customerPolicies: ['defaultVersion', 'versions'],
  },
  covers: coversSecrets,
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
    const apart = apartOf(set, answer);
    const reads =
      apart.length === 0
        ? `all ${what.join(' and all ')}`
        : `${what.join(' and ')} of any name but ${fewOf(apart)}`;
    return fail(`${role.key} of the secrets operator ${operator} reads ${reads}`, {
      evidence: [...grantEvidence(set, grants), { path: 'serviceAccount', value: operator }],
      witness: witnessOf(role, operator, answer, apart),
    });
  },
  mend: {
    cli: takeRights({
      first:
        'give the operator, by a policy of its own, what it reads: secrets "arn:aws:secretsmanager:REGION:{account}:secret:PREFIX/*", parameters "arn:aws:ssm:REGION:{account}:parameter/PREFIX/*"',
      change: '"Resource" names those secrets and parameters; the actions stay',
    }),
    terraform: lines(
      '# in place of what reads any: with the actions that the operator has',
      'statement {',
      '  actions   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]',
      '  resources = ["arn:aws:secretsmanager:REGION:{account}:secret:PREFIX/*"]',
      '}',
      'statement {',
      '  actions   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]',
      '  resources = ["arn:aws:ssm:REGION:{account}:parameter/PREFIX/*"]',
      '}',
    ),
    cloudformation: lines(
      '# in place of what reads any: with the actions that the operator has',
      '- Effect: Allow',
      '  Action: [secretsmanager:GetSecretValue, secretsmanager:DescribeSecret]',
      '  Resource: !Sub arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:PREFIX/*',
      '- Effect: Allow',
      '  Action: [ssm:GetParameter, ssm:GetParameters, ssm:GetParametersByPath]',
      '  Resource: !Sub arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/PREFIX/*',
    ),
  },
});

const MOST_NAMES = 3;

type What = 'secrets' | 'parameters';

function kindsOf(answer: SecretsAnswer): readonly What[] {
  return (['secrets', 'parameters'] as const).filter((kind) => answer[kind].sure === 'anything');
}

function witnessOf(
  { key }: Resource<'iam-role'>,
  operator: string,
  answer: SecretsAnswer,
  apart: readonly string[],
): Witness {
  const what = kindsOf(answer);
  const [request] = what.flatMap((kind) => answer[kind].requests);
  const resource = request?.resource ?? '';
  const but = apart.length === 0 ? '' : ` but ${fewOf(apart)}`;
  return {
    text: `The secrets operator ${operator}, by ${key}, may call ${request?.action} for ${resource}, or for any other name${but}`,
    request: { action: request?.action ?? '', resource },
    extent: Object.fromEntries(what.map((kind) => [kind, [...answer[kind].apart]])),
  };
}

/** What is kept from it: what one statement excepts another may allow. */
function apartOf(set: PermissionSet, answer: SecretsAnswer): readonly string[] {
  const patterns = kindsOf(answer).flatMap((kind) => {
    const { apart, requests } = answer[kind];
    const actions = requests.map(({ action }) => action);
    return apart.filter((target) => !isArn(target) || reachOf(set, { actions, target }).sure !== 'anything');
  });
  return [...new Set(patterns)];
}

function isArn(pattern: string): boolean {
  return /^arn:[^:]*:[^:]+:[^:]*:[^:]*:[^:]/.test(pattern);
}

function fewOf(patterns: readonly string[]): string {
  const rest = patterns.length - MOST_NAMES;
  return patterns.slice(0, MOST_NAMES).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

type Apart = Readonly<Partial<Record<What, readonly string[]>>>;

/** Each kind that is read now was read before, and what was kept from it then is kept from it now. */
function coversSecrets(before: Witness, now: Witness): boolean {
  const one = (before.extent ?? {}) as Apart;
  const kinds = Object.entries((now.extent ?? {}) as Apart) as [What, readonly string[]][];
  return kinds.every(([kind, kept]) =>
    one[kind]?.every((pattern) => kept.some((other) => patternCovers(other, pattern))),
  );
}

import {
  defineRule,
  type Evidence,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
  undecidable,
  type Verdict,
  type Witness,
} from '@podguard/core';
import {
  evaluate,
  type PermissionSet,
  POD_IDENTITY_SERVICE,
  type Policy,
  type PolicyRequest,
  patternCovers,
  type Reach,
  readsAllSecrets,
} from '@podguard/policy';
import { contextOf } from '../shared/aws-accounts.ts';
import { extentOf } from '../shared/extent.ts';
import { editTrust, lines } from '../shared/mend-steps.ts';
import { type OtherCaller, otherCallers } from '../shared/other-callers.ts';
import { permissionsOf } from '../shared/permissions.ts';
import { operatorBindings } from '../shared/secrets-operator.ts';
import { readTrust } from '../shared/trust.ts';

export const secretsRoleShared = defineRule({
  id: 'secrets-role-shared',
  title: "Others than the secrets operator may assume the operator's role",
  method: 'external-secrets',
  resource: 'iam-role',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    "Reports a role that reads secrets or parameters, is bound to a secrets operator's service account, and is trusted by others too: further service accounts, AWS principals, services, other identity providers.",
  rationale:
    'Whoever shares the role reads what the operator reads, past the rules that the operator keeps about who may ask for which secret.',
  references: ['https://external-secrets.io/latest/guides/security-best-practices/'],
  mappings: {},
  falsePositives: ['Two installations of the operator that go by other names: configure `secretsOperators`.'],
  needs: {
    associations: ['namespace', 'serviceAccount', 'clusterName', 'roleArn', 'disableSessionTags'],
    customerPolicies: ['defaultVersion', 'versions'],
  },
  covers: (before, now) =>
    extentOf(now).every((caller) => extentOf(before).some((known) => patternCovers(known, caller))),
  evaluate(role, { config, related }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const { operators, open } = operatorBindings(trust.policy, related.associations, config);
    const [operator] = operators;
    if (operator === undefined) {
      return open.length > 0 ? undecidable(...open) : notApplicable('no secrets operator is bound to it');
    }
    const others = otherCallers(role, trust.policy, related.associations, config);
    const [first] = others.found;
    if (first === undefined) return others.open.length > 0 ? undecidable(...others.open) : pass;
    const reads = readsSomething(permissionsOf(role, related.customerPolicies).set);
    if (reads !== null) return reads;
    const all = others.found.flatMap(({ who }) => who);
    const more = all.length > 1 ? `, and ${all.length - 1} more` : '';
    return fail(
      `Not only the secrets operator ${operator} gets its role ${role.key}: also ${all[0]}${more}`,
      {
        evidence: [
          ...others.found.flatMap((caller) => evidenceOf(trust.policy, caller)),
          { path: 'serviceAccount', value: operator },
        ],
        witness: witnessOf(role, first, all),
      },
    );
  },
  mend: {
    cli: lines(
      '# first a role of its own for each other caller',
      editTrust(
        'the operator alone, "StringEquals": {"ISSUER:sub": "system:serviceaccount:external-secrets:external-secrets", "ISSUER:aud": "sts.amazonaws.com"}',
      ),
    ),
    terraform: lines(
      '# first a role of its own for each other caller',
      'condition {',
      '  test     = "StringEquals"',
      '  variable = "ISSUER:sub"',
      '  values   = ["system:serviceaccount:external-secrets:external-secrets"]',
      '}',
      'condition {',
      '  test     = "StringEquals"',
      '  variable = "ISSUER:aud"',
      '  values   = ["sts.amazonaws.com"]',
      '}',
    ),
    cloudformation: lines(
      '# first a role of its own for each other caller',
      'Condition:',
      '  StringEquals:',
      '    "ISSUER:sub": system:serviceaccount:external-secrets:external-secrets',
      '    "ISSUER:aud": sts.amazonaws.com',
    ),
  },
});

/** Null where it surely reads a secret or a parameter. */
function readsSomething(set: PermissionSet): Verdict | null {
  const { secrets, parameters } = readsAllSecrets(set);
  const both: readonly Reach[] = [secrets, parameters];
  if (both.some(({ answer }) => answer === 'yes')) return null;
  if (both.every(({ answer }) => answer === 'no')) return notApplicable('it reads no secrets');
  const missing = [...new Set(both.flatMap((reach) => reach.missing))];
  const unread = set.policies.some(
    ({ name, policy }) => policy === null && missing.includes(`policy ${name}`),
  );
  return unread ? indeterminate(...missing) : undecidable(...missing);
}

/** The Allow statements that let the caller in. */
function evidenceOf(policy: Policy, { who, request }: OtherCaller): readonly Evidence[] {
  if (request === null) return [{ path: 'association', value: who[0] }];
  return evaluate(policy, request, { otherKeys: 'unknown' })
    .statements.filter(({ effect, matched }) => effect === 'Allow' && matched === 'yes')
    .map(({ path }) => ({ path, value: [...who] }));
}

function witnessOf({ key }: Resource<'iam-role'>, first: OtherCaller, all: readonly string[]): Witness {
  const { request, text } = first;
  const asked =
    request === null
      ? { action: 'sts:AssumeRole', principal: POD_IDENTITY_SERVICE }
      : { action: request.action, principal: callerOf(request), context: contextOf(request) };
  return { text: `${text} ${key}`, request: asked, extent: [...all] };
}

function callerOf({ principal }: PolicyRequest): string {
  switch (principal.type) {
    case 'AWS':
      return principal.arn;
    case 'Service':
      return principal.name;
    case 'Federated':
      return principal.provider;
    case 'Anonymous':
      return '*';
  }
}

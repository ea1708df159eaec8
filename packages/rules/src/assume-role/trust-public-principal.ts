import {
  type Config,
  defineRule,
  fail,
  pass,
  type Resource,
  undecidable,
  type Witness,
} from '@podguard/core';
import { awsWay, type Policy, type PolicyRequest } from '@podguard/policy';
import { asked, awsWitness, contextOf, listed, ourPrincipals, principalsIn } from '../shared/aws-accounts.ts';
import { admitsAnyProvider, providerWitness, strangeSamlProvider } from '../shared/aws-any-provider.ts';
import { accountsNamedIn } from '../shared/aws-named-accounts.ts';
import { openProviders } from '../shared/aws-open-providers.ts';
import { type Admission, admitsStranger } from '../shared/aws-strangers.ts';
import { unknownPrincipals } from '../shared/aws-unknown-principals.ts';
import { coversExtent } from '../shared/extent.ts';
import { editTrust } from '../shared/mend-steps.ts';
import { readTrust, whyAdmitted } from '../shared/trust.ts';

export const trustPublicPrincipal = defineRule({
  id: 'trust-public-principal',
  title: 'Anybody may assume the role',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'critical',
  broken: false,
  family: 'aws-principal',
  description:
    'Reports a role that principals of any AWS account may assume, or anybody with a token of a public OIDC provider or an assertion of any SAML provider, where nothing restricts it but what callers choose themselves: an external id, a session name, tags of their own principals, the audience of a shared CI service.',
  rationale: 'Whoever learns the role’s ARN has its permissions, from an account of their own.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html',
  ],
  mappings: {},
  falsePositives: ['An identity provider of your own that gives tokens for this role only.'],
  needs: {},
  covers: coversExtent,
  evaluate(role, { config }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const { policy } = trust;
    const anybody = admitsAnybody(policy, role, config);
    const providers = openProviders(policy, config);
    const tokens = providers.flatMap(({ provider, issuer, admission }) =>
      admission.kind === 'admitted' ? [{ provider, issuer, request: admission.request }] : [],
    );
    const saml = strangeSamlProvider(role);
    const assertion = namesSaml(policy) ? admitsAnyProvider(policy, saml) : REFUSED;
    const open = [
      ...tokens.map(({ provider }) => provider),
      ...(assertion.kind === 'admitted' ? ['any SAML provider'] : []),
    ];
    if (anybody.kind === 'admitted') {
      const { request } = anybody;
      return fail(`Principals of any AWS account may assume ${role.key}`, {
        evidence: whyAdmitted(policy, request),
        witness: awsWitness(request, role.key, policy, ['any AWS account', ...open]),
      });
    }
    const [token] = tokens;
    if (token !== undefined) {
      return fail(`Anybody with a token of ${token.issuer} may assume ${role.key}`, {
        evidence: whyAdmitted(policy, token.request),
        witness: tokenWitness(token, role.key, policy, open),
      });
    }
    if (assertion.kind === 'admitted') {
      const { request } = assertion;
      return fail(`Anybody with an assertion of a SAML provider may assume ${role.key}`, {
        evidence: whyAdmitted(policy, request),
        witness: providerWitness(saml, request, role.key, policy, open),
      });
    }
    const [left] = [anybody, assertion, ...providers.map(({ admission }) => admission)].flatMap((one) =>
      one.kind === 'undecided' ? [one.verdict] : [],
    );
    if (left !== undefined) return left;
    const unknown = unknownPrincipals(policy);
    return unknown.length > 0 ? undecidable(...unknown) : pass;
  },
  mend: {
    cli: editTrust(
      'name the roles that need it under Principal, or add "StringEquals": {"aws:PrincipalOrgID": "o-..."}; who else assumes it stands in CloudTrail as AssumeRole: name them, too',
    ),
    terraform:
      'principals {\n  type        = "AWS"\n  identifiers = ["arn:aws:iam::ACCOUNT:role/NAME"]\n}\n# for a CI service: condition StringEquals on its "sub"',
    cloudformation: 'Principal:\n  AWS: arn:aws:iam::ACCOUNT:role/NAME',
  },
  remediation: 'restore-trust-policy',
});

/** Accounts that the policy names are somebody's, not anybody's. */
function admitsAnybody(policy: Policy, role: Resource<'iam-role'>, config: Config): Admission {
  return admitsStranger(
    { policy, way: awsWay({ action: 'sts:AssumeRole' }), organizations: config.knownOrganizations },
    [...ourPrincipals(role, config), ...principalsIn(accountsNamedIn(policy))],
  );
}

const REFUSED: Admission = { kind: 'refused' };

/** Whether any SAML provider may be meant. */
function namesSaml({ statements }: Policy): boolean {
  return statements.some(
    ({ effect, principals, notPrincipals }) =>
      effect === 'Allow' &&
      (notPrincipals !== null || (principals ?? []).some(({ value }) => /[*?]/.test(value))),
  );
}

interface Token {
  readonly provider: string;
  readonly issuer: string;
  readonly request: PolicyRequest;
}

function tokenWitness(
  { provider, issuer, request }: Token,
  role: string,
  policy: Policy,
  open: readonly string[],
): Witness {
  const own = contextOf(request);
  const claims = ['sub', 'aud'].map((name) => [name, `${issuer}:${name}`] as const);
  const values = claims.map(([name, key]) => `${name} ${JSON.stringify(String(own[key]))}`);
  const isClaim = (text: string): boolean =>
    claims.some(([, key]) => text.toLowerCase().startsWith(`${key} `.toLowerCase()));
  const { context, given, time } = asked(policy, request);
  const more = given.filter((text) => !isClaim(text));
  return {
    text: `A token of ${issuer} with ${listed([...values, ...more])} gets ${role}${time}`,
    request: { action: request.action, provider, context },
    extent: [...open],
  };
}

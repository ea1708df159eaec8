import { severityRank, type Verdict } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configOf, resourceOf } from '../support/states.ts';
import { ISSUER, PROVIDER } from '../support/trusts.ts';

const OWN = '111122223333';
const FOREIGN = '444455556666';
const GITHUB = 'token.actions.githubusercontent.com';
const RULES = catalogue.rules.filter(
  ({ id, broken }) => /^(trust-|pod-identity-(trust|mixed))/.test(id) && !broken,
);

const principal = fc.constantFrom<unknown>(
  '*',
  { AWS: '*' },
  { AWS: OWN },
  { AWS: FOREIGN },
  { AWS: ['777788889999', `arn:aws:iam::${OWN}:role/x`] },
  { AWS: `arn:aws:iam::${FOREIGN}:role/x` },
  { AWS: ['*', `arn:aws:iam::${OWN}:role/x`] },
  { AWS: [`arn:aws:iam::${OWN}:root`, `arn:aws:iam::${FOREIGN}:user/bob`] },
  { AWS: [`arn:aws:sts::${OWN}:assumed-role/x/s`, `arn:aws:sts::${FOREIGN}:federated-user/bob`] },
  { Service: 'pods.eks.amazonaws.com' },
  { Service: 'rolesanywhere.amazonaws.com' },
  { Federated: PROVIDER },
  { Federated: `arn:aws:iam::${OWN}:oidc-provider/${GITHUB}` },
  { Federated: 'cognito-identity.amazonaws.com' },
);

const values: Readonly<Record<string, readonly string[]>> = {
  'aws:PrincipalOrgID': ['o-ourownorg1', 'o-abcdefghij'],
  'aws:PrincipalArn': [
    `arn:aws:iam::${OWN}:role/x`,
    'arn:aws:iam::*:role/x',
    `arn:aws:iam::${FOREIGN}:role/team-*`,
  ],
  'aws:username': ['bob', '*'],
  'aws:PrincipalAccount': [OWN, FOREIGN, '777788889999'],
  'aws:PrincipalTag/team': ['shop'],
  'aws:PrincipalTag/x509Subject/CN': ['web', '*'],
  'aws:userid': ['AROAEXAMPLEID:*', '*:deployer'],
  'aws:SourceVpce': ['vpce-0a1b2c'],
  'aws:SourceAccount': [OWN],
  'aws:SourceArn': [
    `arn:aws:eks:eu-central-1:${OWN}:cluster/prod`,
    `arn:aws:rolesanywhere:eu-central-1:${OWN}:trust-anchor/*`,
    `arn:aws:rolesanywhere:eu-central-1:${OWN}:trust-anchor/a1b2`,
  ],
  'aws:RequestTag/kubernetes-namespace': ['shop', 'shop-*'],
  'aws:RequestTag/eks-cluster-name': ['prod'],
  'sts:ExternalId': ['abc', '*'],
  'sts:RoleSessionName': ['deploy-*'],
  [`${ISSUER}:sub`]: ['system:serviceaccount:shop:cart', 'system:serviceaccount:*'],
  [`${GITHUB}:sub`]: ['repo:acme/*', 'repo:*', 'repo:acme*'],
  [`${GITHUB}:aud`]: ['sts.amazonaws.com'],
  'cognito-identity.amazonaws.com:aud': ['eu-central-1:pool'],
};

const text = fc
  .constantFrom(...Object.keys(values))
  .chain((key) =>
    fc.tuple(
      fc.constantFrom(
        'StringLike',
        'StringEquals',
        'StringNotLike',
        'StringLikeIfExists',
        'StringNotLikeIfExists',
      ),
      fc.constant(key),
      fc.subarray([...(values[key] ?? [])], { minLength: 1 }),
    ),
  )
  .map(([operator, key, texts]) => ({ [operator]: { [key]: texts } }));

const RANGES = ['0.0.0.0/0', '0.0.0.0/1', '64.0.0.0/2', '96.0.0.0/4', '203.0.113.0/24', '2001:db8::/32'];
const value = fc.oneof(
  fc
    .tuple(fc.constantFrom('IpAddress', 'NotIpAddress'), fc.subarray(RANGES, { minLength: 1 }))
    .map(([operator, ranges]) => ({ [operator]: { 'aws:SourceIp': ranges } })),
  fc
    .tuple(fc.constantFrom('DateLessThan', 'DateGreaterThan'), fc.constantFrom('2020-01-01', '2025-12-31'))
    .map(([operator, day]) => ({ [operator]: { 'aws:CurrentTime': [day] } })),
);
const condition = fc.oneof({ weight: 4, arbitrary: text }, value);

interface Statement {
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action: readonly string[];
  readonly Effect: 'Allow' | 'Deny';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const statement = (effect: 'Allow' | 'Deny') =>
  fc
    .tuple(principal, fc.option(condition, { nil: undefined }), fc.boolean())
    .map(([named, asked, except]): Statement => {
      const isAccount = typeof named === 'object' && named !== null && 'AWS' in named && named.AWS !== '*';
      const whom = effect === 'Allow' && except && isAccount ? { NotPrincipal: named } : { Principal: named };
      return {
        Effect: effect,
        ...whom,
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:AssumeRoleWithWebIdentity'],
        ...(asked === undefined ? {} : { Condition: asked }),
      };
    });

const config = configOf({
  knownAccounts: ['777788889999'],
  thirdPartyAccounts: [FOREIGN],
  environments: { prod: { clusters: ['prod'] }, test: { clusters: ['test'] } },
});
const configs = [
  config,
  configOf(),
  configOf({ ...config, thirdPartyAccounts: [], knownOrganizations: ['o-ourownorg1'] }),
];
const related = {
  associations: [],
  clusters: [],
  trustedRoles: [],
  targetAssociations: [],
  policies: [],
  namedRoles: [],
  trustedNodegroups: [],
  instanceCallers: [],
  callerNodegroups: [],
};

function verdictOf(statements: readonly object[], rule: (typeof RULES)[number], at: number): Verdict {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const sets = { policies: {}, inlinePolicies: {} };
  const role = resourceOf('iam-role', { state: { trust: text, boundary: null }, sets });
  return rule.evaluate(role as never, { config: configs[at]!, related: related as never });
}

/** The rank of what a rule says at medium or above, else below all. */
function judge(statements: readonly object[], rule: (typeof RULES)[number], at: number): number {
  const verdict = verdictOf(statements, rule, at);
  if (verdict.status !== 'fail') return 0;
  return severityRank(verdict.graded?.severity ?? rule.severity);
}

function narrowed(statements: readonly Statement[], extra: Statement['Condition']): readonly Statement[] {
  const operator = Object.keys(extra ?? {})[0] ?? '';
  return statements.map((one) =>
    one.Effect === 'Deny' || one.Condition?.[operator] !== undefined
      ? one
      : { ...one, Condition: { ...one.Condition, ...extra } },
  );
}

/** ARNs that IAM gives nobody, or only by a path that looks like none: a policy may name them all the same. */
const odd = fc.constantFrom(
  { AWS: `arn:aws:iam::${OWN}:role/te:am/x` },
  { AWS: `arn:aws:iam::${OWN}:role/a b` },
  { AWS: `arn:aws:iam::${OWN}:role//x` },
  { AWS: 'arn:aws:iam::12345:role/x' },
  { AWS: `arn:foo:iam::${OWN}:role/x` },
  { AWS: `arn:aws:iam::${OWN}:role/*` },
  { AWS: 'AROAEXAMPLEID' },
);

test('rules have an answer whoever is named, beside everybody and without', () => {
  const rules = catalogue.rules.filter(
    ({ id, resource }) => resource === 'iam-role' && /^(trust-|legacy-)/.test(id),
  );
  expect(rules.length).toBeGreaterThan(8);
  const one = fc.tuple(odd, fc.option(condition, { nil: undefined })).map(([Principal, Condition]) => ({
    Effect: 'Allow',
    Principal,
    Action: 'sts:AssumeRole',
    ...(Condition === undefined ? {} : { Condition }),
  }));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(one, statement('Allow')), { minLength: 1, maxLength: 3 }),
      fc.nat(configs.length - 1),
      (statements, at) => {
        for (const rule of rules)
          expect(['pass', 'fail', 'indeterminate', 'not-applicable']).toContain(
            verdictOf(statements, rule, at).status,
          );
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);

test('a further condition or Deny never makes a verdict worse at medium or above', () => {
  fc.assert(
    fc.property(
      fc.array(statement('Allow'), { minLength: 1, maxLength: 3 }),
      condition,
      statement('Deny'),
      fc.nat(configs.length - 1),
      (allows, extra, deny, at) => {
        for (const rule of RULES) {
          const before = judge(allows, rule, at);
          for (const after of [narrowed(allows, extra), [...allows, deny]]) {
            const rank = judge(after, rule, at);
            if (rank > 0) expect(rank, `${rule.id} ${JSON.stringify(after)}`).toBeLessThanOrEqual(before);
          }
        }
      },
    ),
    { numRuns: Number(process.env.TRUST_RULES_RUNS ?? 100) },
  );
}, 60_000);

import {
  defineRule,
  fail,
  type JsonValue,
  notApplicable,
  pass,
  type Resource,
  undecidable,
  type Verdict,
} from '@podguard/core';
import {
  boxOfTexts,
  everyText,
  findWitness,
  type Policy,
  type PolicyRequest,
  type Principal,
  type TrustAnalysis,
} from '@podguard/policy';
import { nameProvider, PRINCIPAL } from '../shared/irsa-mend.ts';
import { stepBudget } from '../shared/irsa-subjects.ts';
import { impliedProviders, providerWildcards, providerWithin, together } from '../shared/irsa-trusts.ts';
import { broughtBy, listed, withAll } from '../shared/irsa-witness.ts';
import { clusterTrusts, isClusterIssuer, undecidedBy, webIdentityTrust } from '../shared/reach.ts';
import { readTrust } from '../shared/trust.ts';

export const irsaProviderWildcard = defineRule({
  id: 'irsa-provider-wildcard',
  title: 'The role trusts tokens of any OIDC provider',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'critical',
  broken: false,
  family: 'irsa-reach',
  description:
    'Reports a role whose trust policy has a wildcard in place of an OIDC provider, for sts:AssumeRoleWithWebIdentity. Medium where conditions on the claims of certain issuers leave only their tokens (low where everybody, not any provider, is named); what those reach is reported by itself.',
  rationale:
    'Any provider that is ever registered in the account, for another cluster, a pipeline or a sign-in, has the role from then on.',
  references: [
    PRINCIPAL,
    'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html',
  ],
  mappings: {},
  falsePositives: [],
  needs: {},
  covers: () => true,
  evaluate(role, { config }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const { policy } = trust;
    const wildcards = providerWildcards(policy);
    const evidence = wildcards.map(({ path, value }) => ({ path, value }));
    if (wildcards.length === 0)
      return clusterTrusts(policy, config).length > 0
        ? pass
        : notApplicable('no OIDC provider of a cluster may assume it');
    const strange = strangersOf(role, wildcards).map((stranger) => ask(policy, stranger, wildcards));
    const open = strange.find((answer) => answer.kind === 'open');
    if (open?.kind === 'open') {
      const { request, provider } = open;
      return fail(`Tokens of any OIDC provider may assume ${role.key}`, {
        evidence,
        witness:
          request === null
            ? null
            : {
                text: `Whoever has a token of ${issuerOf(provider)}, or of any other OIDC provider of the account${withAll(broughtBy(policy, request)) || ','} gets ${role.key}`,
                request: {
                  action: request.action,
                  provider,
                  context: request.context as JsonValue,
                },
              },
      });
    }
    const undecided = strange.flatMap((answer) => (answer.kind === 'undecided' ? [answer.verdict] : []));
    if (undecided.length > 0) return together(undecided);
    const left = impliedProviders(role, policy).filter(({ provider, issuer }) => {
      const answer = webIdentityTrust(policy, provider, isClusterIssuer(issuer, config));
      return !answer.decided || answer.possibleSubjects.kind !== 'none';
    });
    if (left.length === 0) return notApplicable('no token gets in by the wildcard');
    const issuers = listed(left.map(({ issuer }) => issuer));
    return fail(`${role.key} names any OIDC provider, and only its conditions hold it to ${issuers}`, {
      evidence,
      graded: {
        severity: wildcards.some(({ type }) => type === 'Federated') ? 'medium' : 'low',
        because: `its conditions leave only tokens of ${issuers}`,
      },
    });
  },
  mend: nameProvider,
  remediation: 'restore-trust-policy',
});

interface Stranger {
  readonly provider: string;
  readonly cluster: boolean;
}

/** Nobody's issuers: of a cluster, and of something else. */
const STRANGE = [
  { issuer: 'oidc.eks.us-east-1.amazonaws.com/id/97979797979797979797979797979797', cluster: true },
  { issuer: 'unrelated-provider.example.com', cluster: false },
] as const;

/** Providers that nobody meant and that a wildcard takes in. */
function strangersOf(role: Resource<'iam-role'>, wildcards: readonly Principal[]): readonly Stranger[] {
  return STRANGE.flatMap(({ issuer, cluster }) =>
    wildcards.flatMap(({ value }) => {
      const issuers = [issuer, ...(cluster ? [completed(value)] : [])];
      const provider = issuers
        .map((one) => providerWithin(role, value, one))
        .find((arn) => arn !== undefined);
      return provider === undefined ? [] : [{ provider, cluster }];
    }),
  );
}

/** An issuer of the pattern's own form: its wildcards filled in. */
function completed(pattern: string): string {
  return issuerOf(pattern).replaceAll('?', '9').replaceAll('*', '97');
}

function issuerOf(provider: string): string {
  return provider.slice(provider.indexOf(':oidc-provider/') + ':oidc-provider/'.length);
}

type Answer =
  | { readonly kind: 'open'; readonly provider: string; readonly request: PolicyRequest | null }
  | { readonly kind: 'closed' }
  | { readonly kind: 'undecided'; readonly verdict: Verdict };

/** A condition on the provider itself: whether the key is there at that moment AWS does not say. */
const BY_PROVIDER = [boxOfTexts({ 'aws:federatedprovider': { present: everyText } })];

function ask(policy: Policy, { provider, cluster }: Stranger, wildcards: readonly Principal[]): Answer {
  const answer = webIdentityTrust(policy, provider, cluster);
  if (!answer.decided) return { kind: 'undecided', verdict: undecidedBy(answer) };
  const found = findWitness(answer.analysis, BY_PROVIDER, stepBudget());
  if (found.kind === 'found') return { kind: 'open', provider, request: found.request };
  if (found.kind === 'none') {
    return findWitness(answer.analysis, [], stepBudget()).kind === 'none'
      ? { kind: 'closed' }
      : { kind: 'undecided', verdict: undecidable('aws:FederatedProvider: whose tokens it admits') };
  }
  return isOnlyWildcard(answer.analysis, wildcards)
    ? { kind: 'open', provider, request: null }
    : { kind: 'undecided', verdict: undecidedBy(answer.analysis.assumptions) };
}

/** AWS refuses to store an ARN with a wildcard; whether it would match is all that is not known. */
function isOnlyWildcard({ assumptions }: TrustAnalysis, wildcards: readonly Principal[]): boolean {
  const paths = new Set(wildcards.map(({ path }) => path));
  return assumptions.length > 0 && assumptions.every(({ path }) => paths.has(path));
}

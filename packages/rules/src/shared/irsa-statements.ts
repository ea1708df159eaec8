import type { Config, Resource, Verdict } from '@podguard/core';
import {
  type ConditionReport,
  listProviders,
  type Policy,
  type PolicyText,
  type Principal,
  type Statement,
  type StatementReport,
  type TrustAssumption,
  type WebIdentityAnswer,
} from '@podguard/policy';
import { admittedSubjects } from './irsa-subjects.ts';
import { irsaTrusts } from './irsa-trusts.ts';
import { clusterTrusts, isClusterIssuer, webIdentityTrust } from './reach.ts';
import { readTrust } from './trust.ts';

/** A provider that an Allow names, and what the statement is to its tokens. */
export interface Part {
  readonly provider: string;
  readonly issuer: string;
  readonly cluster: boolean;
  readonly answer: WebIdentityAnswer;
  readonly report: StatementReport;
}

/** An Allow statement that names clusters' providers. */
export interface ClusterStatement {
  readonly statement: Statement;
  /** Whether it names nobody else. */
  readonly providersOnly: boolean;
  /** All OIDC providers that it names, clusters' or not. */
  readonly parts: readonly Part[];
}

/** The Allow statements of a trust policy that are for tokens of clusters, or the verdict where none can be looked at. */
export function clusterStatements(
  role: Resource<'iam-role'>,
  config: Config,
):
  | { readonly verdict: Verdict }
  | { readonly statements: readonly ClusterStatement[]; readonly undecided: readonly Verdict[] } {
  const trust = readTrust(role);
  if ('verdict' in trust) return trust;
  const { policy } = trust;
  const statements = policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .map((statement) => clusterStatement(policy, statement, config))
    .filter(({ parts }) => parts.some(({ cluster }) => cluster));
  return { statements, undecided: irsaTrusts(role, policy, config).undecided };
}

function clusterStatement(policy: Policy, statement: Statement, config: Config): ClusterStatement {
  const principals = statement.principals ?? [];
  const parts = partsOf(policy, statement.path, principals, config);
  const providers = new Set(parts.map(({ provider }) => provider));
  const providersOnly = principals.every(({ type, value }) => type === 'Federated' && providers.has(value));
  return { statement, providersOnly, parts };
}

function partsOf(
  policy: Policy,
  statement: string,
  principals: readonly Principal[],
  config: Config,
): readonly Part[] {
  const named = new Set(principals.map(({ value }) => value));
  return listProviders(policy).flatMap(({ provider, issuer, wildcard }) => {
    if (wildcard || issuer === null || !named.has(provider)) return [];
    const cluster = isClusterIssuer(issuer, config);
    const answer = webIdentityTrust(policy, provider, cluster);
    if (!answer.decided) return [];
    const report = answer.statements.find(({ path }) => path === statement);
    return report === undefined ? [] : [{ provider, issuer, cluster, answer, report }];
  });
}

/** A statement that no token of a cluster can satisfy. */
export interface DeadPart {
  readonly statement: Statement;
  readonly part: Part;
  /** Another provider of the same statement whose tokens do get in. */
  readonly worksFor: string | null;
  /** It asks for the subject under other issuers' keys only, and one of those is never there. */
  readonly mismatch: boolean;
}

/** Statements that nothing matches, unless they are for several providers and another statement lets this one in. */
export function deadParts({ statement, parts }: ClusterStatement): readonly DeadPart[] {
  const working = parts.find(({ report }) => !report.matchesNothing);
  return parts
    .filter(({ cluster, report }) => cluster && report.matchesNothing)
    .filter(({ answer }) => working === undefined || admittedSubjects(answer).possibleWidth === 'none')
    .map((part) => ({
      statement,
      part,
      worksFor: working?.issuer ?? null,
      mismatch: isMismatch(part),
    }));
}

/** A statement that tokens of a cluster satisfy, each of which a Deny refuses. */
export interface ShutPart {
  readonly statement: Statement;
  readonly part: Part;
  /** The Deny statements that match some of them. */
  readonly denies: readonly Statement[];
}

export function shutParts({ statement, parts }: ClusterStatement): readonly ShutPart[] {
  return parts
    .filter(
      ({ cluster, report, answer }) =>
        cluster && !report.matchesNothing && admittedSubjects(answer).possibleWidth === 'none',
    )
    .map((part) => {
      const { policy } = part.answer.analysis;
      const matching = part.answer.statements.filter(
        ({ effect, matchesNothing }) => effect === 'Deny' && !matchesNothing,
      );
      const paths = new Set(matching.map(({ path }) => path));
      return { statement, part, denies: policy.statements.filter(({ path }) => paths.has(path)) };
    });
}

function isMismatch({ issuer, report }: Part): boolean {
  const subjects = report.conditions.filter(({ key }) => /:sub$/i.test(key));
  const own = `${issuer}:sub`.toLowerCase();
  return (
    subjects.some(({ effect }) => effect === 'none') && subjects.every(({ key }) => key.toLowerCase() !== own)
  );
}

/** An Allow of `sts:AssumeRole` to a cluster's provider, whose tokens no other statement lets in. */
export interface Misdirected {
  readonly statement: Statement;
  readonly issuer: string;
  readonly action: PolicyText;
}

/** Statements that name a cluster's provider for the action of IAM principals. */
export function misdirected(role: Resource<'iam-role'>, config: Config): readonly Misdirected[] {
  const trust = readTrust(role);
  if ('verdict' in trust) return [];
  const { policy } = trust;
  return clusterTrusts(policy, config).flatMap(({ provider: { provider }, issuer, answer }) => {
    if (!answer.decided || answer.statements.some(({ effect }) => effect === 'Allow')) return [];
    return policy.statements.flatMap((statement) => {
      const named = statement.principals?.some(({ value }) => value === provider) === true;
      const action = statement.actions?.find(({ value }) => value.toLowerCase() === 'sts:assumerole');
      return statement.effect === 'Allow' && named && action !== undefined
        ? [{ statement, issuer, action }]
        : [];
    });
  });
}

/** Whether it is not known that a statement can be satisfied: the parts of its conditions that leave it open. */
export function openConditions({ parts }: ClusterStatement): readonly ConditionReport[] {
  return parts.flatMap(({ cluster, report }) =>
    cluster && !report.matchesNothing ? report.conditions.filter(({ effect }) => effect === 'open') : [],
  );
}

/** Statements of which it is not known whether Denies leave anybody: what that hangs on, where it is none of their own conditions. */
export function openDenies(statement: ClusterStatement): readonly TrustAssumption[] {
  if (openConditions(statement).length > 0) return [];
  return statement.parts.flatMap(({ cluster, report, answer }) => {
    const { width, possibleWidth } = admittedSubjects(answer);
    const isOpen = cluster && !report.matchesNothing && width === 'none' && possibleWidth !== 'none';
    return isOpen ? answer.analysis.assumptions : [];
  });
}

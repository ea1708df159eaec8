import { type Config, type Resource, roleKeyFromArn } from '@podguard/core';
import {
  type AwsPrincipalsAnswer,
  boxOfTexts,
  exactly,
  findWitness,
  globPattern,
  type Language,
  listProviders,
  POD_IDENTITY_SERVICE,
  type Policy,
  type PolicyRequest,
  type Region,
  type Subjects,
  type TrustAnalysis,
  type Undecided,
  union,
} from '@podguard/policy';
import { isSecretsOperator } from '../data/known-addons.ts';
import { awsTrust, clusterTrusts, isClusterIssuer, webIdentityTrust } from './reach.ts';
import { boundBy, operatorSubjects } from './secrets-operator.ts';
import { ask, isDenied } from './trust.ts';

/** Somebody besides secrets operators who gets a role. */
export interface OtherCaller {
  readonly text: string;
  /** Who they are, as patterns, to compare with who was there before. */
  readonly who: readonly [string, ...string[]];
  readonly request: PolicyRequest | null;
}

export interface OtherCallers {
  readonly found: readonly OtherCaller[];
  readonly open: readonly string[];
}

interface Asked {
  readonly who: OtherCaller['who'];
  readonly analysis: TrustAnalysis | Undecided;
  readonly left: Region;
  readonly inWords: (request: PolicyRequest) => string;
}

/** Who gets a role besides secrets operators and itself: an example of each way in. */
export function otherCallers(
  role: Resource<'iam-role'>,
  policy: Policy,
  associations: readonly Resource<'pod-identity-association'>[],
  config: Config,
): OtherCallers {
  const found: OtherCaller[] = [];
  const open: string[] = [];
  for (const { who, analysis, left, inWords } of waysIn(role, policy, config)) {
    if (!analysis.decided) {
      open.push(`trust policy: ${analysis.reason}`);
      continue;
    }
    const witness = findWitness(analysis, left);
    if (witness.kind === 'found')
      found.push({ who, text: inWords(witness.request), request: witness.request });
    if (witness.kind === 'undecided')
      open.push(...analysis.assumptions.map(({ path, reason }) => `${path}: ${reason}`));
  }
  for (const { provider, wildcard } of listProviders(policy))
    if (wildcard) open.push(`which providers ${provider} stands for`);
  for (const { name, request } of servicesIn(policy)) {
    const evaluation = ask(policy, request);
    if (evaluation.decision === 'allow') found.push({ who: [name], text: `${name} gets`, request });
    else if (!isDenied(evaluation)) open.push(`whether ${name} may assume it`);
  }
  for (const { association, admitted } of boundBy(policy, associations)) {
    const { namespace, serviceAccount, clusterName } = association.state;
    const subject = `system:serviceaccount:${namespace}:${serviceAccount}`;
    if (hasSubject(config, subject)) continue;
    const who = `${namespace}/${serviceAccount} by ${association.key}`;
    const known = typeof namespace === 'string' && typeof serviceAccount === 'string';
    if (admitted === 'unknown' || !known) open.push(`whether ${association.key} gets the role`);
    else found.push({ who: [who], text: podText(subject, clusterName ?? '?'), request: null });
  }
  return { found, open: [...new Set(open)] };
}

function waysIn(role: Resource<'iam-role'>, policy: Policy, config: Config): readonly Asked[] {
  const operators = [boxOfTexts({ sub: { present: operatorSubjects(config) } })];
  const clusters = clusterTrusts(policy, config).map(({ issuer, answer }): Asked => {
    const inWords = ({ context }: PolicyRequest): string => podText(textOf(context, `${issuer}:sub`), issuer);
    const names = answer.decided ? subjectsBut(answer.subjects, config) : [];
    const who = orAll(
      names.map((name) => `${name} of ${issuer}`),
      `* of ${issuer}`,
    );
    return { who, analysis: analysisOf(answer), left: operators, inWords };
  });
  const providers = listProviders(policy)
    .filter(({ issuer, wildcard }) => !wildcard && !(issuer !== null && isClusterIssuer(issuer, config)))
    .map(({ provider }): Asked => {
      const answer = webIdentityTrust(policy, provider, false);
      const inWords = (): string => `A token of ${provider} gets`;
      return { who: [provider], analysis: analysisOf(answer), left: [], inWords };
    });
  const aws = awsTrust(policy);
  const principals: Asked = {
    who: orAll(aws.decided ? principalsBut(aws, role.key) : [], 'arn:*'),
    analysis: analysisOf(aws),
    left: [boxOfTexts({ principal: { present: itself(role) } })],
    inWords: ({ principal }) => `${principal.type === 'AWS' ? principal.arn : 'A principal'} gets`,
  };
  return [...clusters, ...providers, principals];
}

function analysisOf(
  answer: { readonly decided: true; readonly analysis: TrustAnalysis } | Undecided,
): TrustAnalysis | Undecided {
  return answer.decided ? answer.analysis : answer;
}

function subjectsBut(subjects: Subjects, config: Config): readonly string[] {
  if (subjects.kind !== 'exact') return [];
  return subjects.subjects
    .filter((subject) => !hasSubject(config, subject))
    .map((subject) => subject.split(':').slice(2).join('/'));
}

function principalsBut({ accounts, otherAccounts }: AwsPrincipalsAnswer, role: string): readonly string[] {
  if (otherAccounts === 'yes') return [];
  return accounts.flatMap(({ account, whole, principals }) =>
    whole === 'yes'
      ? [`arn:${role.split(':')[1] ?? 'aws'}:*::${account}:*`]
      : principals.filter((arn) => roleKeyFromArn(arn) !== role),
  );
}

function orAll(names: readonly string[], all: string): OtherCaller['who'] {
  const [first, ...rest] = names;
  return first === undefined ? [all] : [first, ...rest];
}

/** Under whatever path: principals are compared by name. */
function itself({ key }: Resource<'iam-role'>): Language {
  return union(exactly(key), globPattern(key.replace(/:role\//, ':role/*/')));
}

/** Services and SAML providers, whose requests are made of nothing but who they are. */
function servicesIn({
  statements,
}: Policy): readonly { readonly name: string; readonly request: PolicyRequest }[] {
  const principals = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => statement.principals ?? []);
  const found = new Map<string, PolicyRequest>();
  for (const { type, value } of principals) {
    if (type === 'Service' && value.toLowerCase() !== POD_IDENTITY_SERVICE)
      found.set(value, { principal: { type, name: value }, action: 'sts:AssumeRole', context: {} });
    if (type === 'Federated' && value.includes(':saml-provider/'))
      found.set(value, {
        principal: { type, provider: value },
        action: 'sts:AssumeRoleWithSAML',
        context: {},
      });
  }
  return [...found].map(([name, request]) => ({ name, request }));
}

function podText(subject: string, cluster: string): string {
  const [, , namespace, name] = subject.split(':');
  return `A pod in namespace ${namespace} using service account ${name} of cluster ${cluster} gets`;
}

function textOf(context: PolicyRequest['context'], key: string): string {
  const value = context instanceof Map ? context.get(key) : (context as Record<string, unknown>)[key];
  return Array.isArray(value) ? String(value[0]) : '';
}

function hasSubject(config: Config, subject: string): boolean {
  const [, , namespace = '', name = ''] = subject.split(':');
  return isSecretsOperator(config, namespace, name);
}

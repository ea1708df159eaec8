import { type Config, isClusterIssuer } from '@podguard/core';
import {
  admittedValues,
  answerWebIdentity,
  type Box,
  globMatches,
  has,
  type Policy,
  type Principal,
  type Statement,
  type Undecided,
  type WebIdentityAnswer,
} from '@podguard/policy';
import { type BoundAccount, subjectOf } from './bound.ts';

const WEB_IDENTITY = 'sts:assumerolewithwebidentity';

/** A cluster's provider that a statement lets in too widely: by name, or by a wildcard that takes it in. */
export interface Wide {
  /** Which statement. */
  readonly at: number;
  readonly provider: string;
  /** Empty where a wildcard is meant, and nobody is known to come by it. */
  readonly issuer: string;
  readonly written: Principal;
  /** The bound accounts, and the audiences of STS, that the statement lets in by the provider. */
  readonly accounts: readonly BoundAccount[];
  readonly audiences: readonly string[];
}

export interface WideInput {
  readonly policy: Policy;
  readonly bound: readonly BoundAccount[];
  readonly config: Config;
  /** Of the account in which the role is. */
  readonly providerOf: (issuer: string) => string;
  /** Whether the finding speaks of a statement, by its path. */
  readonly isAccused: (path: string) => boolean;
}

export function widePartsOf(statement: Statement, at: number, input: WideInput): readonly Wide[] {
  if (statement.effect === 'Deny') return [];
  const { policy, bound, providerOf, config, isAccused } = input;
  const part = (written: Principal, provider: string, issuer: string): Wide => {
    const answer = answerOf(policy, statement, provider);
    return { at, provider, issuer, written, ...admittedBy(answer, { provider, issuer, bound }) };
  };
  const issuers = [...new Set(bound.map(({ issuer }) => issuer))];
  return (statement.principals ?? []).flatMap((written): readonly Wide[] => {
    const { type, value } = written;
    if (isAnyProvider(statement, written)) {
      const taken = issuers.filter((issuer) => value === '*' || globMatches(value, providerOf(issuer)));
      return taken.length === 0
        ? [{ at, provider: '', issuer: '', written, accounts: [], audiences: [] }]
        : taken.map((issuer) => part(written, providerOf(issuer), issuer));
    }
    const issuer = /^arn:[^:]*:iam::[^:]*:oidc-provider\/(.+)$/.exec(value)?.[1];
    if (type !== 'Federated' || issuer === undefined || !isClusterIssuer(issuer, config)) return [];
    const isMeant = isAccused(statement.path) || isWide(answerOf(policy, statement, value));
    return isMeant ? [part(written, value, issuer)] : [];
  });
}

/** What stands for any OIDC provider, where tokens are all that it is for. */
function isAnyProvider({ actions }: Statement, { type, value }: Principal): boolean {
  if (type === 'Federated') return /[*?]/.test(value) && !value.includes(':saml-provider/');
  const isOfTokens = actions?.every((action) => action.value.toLowerCase() === WEB_IDENTITY) === true;
  return value === '*' && type !== 'Service' && isOfTokens;
}

/** Whether a token of that account, for an audience of STS, gets in; `possible`: or may. */
export function isLetIn(
  policy: Policy,
  account: BoundAccount,
  { provider, degree }: { readonly provider: string; readonly degree: 'sure' | 'possible' },
): boolean {
  const answer = answerWebIdentity(policy, { provider, cluster: true });
  if (!answer.decided) return degree === 'possible';
  const allows = (box: Box, dimension: string, text: string): boolean => {
    const values = box.get(dimension);
    return values === undefined || has(values.present, text);
  };
  return answer.analysis[degree].some(
    (box) =>
      allows(box, 'sub', subjectOf(account)) &&
      audiencesOf(provider).some((audience) => allows(box, 'aud', audience)),
  );
}

/** Who gets in by the statement alone, less whom a Deny keeps out. */
function answerOf(policy: Policy, statement: Statement, provider: string): WebIdentityAnswer | Undecided {
  const statements = policy.statements.filter((other) => other === statement || other.effect === 'Deny');
  return answerWebIdentity({ ...policy, statements }, { provider, cluster: true });
}

/** Whether more than named service accounts get in, or tokens that are not for STS; what cannot be decided is. */
function isWide(answer: WebIdentityAnswer | Undecided): boolean {
  if (!answer.decided) return true;
  const { subjects, possibleSubjects, audiencePinned } = answer;
  if (possibleSubjects.kind === 'none') return false;
  return subjects.kind !== 'exact' || possibleSubjects.kind !== 'exact' || !audiencePinned;
}

function admittedBy(
  answer: WebIdentityAnswer | Undecided,
  { provider, issuer, bound }: Pick<Wide, 'provider' | 'issuer'> & Pick<WideInput, 'bound'>,
): Pick<Wide, 'accounts' | 'audiences'> {
  if (!answer.decided) return { accounts: [], audiences: [] };
  const subjects = admittedValues(answer.analysis, 'sub').sure.present;
  const audience = admittedValues(answer.analysis, 'aud').sure.present;
  return {
    accounts: bound.filter((one) => one.issuer === issuer && has(subjects, subjectOf(one))),
    audiences: audiencesOf(provider).filter((one) => has(audience, one)),
  };
}

/** https://docs.amazonaws.cn/en_us/eks/latest/userguide/enable-iam-roles-for-service-accounts.html has China's own. */
export function audiencesOf(provider: string): readonly string[] {
  const own = ['sts.amazonaws.com'];
  return provider.startsWith('arn:aws-cn:') ? [...own, 'sts.amazonaws.com.cn'] : own;
}

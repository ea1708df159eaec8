import { type Budget, bounded, createBudget } from '../language/budget.ts';
import { difference, exactly, type Language } from '../language/language.ts';
import { globPattern } from '../language/patterns.ts';
import { not, type Outcome } from '../outcome.ts';
import type { Policy, Principal, Statement } from '../policy.ts';
import { analyseTrust, type TrustAnalysis, type Undecided } from './analyse.ts';
import type { Box, Region } from './box.ts';
import { accounts, principalsIn, principalsOf } from './facts/aws-principal.ts';
import { ofAccount } from './of-account.ts';
import { admitsSome, boxOfTexts, requiredKeys } from './reach.ts';
import { reportStatements, type StatementReport } from './statement-report.ts';
import { type AwsPrincipals, awsWay } from './ways/aws.ts';

/** What of one account, which the policy names, gets the role. */
export interface TrustedAccount {
  readonly account: string;
  readonly admitted: Outcome;
  /** Whether a role or user that the policy does not name is admitted too. */
  readonly whole: Outcome;
  /** The ARNs that the policy names and that are admitted, surely or perhaps. */
  readonly principals: readonly string[];
  /** Whether nobody of the account is admitted without `sts:ExternalId`. */
  readonly externalIdRequired: Outcome;
  /** Condition keys, in lower case, that a request of the account has to satisfy besides who it is. */
  readonly requires: readonly string[];
}

export interface AwsPrincipalsAnswer {
  readonly decided: true;
  readonly analysis: TrustAnalysis;
  readonly accounts: readonly TrustedAccount[];
  /** Whether accounts that the policy does not name are admitted: anybody's. */
  readonly otherAccounts: Outcome;
  /** What anybody has to satisfy; nothing, or nothing but an organisation and the like. */
  readonly otherAccountsRequire: readonly string[];
  /** Ids that are left of deleted identities. */
  readonly dangling: readonly { readonly id: string; readonly path: string }[];
  /** Allow statements with NotPrincipal. */
  readonly notPrincipals: readonly string[];
  readonly statements: readonly StatementReport[];
}

const OWN: readonly string[] = ['principal', 'session'];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const UNIQUE_ID = /^A(?:IDA|ROA)[A-Z0-9]+$/;

/** Each account that a policy names is looked up in each of its statements. */
const ANSWER_STATES = 400_000;

/** Which AWS principals may assume the role. The budget is that of the answer, not of the analysis. */
export function answerAwsPrincipals(
  policy: Policy,
  way: AwsPrincipals = { action: 'sts:AssumeRole' },
  budget: Budget = createBudget(ANSWER_STATES),
): AwsPrincipalsAnswer | Undecided {
  const analysis = analyseTrust(policy, awsWay(way));
  if (!analysis.decided) return analysis;
  return bounded(
    (): AwsPrincipalsAnswer => answer(policy, analysis, budget),
    (reason): Undecided => ({ decided: false, reason }),
  );
}

function answer(policy: Policy, analysis: TrustAnalysis, budget: Budget): AwsPrincipalsAnswer {
  const isClosed = analysis.possible.length === 0;
  const namesAll = isClosed || policy.statements.every(isByName);
  const texts = isClosed ? [] : textsOf(policy);
  const named = [...new Set(texts.flatMap((text) => text.match(/(?<!\d)\d{12}(?!\d)/g) ?? []))].sort();
  let region: Region | undefined;
  const others = (): Region => (region ??= otherThan(named, budget));
  return {
    decided: true,
    analysis,
    accounts: named
      .map((account) => trustedAccount(account, texts, analysis, budget))
      .filter(({ admitted }) => admitted !== 'no'),
    otherAccounts: namesAll ? 'no' : admitsSome(analysis, others(), budget),
    otherAccountsRequire: namesAll ? [] : requiredKeys(analysis, others(), OWN, budget),
    dangling: danglingOf(policy),
    notPrincipals: policy.statements
      .filter(({ effect, notPrincipals }) => effect === 'Allow' && notPrincipals !== null)
      .map(({ path }) => `${path}.NotPrincipal`),
    statements: reportStatements(analysis, budget),
  };
}

/** Whether an Allow lets in only whom it names, by account or ARN. */
function isByName({ effect, principals: list, notPrincipals }: Statement): boolean {
  if (effect === 'Deny') return true;
  const isNamed = ({ type, value }: Principal) =>
    type === 'Service' || type === 'Federated' || (type === 'AWS' && !/[*?$]/.test(value));
  return notPrincipals === null && list !== null && list.every(isNamed);
}

function trustedAccount(
  account: string,
  texts: readonly string[],
  whole: TrustAnalysis,
  budget: Budget,
): TrustedAccount {
  const analysis = ofAccount(whole, account);
  const all = principalsOf(account);
  const region = [boxOfTexts({ principal: { present: all } })];
  const withoutId = boxOfTexts({
    principal: { present: all },
    'sts:externalid': { present: exactly(), absent: true },
  });
  return {
    account,
    admitted: admitsSome(analysis, region, budget),
    whole: admitsSome(analysis, [ofPrincipal(strangersOf(account, budget))], budget),
    principals: [...new Set(texts)]
      .filter((text) => text.includes(`::${account}:`) && !text.endsWith(':root') && !/[*?$]/.test(text))
      .filter((arn) => admitsSome(analysis, [ofPrincipal(callersOf(arn))], budget) !== 'no')
      .sort(),
    externalIdRequired: not(admitsSome(analysis, [withoutId], budget)),
    requires: requiredKeys(analysis, region, OWN, budget),
  };
}

/** Names that no policy has: who admits one of them admits any. */
function strangersOf(account: string, budget: Budget): Language {
  return globPattern(`arn:*:iam::${account}:*/zq7-unrelated`, budget);
}

/** A role session goes by its role's ARN. */
function callersOf(arn: string): Language {
  const [, start, account, role] = /^(arn:[^:]*):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return exactly(role === undefined ? arn : `${start}:iam::${account}:role/${role}`);
}

function ofPrincipal(present: Language): Box {
  return boxOfTexts({ principal: { present } });
}

function otherThan(named: readonly string[], budget: Budget): Region {
  return [ofPrincipal(principalsIn(difference(accounts(), exactly(...named), budget), budget))];
}

function textsOf(policy: Policy): readonly string[] {
  return policy.statements.flatMap(({ principals: list, notPrincipals, conditions }) => [
    ...[...(list ?? []), ...(notPrincipals ?? [])].map(({ value }) => value),
    ...conditions.flatMap(({ values }) => values.map(({ value }) => value)),
  ]);
}

function danglingOf(policy: Policy): AwsPrincipalsAnswer['dangling'] {
  return policy.statements
    .flatMap((statement) => statement.principals ?? [])
    .filter(({ type, value }) => type === 'AWS' && UNIQUE_ID.test(value))
    .map(({ value, path }) => ({ id: value, path }));
}

import { type Budget, bounded, createBudget } from '../language/budget.ts';
import { exactly, isEmpty, isIncluded } from '../language/language.ts';
import { listMembers } from '../language/members.ts';
import type { Policy } from '../policy.ts';
import { admittedValues, analyseTrust, type TrustAnalysis, type Undecided } from './analyse.ts';
import { reportStatements, type StatementReport } from './statement-report.ts';
import { classifySubjects, type Subjects } from './subjects.ts';
import { type WebIdentity, webIdentityWay } from './ways/web-identity.ts';

export interface WebIdentityAnswer {
  readonly decided: true;
  readonly analysis: TrustAnalysis;
  /** The service accounts that surely get the role. */
  readonly subjects: Subjects;
  /** Those that may: what `subjects` is where nothing had to be assumed. */
  readonly possibleSubjects: Subjects;
  /** Whether every token that may be admitted is for STS. */
  readonly audiencePinned: boolean;
  /** The audiences that may be admitted, where they are few. */
  readonly audiences: readonly string[] | null;
  readonly statements: readonly StatementReport[];
}

const MOST_AUDIENCES = 50;

/**
 * The audience of the tokens that EKS gives to pods for STS; China has its own.
 * https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
 */
const STS_AUDIENCE = exactly('sts.amazonaws.com');
const CHINA_AUDIENCES = exactly('sts.amazonaws.com', 'sts.amazonaws.com.cn');

/** Which service accounts of a cluster, by its OIDC provider, get the role. */
export function answerWebIdentity(
  policy: Policy,
  way: WebIdentity,
  budget: Budget = createBudget(),
): WebIdentityAnswer | Undecided {
  const analysis = analyseTrust(policy, webIdentityWay(way), budget);
  if (!analysis.decided) return analysis;
  return bounded(
    (): WebIdentityAnswer => answer(analysis, way, budget),
    (reason): Undecided => ({ decided: false, reason }),
  );
}

function answer(analysis: TrustAnalysis, { provider }: WebIdentity, budget: Budget): WebIdentityAnswer {
  const { sure, possible } = admittedValues(analysis, 'sub', budget);
  const all = analysis.way.domainOf('sub').each;
  const subjects = classifySubjects(sure.present, all, budget);
  const audience = admittedValues(analysis, 'aud', budget).possible.present;
  const meant = provider.startsWith('arn:aws-cn:') ? CHINA_AUDIENCES : STS_AUDIENCE;
  return {
    decided: true,
    analysis,
    subjects,
    possibleSubjects: sure === possible ? subjects : classifySubjects(possible.present, all, budget),
    audiencePinned: !isEmpty(audience) && isIncluded(audience, meant, budget),
    audiences: listMembers(audience, MOST_AUDIENCES, budget),
    statements: reportStatements(analysis, budget),
  };
}

import { type Budget, bounded, createBudget } from '../language/budget.ts';
import { type Fragment, literal, toLanguage } from '../language/fragments.ts';
import { exactly } from '../language/language.ts';
import { allOf, not, type Outcome } from '../outcome.ts';
import type { Policy } from '../policy.ts';
import { analyseTrust, type TrustAnalysis, type Undecided } from './analyse.ts';
import { type Box, everyRequest, intersectRegions } from './box.ts';
import { clusterName } from './facts/names.ts';
import { anyAccount, clusterArn } from './facts/pod-identity.ts';
import { admitsSome, boxOfTexts } from './reach.ts';
import { reportStatements, type StatementReport } from './statement-report.ts';
import { podIdentityWay } from './ways/pod-identity.ts';

/** Of what the policy admits some values only; `no` is any at all, one that it cannot have meant too. */
export interface PodIdentityScope {
  readonly account: Outcome;
  readonly cluster: Outcome;
  readonly organization: Outcome;
  readonly namespace: Outcome;
  readonly serviceAccount: Outcome;
  readonly pod: Outcome;
  /** None of these. */
  readonly unscoped: Outcome;
}

export interface PodIdentityAnswer {
  readonly decided: true;
  /** Whether a pod with session tags may get the role: both actions at once. */
  readonly admitsTagged: Outcome;
  /** Whether a pod without session tags may, which needs sts:AssumeRole only. */
  readonly admitsUntagged: Outcome;
  /** Whether some pod may assume the role that may not tag its session. */
  readonly lacksTagSession: Outcome;
  /** Of requests with session tags. Says nothing where none is admitted. */
  readonly scope: PodIdentityScope;
  /** Of requests without: they carry no namespace, service account or pod that could be asked for. */
  readonly untaggedScope: PodIdentityScope;
  readonly assume: TrustAnalysis;
  readonly tag: TrustAnalysis;
  readonly untagged: TrustAnalysis;
  readonly statements: readonly StatementReport[];
}

/**
 * How pods.eks.amazonaws.com gets the role. Clusters of all accounts are looked at, though EKS takes a role to those of
 * its own account only: so a condition on the account counts as what AWS recommends it for.
 */
export function answerPodIdentity(
  policy: Policy,
  budget: Budget = createBudget(),
): PodIdentityAnswer | Undecided {
  const assume = analyseTrust(
    policy,
    podIdentityWay({ action: 'sts:AssumeRole', sessionTags: true }),
    budget,
  );
  const tag = analyseTrust(policy, podIdentityWay({ action: 'sts:TagSession', sessionTags: true }), budget);
  const untagged = analyseTrust(
    policy,
    podIdentityWay({ action: 'sts:AssumeRole', sessionTags: false }),
    budget,
  );
  if (!assume.decided) return assume;
  if (!tag.decided) return tag;
  if (!untagged.decided) return untagged;
  return bounded(
    (): PodIdentityAnswer => answer(assume, tag, untagged, budget),
    (reason): Undecided => ({ decided: false, reason }),
  );
}

function answer(
  assume: TrustAnalysis,
  tag: TrustAnalysis,
  untagged: TrustAnalysis,
  budget: Budget,
): PodIdentityAnswer {
  const tagged = {
    sure: intersectRegions(assume.sure, tag.sure, budget),
    possible: intersectRegions(assume.possible, tag.possible, budget),
  };
  const admitsTagged = admitsSome(tagged, everyRequest, budget);
  return {
    decided: true,
    admitsTagged,
    admitsUntagged: admitsSome(untagged, everyRequest, budget),
    lacksTagSession: lacking(admitsSome(assume, everyRequest, budget), admitsTagged),
    scope: scopeOf(assume.sure.length > 0 && admitsTagged === 'no' ? assume : tagged, true, budget),
    untaggedScope: scopeOf(untagged, false, budget),
    assume,
    tag,
    untagged,
    statements: reportStatements(assume, budget),
  };
}

function lacking(assumes: Outcome, both: Outcome): Outcome {
  return allOf([assumes, not(both)]);
}

/** Bounded is what does not admit a stranger. */
function scopeOf(
  admitted: Pick<TrustAnalysis, 'sure' | 'possible'>,
  tags: boolean,
  budget: Budget,
): PodIdentityScope {
  const { cluster, account, clusterAndAccount, organization, namespace, serviceAccount, pod } = strangers();
  const without = (box: Box): Outcome => not(admitsSome(admitted, [box], budget));
  const tag = (box: Box): Outcome => without(tags ? box : new Map());
  const tagBoxes = tags ? [...namespace, ...serviceAccount, ...pod] : [];
  return {
    account: without(account),
    cluster: without(cluster),
    organization: without(organization),
    namespace: tag(namespace),
    serviceAccount: tag(serviceAccount),
    pod: tag(pod),
    unscoped: admitsSome(admitted, [new Map([...clusterAndAccount, ...organization, ...tagBoxes])], budget),
  };
}

type Strangers = Readonly<
  Record<
    'cluster' | 'account' | 'clusterAndAccount' | 'organization' | 'namespace' | 'serviceAccount' | 'pod',
    Box
  >
>;

const STRANGER = 'zq7-unrelated';
const STRANGER_ACCOUNT = '979797979797';

let made: Strangers | undefined;

/** Values that no policy names: who admits them admits any. */
function strangers(): Strangers {
  const clusters = (account: Fragment, name: Fragment = clusterName): Box =>
    boxOfTexts({ cluster: { present: toLanguage(clusterArn(account, name), createBudget()) } });
  const tag = (name: string, value: string): Box =>
    boxOfTexts({ [`aws:requesttag/${name}`]: { present: exactly(value) } });
  made ??= {
    cluster: clusters(anyAccount, literal(STRANGER)),
    account: clusters(literal(STRANGER_ACCOUNT)),
    clusterAndAccount: clusters(literal(STRANGER_ACCOUNT), literal(STRANGER)),
    organization: boxOfTexts({ 'aws:sourceorgid': { present: exactly('o-zq7unrelated'), absent: true } }),
    namespace: tag('kubernetes-namespace', STRANGER),
    serviceAccount: tag('kubernetes-service-account', STRANGER),
    pod: new Map([
      ...tag('kubernetes-pod-name', STRANGER),
      ...tag('kubernetes-pod-uid', '97979797-9797-9797-9797-979797979797'),
    ]),
  };
  return made;
}

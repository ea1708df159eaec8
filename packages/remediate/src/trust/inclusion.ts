import {
  analyseTrust,
  awsWay,
  isIncludedIn,
  listProviders,
  type Policy,
  podIdentityWay,
  samlWay,
  type Way,
  webIdentityWay,
} from '@podguard/policy';
import { areUnanalysedKept } from './unanalysed.ts';

/** Ways into a role that are not an EKS cluster's Pod Identity. */
export function otherWays(
  policies: readonly Policy[],
  isCluster: (issuer: string) => boolean,
): readonly Way[] {
  const named = policies.flatMap(listProviders).filter(({ wildcard }) => !wildcard);
  const providers = new Map(named.map(({ provider, issuer }) => [provider, issuer]));
  const saml = policies
    .flatMap(({ statements }) => statements.flatMap(({ principals }) => principals ?? []))
    .filter(({ type, value }) => type === 'Federated' && value.includes(':saml-provider/'));
  return [
    ...[...providers].map(([provider, issuer]) =>
      webIdentityWay({ provider, cluster: issuer !== null && isCluster(issuer) }),
    ),
    ...[...new Set(saml.map(({ value }) => value))].map((provider) => samlWay({ provider })),
    awsWay({ action: 'sts:AssumeRole' }),
    awsWay({ action: 'sts:TagSession' }),
    awsWay({ action: 'sts:SetSourceIdentity' }),
  ];
}

/** By which pods get a session; with session tags it takes sts:TagSession, too. */
export const POD_SESSION_WAYS: readonly Way[] = [
  podIdentityWay({ action: 'sts:AssumeRole', sessionTags: true }),
  podIdentityWay({ action: 'sts:AssumeRole', sessionTags: false }),
];

export const POD_IDENTITY_WAYS: readonly Way[] = [
  ...POD_SESSION_WAYS,
  podIdentityWay({ action: 'sts:TagSession', sessionTags: true }),
];

/**
 * Whether a policy surely admits nobody whom another does not admit, by any of these ways: what it surely admits is surely admitted
 * there, and what it may admit may be admitted there. What is beyond the analyser's bound is no. What no way is there for, as a
 * service, has to stand in the other word for word.
 */
export function admitsNoMore(after: Policy, before: Policy, ways: readonly Way[]): boolean {
  if (!areUnanalysedKept(after, before)) return false;
  return ways.every((way) => {
    const [now, then] = [analyseTrust(after, way), analyseTrust(before, way)];
    if (!now.decided || !then.decided) return false;
    return (
      isIncludedIn({ ...now, sure: now.possible }, then.possible) === 'yes' &&
      isIncludedIn({ ...now, possible: now.sure }, then.sure) === 'yes'
    );
  });
}

import { defineRule, fail, notApplicable, owningClusterKey, pass, type RelatedOf } from '@podguard/core';
import { editTrust, lines } from '../shared/mend-steps.ts';
import { namesPodIdentity } from '../shared/pod-identity-request.ts';
import { podStatements } from '../shared/pod-identity-scope.ts';
import { type ClusterTrust, clusterTrusts, podIdentityTrust, undecidedBy } from '../shared/reach.ts';
import { readTrust } from '../shared/trust.ts';

export const podIdentityMixedTrust = defineRule({
  id: 'pod-identity-mixed-trust',
  title: 'Both a cluster’s OIDC provider and EKS Pod Identity may assume the role',
  method: 'pod-identity',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a role that pods get by IRSA and by EKS Pod Identity. Medium where the IRSA part admits more than exact service accounts, or an association uses the role in a cluster whose provider it trusts.',
  rationale:
    'What is left of a migration keeps a second way in open. EKS gives a new pod that has an association the variables of EKS Pod Identity only; a container that holds both, because they are set by hand or the pod is older, goes on using IRSA, which comes first in the SDKs’ default chain.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html',
    'https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html',
    'https://github.com/aws/amazon-eks-pod-identity-webhook',
  ],
  mappings: {},
  falsePositives: ['A migration under way, or clusters of which some cannot use EKS Pod Identity (Fargate).'],
  needs: { associations: ['roleArn'], clusters: ['issuer'] },
  covers: undefined,
  evaluate(role, { related, config }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const { policy } = trust;
    if (!namesPodIdentity(policy)) return notApplicable('EKS Pod Identity may not assume it');
    const trusts = clusterTrusts(policy, config);
    if (trusts.length === 0) return notApplicable('no OIDC provider of a cluster may assume it');
    const pods = podIdentityTrust(policy);
    if (!pods.decided) return undecidedBy(pods);
    if (pods.admitsTagged === 'no' && pods.admitsUntagged === 'no') return pass;
    const admitting = trusts.filter(({ answer }) => answer.decided && answer.subjects.kind !== 'none');
    if (admitting.length === 0 || (pods.admitsTagged !== 'yes' && pods.admitsUntagged !== 'yes'))
      return open(trusts) ?? (admitting.length === 0 ? pass : undecidedBy(pods.assume.assumptions));
    const graded = gradeOf(admitting, related);
    const issuers = admitting.map(({ issuer }) => issuer);
    return fail(`Pods get ${role.key} both by IRSA (${issuers.join(', ')}) and by EKS Pod Identity`, {
      evidence: [
        ...admitting.flatMap(({ provider }) =>
          provider.paths.map((path) => ({ path, value: provider.provider })),
        ),
        ...podStatements(pods),
      ],
      ...(graded === undefined ? {} : { graded }),
    });
  },
  mend: {
    cli: editTrust(
      'once no service account has the eks.amazonaws.com/role-arn annotation and no pod uses it, take the sts:AssumeRoleWithWebIdentity statement out',
    ),
    terraform: lines(
      '# once no service account has the eks.amazonaws.com/role-arn annotation and no pod uses it',
      '# remove the statement with sts:AssumeRoleWithWebIdentity from the assume_role_policy',
    ),
    cloudformation: lines(
      '# once no service account has the eks.amazonaws.com/role-arn annotation and no pod uses it',
      '# remove the statement with sts:AssumeRoleWithWebIdentity from AssumeRolePolicyDocument',
    ),
  },
});

function open(trusts: readonly ClusterTrust[]) {
  for (const { answer } of trusts) {
    if (!answer.decided) return undecidedBy(answer);
    if (answer.possibleSubjects.kind !== 'none' && answer.subjects.kind === 'none')
      return undecidedBy(answer.analysis.assumptions);
  }
  return undefined;
}

function gradeOf(admitting: readonly ClusterTrust[], related: RelatedOf['iam-role']) {
  const wide = admitting.find(({ answer }) => answer.decided && answer.subjects.kind !== 'exact');
  if (wide !== undefined) {
    return {
      severity: 'medium',
      because: `more than exact service accounts of ${wide.issuer} get it`,
    } as const;
  }
  const used = related.associations
    .filter(({ present }) => present)
    .flatMap(({ key }) => related.clusters.filter((cluster) => cluster.key === owningClusterKey(key)))
    .find(({ state }) => admitting.some(({ issuer }) => issuer === state.issuer));
  if (used === undefined) return undefined;
  return {
    severity: 'medium',
    because: `an association uses it in ${used.key}, whose OIDC provider it trusts`,
  } as const;
}

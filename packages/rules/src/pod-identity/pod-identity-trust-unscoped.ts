import {
  type Config,
  defineRule,
  fail,
  notApplicable,
  pass,
  type RelatedOf,
  type Resource,
} from '@podguard/core';
import { editTrust } from '../shared/mend-steps.ts';
import { admitsPods } from '../shared/pod-identity-pod.ts';
import { namesPodIdentity } from '../shared/pod-identity-request.ts';
import {
  keepsClustersApart,
  podStatements,
  podWitness,
  scopedBy,
  undecidedScope,
} from '../shared/pod-identity-scope.ts';
import { privilegeOf } from '../shared/privilege.ts';
import { podIdentityTrust, undecidedBy } from '../shared/reach.ts';
import { readTrust } from '../shared/trust.ts';

export const podIdentityTrustUnscoped = defineRule({
  id: 'pod-identity-trust-unscoped',
  title: 'EKS Pod Identity may give the role to any pod of any cluster',
  method: 'pod-identity',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: 'pod-identity-scope',
  description:
    'Reports a role that trusts pods.eks.amazonaws.com without a condition on account, cluster, organisation, namespace, service account or pod. Medium where the role is privileged, or where the configuration keeps clusters apart.',
  rationale:
    'Whoever may create associations in the account, and pass the role, gives it to whichever pod they choose: the trust policy is the second lock.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html',
  ],
  mappings: {},
  falsePositives: ['An account with one cluster, where only its administrators may create associations.'],
  needs: {
    associations: ['disableSessionTags'],
    policies: ['defaultVersion', 'versions'],
    namedRoles: ['trust', 'policies', 'inlinePolicies', 'boundary'],
  },
  covers: () => true,
  evaluate(role, { related, config }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    if (!namesPodIdentity(trust.policy)) return notApplicable('EKS Pod Identity may not assume it');
    const answer = podIdentityTrust(trust.policy);
    if (!answer.decided) return undecidedBy(answer);
    if (!admitsPods(answer, role)) return notApplicable('EKS Pod Identity may not assume it');
    const unscoped = scopedBy(answer, related.associations, 'unscoped');
    if (unscoped === 'no') return pass;
    if (unscoped === 'unknown') return undecidedScope(answer, related.associations);
    const graded = gradeOf(role, related, config);
    return fail(`EKS Pod Identity may give ${role.key} to any pod of any cluster`, {
      evidence: podStatements(answer),
      witness: podWitness(answer, role, true),
      ...(graded === undefined ? {} : { graded }),
    });
  },
  mend: {
    cli: editTrust(
      'the statement has, for each cluster that uses the role, "Condition": {"StringEquals": {"aws:SourceAccount": "{account}"}, "ArnEquals": {"aws:SourceArn": "arn:aws:eks:REGION:{account}:cluster/NAME"}}',
    ),
    terraform:
      'condition {\n  test     = "ArnEquals"\n  variable = "aws:SourceArn"\n  values   = [aws_eks_cluster.this.arn]\n}',
    cloudformation: 'Condition:\n  ArnEquals:\n    aws:SourceArn: !GetAtt Cluster.Arn',
  },
  remediation: 'fix-pod-identity-trust',
});

function gradeOf(role: Resource<'iam-role'>, related: RelatedOf['iam-role'], config: Config) {
  const { kind } = privilegeOf(role, related);
  if (kind === 'administrator')
    return { severity: 'medium', because: 'the role is an administrator' } as const;
  if (kind === 'escalation')
    return { severity: 'medium', because: 'the role can make itself an administrator' } as const;
  return keepsClustersApart(config);
}

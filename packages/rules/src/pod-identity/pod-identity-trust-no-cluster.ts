import { defineRule, fail, notApplicable, pass } from '@podguard/core';
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
import { podIdentityTrust, undecidedBy } from '../shared/reach.ts';
import { readTrust } from '../shared/trust.ts';

export const podIdentityTrustNoCluster = defineRule({
  id: 'pod-identity-trust-no-cluster',
  title: 'EKS Pod Identity may give the role to pods of any cluster',
  method: 'pod-identity',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: 'pod-identity-scope',
  description:
    'Reports a role that trusts pods.eks.amazonaws.com without a condition on the cluster, whatever namespace, service account or account it asks for. Medium where the configuration keeps clusters apart.',
  rationale:
    'A namespace and a service account of the same names in another cluster, a test cluster say, are trusted just as well.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html',
  ],
  mappings: {},
  falsePositives: ['A role that the same workload is meant to have in several clusters.'],
  needs: { associations: ['disableSessionTags'] },
  covers: () => true,
  evaluate(role, { related, config }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    if (!namesPodIdentity(trust.policy)) return notApplicable('EKS Pod Identity may not assume it');
    const answer = podIdentityTrust(trust.policy);
    if (!answer.decided) return undecidedBy(answer);
    if (!admitsPods(answer, role)) return notApplicable('EKS Pod Identity may not assume it');
    const cluster = scopedBy(answer, related.associations, 'cluster');
    if (cluster === 'yes') return pass;
    if (cluster === 'unknown') return undecidedScope(answer, related.associations);
    const graded = keepsClustersApart(config);
    return fail(`EKS Pod Identity may give ${role.key} to pods of any cluster`, {
      evidence: podStatements(answer),
      witness: podWitness(answer, role, false),
      ...(graded === undefined ? {} : { graded }),
    });
  },
  mend: {
    cli: editTrust(
      'the statement has, for each cluster that uses the role, "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:eks:REGION:{account}:cluster/NAME"}}',
    ),
    terraform:
      'condition {\n  test     = "ArnEquals"\n  variable = "aws:SourceArn"\n  values   = [aws_eks_cluster.this.arn]\n}',
    cloudformation: 'Condition:\n  ArnEquals:\n    aws:SourceArn: !GetAtt Cluster.Arn',
  },
  remediation: 'fix-pod-identity-trust',
});

import {
  defineRule,
  fail,
  indeterminate,
  notApplicable,
  owningClusterKey,
  pass,
  type Resource,
} from '@podguard/core';
import {
  awsWay,
  boxOfTexts,
  complement,
  type Evaluation,
  evaluate,
  exactly,
  findWitness,
  type Policy,
  type PolicyRequest,
  type Region,
} from '@podguard/policy';
import { podsOf } from '../shared/association.ts';
import { awsWitness } from '../shared/aws-accounts.ts';
import { editTrust } from '../shared/mend-steps.ts';
import { awsTrust, undecidedBy } from '../shared/reach.ts';
import { isDenied, readTrust, undecided, whyAdmitted, whyDenied } from '../shared/trust.ts';

export const podIdentityTargetTrustWeak = defineRule({
  id: 'pod-identity-target-trust-weak',
  title: 'The target role of a Pod Identity association does not ask for its external id',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports an association whose target role lets the association’s role in without this association’s external id (or the session tags of its service account), or does not let it tag the session.',
  rationale:
    'The external id tells the associations that share a role apart: without it every one of them may chain to the target role. Without sts:TagSession none can, unless session tags are disabled.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html',
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  mappings: {},
  falsePositives: ['A role that one association alone has, and nobody else may pass.'],
  needs: { targetRole: ['trust'] },
  covers: undefined,
  evaluate(association, { related }) {
    const { targetRole } = related;
    const { targetRoleArn, roleArn, externalId, disableSessionTags } = association.state;
    if (targetRoleArn === null) return notApplicable('it has no target role');
    if (targetRole === null || targetRole === undefined) return indeterminate('targetRoleArn');
    if (!targetRole.present) return notApplicable('the target role was deleted');
    if (typeof roleArn !== 'string') return indeterminate('roleArn');
    if (typeof externalId !== 'string') return indeterminate('externalId');
    const trust = readTrust(targetRole);
    if ('verdict' in trust) return trust.verdict;
    const { policy } = trust;
    const answer = awsTrust(policy);
    if (!answer.decided) return undecidedBy(answer);

    const chain = { roleArn, externalId, untagged: disableSessionTags === true };
    const assume = ask(policy, 'sts:AssumeRole', chain);
    const who = podsOf(association);
    const text = targetRole.state.trust ?? '';
    const witness = findWitness(answer.analysis, meantBy(association, chain));
    if (witness.kind === 'found') {
      return fail(`${roleArn} gets ${targetRole.key} without the external id of ${who}`, {
        evidence: [...whyAdmitted(policy, witness.request), { path: 'externalId', value: externalId }],
        witness: awsWitness(witness.request, targetRole.key, policy),
      });
    }
    if (isDenied(assume)) return notApplicable('the target role refuses the association');
    const tag = ask(policy, 'sts:TagSession', chain);
    if (disableSessionTags !== true && isDenied(tag)) {
      if (disableSessionTags === undefined) return indeterminate('disableSessionTags');
      return fail(`${targetRole.key} does not let ${who} tag its session`, {
        evidence: [...whyDenied(policy, tag, text), { path: 'disableSessionTags', value: false }],
      });
    }
    if (witness.kind === 'undecided') return undecidedBy(witness.assumptions);
    if (disableSessionTags !== true && tag.decision === 'undecided') return undecided([tag]);
    return pass;
  },
  mend: {
    cli: editTrust(
      'the statement has "Action": ["sts:AssumeRole", "sts:TagSession"], "Condition": {"StringEquals": {"sts:ExternalId": "THE ASSOCIATION’S externalId"}}',
      'TARGET_ROLE',
    ),
    terraform:
      'actions = ["sts:AssumeRole", "sts:TagSession"]\ncondition {\n  test     = "StringEquals"\n  variable = "sts:ExternalId"\n  values   = [aws_eks_pod_identity_association.this.external_id]\n}',
    cloudformation:
      'Action: [sts:AssumeRole, sts:TagSession]\nCondition:\n  StringEquals:\n    sts:ExternalId: !GetAtt Association.ExternalId',
  },
});

interface Chain {
  readonly roleArn: string;
  readonly externalId: string;
  readonly untagged: boolean;
}

const TAGS = ['eks-cluster-arn', 'eks-cluster-name', 'kubernetes-namespace', 'kubernetes-service-account'];

/** The association's own request; whether STS shows the inherited tags as the request's is not documented. */
function ask(
  policy: Policy,
  action: 'sts:AssumeRole' | 'sts:TagSession',
  { roleArn, externalId, untagged }: Chain,
): Evaluation {
  const request: PolicyRequest = awsWay({ action }).toRequest(
    new Map([
      ['principal', roleArn],
      ['session', 'eks-pod-identity'],
    ]),
  );
  const tags = untagged ? TAGS.map((name) => [`aws:RequestTag/${name}`, 'absent'] as const) : [];
  const context = { ...request.context, 'sts:ExternalId': [externalId], ...Object.fromEntries(tags) };
  return evaluate(policy, { ...request, context }, { otherKeys: 'unknown' });
}

/** Requests of others, those with the external id, and those with the tags of this service account of this cluster. */
function meantBy(association: Resource<'pod-identity-association'>, { roleArn, externalId }: Chain): Region {
  const { namespace, serviceAccount } = association.state;
  const meant = [
    boxOfTexts({ principal: { present: complement(exactly(roleArn)) } }),
    boxOfTexts({ 'sts:externalid': { present: exactly(externalId) } }),
  ];
  if (typeof namespace !== 'string' || typeof serviceAccount !== 'string') return meant;
  const cluster = owningClusterKey(association.key);
  const clusters = [
    ['eks-cluster-arn', cluster],
    ['eks-cluster-name', cluster.slice(cluster.indexOf('/') + 1)],
  ] as const;
  const tagged = ['aws:requesttag', 'aws:principaltag'].flatMap((kind) =>
    clusters.map(([tag, value]) =>
      boxOfTexts({
        [`${kind}/kubernetes-namespace`]: { present: exactly(namespace) },
        [`${kind}/kubernetes-service-account`]: { present: exactly(serviceAccount) },
        [`${kind}/${tag}`]: { present: exactly(value) },
      }),
    ),
  );
  return [...meant, ...tagged];
}

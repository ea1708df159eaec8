import { defineRule, fail, indeterminate, notApplicable, pass, undecidable } from '@podguard/core';
import { type ParseResult, parsePolicy, type Statement } from '@podguard/policy';
import { podsOf } from '../shared/association.ts';
import { createMemo } from '../shared/memo.ts';

export const podIdentityInlinePolicyIneffective = defineRule({
  id: 'pod-identity-inline-policy-ineffective',
  title: 'The inline policy of a Pod Identity association restricts nothing',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    'Reports an association whose inline policy allows every action on every resource, is no valid policy of that kind, or is set while session tags are not disabled, which it needs.',
  rationale:
    'The inline policy is there to give pods that share a role less than the role has. One that takes nothing away only looks as if it did.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session',
  ],
  mappings: {},
  falsePositives: [],
  needs: {},
  covers: undefined,
  evaluate(association) {
    const { policy, disableSessionTags } = association.state;
    if (policy === undefined) return indeterminate('policy');
    if (policy === null) return notApplicable('it has no inline policy');
    const result = parsed(policy);
    const who = `The inline policy for ${podsOf(association)}`;
    if (!result.ok) {
      const { path, message } = result.error;
      if (!/^\s*(\{|%7B)/i.test(policy)) return undecidable('policy: no JSON');
      return fail(`${who} is no valid policy: ${message}`, {
        evidence: [{ path: ['policy', path].filter((part) => part !== '').join('.'), value: message }],
      });
    }
    const { statements } = result.policy;
    const addressed = statements.find(
      ({ principals, notPrincipals }) => principals !== null || notPrincipals !== null,
    );
    if (addressed !== undefined) {
      return fail(`${who} names a principal, which a session policy cannot`, {
        evidence: [{ path: `policy.${addressed.path}`, value: 'Principal' }],
      });
    }
    const open = statements.find(isEverything);
    if (open !== undefined && statements.every(({ effect }) => effect === 'Allow')) {
      return fail(`${who} allows everything: it takes nothing away from the role`, {
        evidence: [{ path: `policy.${open.path}`, value: 'every action on every resource' }],
      });
    }
    if (disableSessionTags === undefined) return indeterminate('disableSessionTags');
    if (disableSessionTags === true) return pass;
    return fail(`${who} needs session tags to be disabled, and they are not`, {
      evidence: [
        { path: 'policy', value: policy.slice(0, 200) },
        { path: 'disableSessionTags', value: disableSessionTags },
      ],
    });
  },
  mend: {
    cli: 'aws eks update-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --disable-session-tags --policy file://policy.json --region {region}\n# policy.json: what these pods call, and on which resources; the role must not ask for session tags',
    terraform:
      '# aws_eks_pod_identity_association\ndisable_session_tags = true\npolicy               = data.aws_iam_policy_document.only_what_these_pods_call.json',
    cloudformation:
      'DisableSessionTags: true # AWS::EKS::PodIdentityAssociation, with a Policy that names actions and resources',
  },
});

const parsed = createMemo((text): ParseResult => parsePolicy(text));

function isEverything({ effect, actions, resources, conditions }: Statement): boolean {
  const has = (texts: Statement['actions'], pattern: RegExp): boolean =>
    texts?.some(({ value }) => pattern.test(value)) ?? false;
  return (
    effect === 'Allow' &&
    conditions.length === 0 &&
    has(actions, /^\*+(:\*+)?$/) &&
    has(resources, /^(arn:([\w*-]+:)?)?\*+$/)
  );
}

import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { allow, inline, OWN_POLICY, ownPolicy, ROLE } from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { admin, before, byOwnPolicy, carts, predecessor, roles, state } from './swapped.ts';

describeRule(ruleOf(catalogue, 'pod-identity-role-swapped'), 'pod-identity-association', {
  fails: [
    {
      name: 'by one of two that were deleted in the same second',
      state,
      related: {
        ...roles(admin, carts),
        sameSlot: [
          predecessor('2026-01-02T02:14:00Z', ROLE),
          { ...predecessor('2026-01-02T02:14:00Z'), key: 'other' },
        ],
      },
      evidence: ['formerRoleArn'],
    },
    {
      name: 'to everything but some actions',
      state,
      before,
      related: roles(
        {
          policies: {},
          inlinePolicies: {
            app: '{"Statement": {"Effect": "Allow", "NotAction": ["iam:*", "sts:*", "organizations:*", "lambda:*", "ec2:*", "ecs:*", "cloudformation:*", "glue:*", "sagemaker:*", "codebuild:*"], "Resource": "*"}}',
          },
        },
        carts,
      ),
      evidence: ['formerRoleArn'],
    },
    {
      name: "by a customer's policy",
      state,
      before,
      related: {
        ...roles(byOwnPolicy, carts),
        policies: [ownPolicy(allow({ Action: '*' }))],
      },
      evidence: ['roleArn'],
    },
  ],
  passes: [
    {
      name: "from a customer's policy",
      state,
      before,
      related: {
        ...roles(carts, byOwnPolicy),
        slotPolicies: [ownPolicy(allow({ Action: '*' }))],
      },
    },
  ],
  indeterminate: [
    {
      name: 'to more rights than are compared',
      state,
      before,
      related: roles(
        inline(
          ...Array.from({ length: 61 }, (_, at) => ({
            Action: 's3:GetObject',
            Resource: `arn:aws:s3:::carts/${at}`,
          })),
        ),
        carts,
      ),
      missing: 'more rights than are compared',
    },
    {
      name: "from a customer's policy that is not known",
      state,
      before,
      related: roles(carts, byOwnPolicy),
      missing: OWN_POLICY,
    },
  ],
});

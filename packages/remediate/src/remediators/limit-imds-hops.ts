import type { Finding } from '@podguard/core';
import { INSTANCE_GRANT, instanceId, presentOptions, setOptions } from '../imds/metadata-options.ts';
import { oneStage } from '../imds/one-stage.ts';
import { inShort, podUses, rolesOf } from '../imds/pod-uses.ts';
import { madeAnew, stageOf } from '../imds/stage-of.ts';
import { defineRemediator } from '../remediator.ts';

/**
 * What breaks: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4307,
 * https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3333,
 * https://github.com/kubernetes-sigs/aws-ebs-csi-driver/issues/2966
 */
export const limitImdsHops = defineRemediator({
  id: 'limit-imds-hops',
  title: 'Keeps pods from the metadata service of their node: a hop limit of 1',
  rules: ['imds-hop-limit'],
  kind: 'ec2-instance',
  grants: [INSTANCE_GRANT],
  mayBreak: [
    'Pods with a network of their own get no token any more, and so neither the credentials of the node role nor region, zone and VPC: add-ons without a role of their own fail.',
    'Some fail even with a role of their own until region and VPC are in their settings: the AWS Load Balancer Controller (--aws-region, --aws-vpc-id), older EBS CSI drivers.',
  ],
  needs: { roles: ['policies', 'inlinePolicies'] },
  users: (_, related) => rolesOf(related),
  guards: [oneStage],
  mayForce: true,
  settlesMs: 60_000,
  target: (finding: Finding) => finding.resource.key,
  plan(instance, { related, isForced, uses }) {
    const before = presentOptions(instance, { httpTokens: 'required', hopLimit: 1 });
    if (before === undefined)
      return 'its hop limit, or whether it requires tokens, is not known, so it could not be brought back';
    const after = { ...before, hopLimit: 1 };
    const reasons = podUses(instance, related.roles, uses);
    if (reasons.length > 0 && !isForced)
      return `pods may live by what they get there: ${inShort(reasons)}. Give them roles of their own first, or insist`;
    const stage = stageOf(instance, related.roles);
    return [
      {
        summary: `Limit the metadata service of ${instanceId(instance)} to one hop`,
        steps: [setOptions(instance, after)],
        undo: [setOptions(instance, before)],
        after,
        stage: stage.name,
        facts: [
          ...(reasons.length === 0 ? [] : [`Insisted on, though ${inShort(reasons)}`]),
          ...(reasons.length === 0 ? ['No use of the node role by pods is recorded; that is no proof'] : []),
          `It belongs to: ${stage.name}; other groups have to wait until it is seen to be well`,
          ...madeAnew(stage),
        ],
      },
    ];
  },
});

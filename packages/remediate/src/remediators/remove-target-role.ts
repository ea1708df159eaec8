import type { RemediationStep } from '@podguard/core';
import { UPDATE_ASSOCIATION } from '../eks/association-grants.ts';
import { associationPlace } from '../eks/association-place.ts';
import { changedBy } from '../eks/changed-by.ts';
import { formerStates } from '../former-states.ts';
import { defineRemediator } from '../remediator.ts';

export const removeTargetRole = defineRemediator({
  id: 'remove-target-role',
  title: 'Takes the target role off a Pod Identity association',
  rules: ['pod-identity-target-role-foreign'],
  kind: 'pod-identity-association',
  grants: [UPDATE_ASSOCIATION],
  mayBreak: [
    'Pods have the association’s own role then: what they do in the target role’s account fails, and what they may do in their own is no longer what the target role allows.',
    'EKS chooses the external id, and no call sets one: undone, it may be another, and the target role’s trust policy then has to name that.',
    'Where who repairs is none of the configured `deployers`, pod-identity-unexpected-creator finds that, too.',
  ],
  needs: {},
  guards: [],
  mayForce: false,
  settlesMs: 30_000,
  target: (_finding, { key }) => key,
  plan(target, { recorded, by }) {
    const place = associationPlace(target);
    if (typeof place === 'string') return place;
    const { region, state } = target;
    const { targetRoleArn } = state;
    if (typeof targetRoleArn !== 'string') return 'It is not known to have a target role';
    // An empty text takes it away: https://github.com/aws-controllers-k8s/eks-controller/pull/164
    const step = (role: string, words: string): RemediationStep => ({
      action: 'eks:UpdatePodIdentityAssociation',
      region,
      input: { ...place, targetRoleArn: role },
      words,
    });
    const before = formerStates<'pod-identity-association'>(recorded)
      .map((one) => one.before.state.targetRoleArn)
      .find((one) => typeof one === 'string' && one !== targetRoleArn);
    const changed = changedBy(state, by);
    const pods = `${state.namespace ?? '?'}/${state.serviceAccount ?? '?'} of cluster ${place.clusterName}`;
    return [
      {
        summary: `Takes the target role ${targetRoleArn} off the association of ${pods}`,
        steps: [step('', `Take the target role off the association ${place.associationId} of ${pods}`)],
        undo: [step(targetRoleArn, `Set the target role to ${targetRoleArn}`)],
        after: { targetRoleArn: null, externalId: null, ...changed },
        assigned: ['externalId', ...Object.keys(changed)],
        facts: [
          `Its own role is ${state.roleArn ?? 'not known'}.`,
          ...(typeof state.policy === 'string'
            ? ['Its inline policy, which held for the target role, then holds for its own.']
            : []),
          ...(typeof before === 'string' ? [`Its target role was ${before} before.`] : []),
        ],
      },
    ];
  },
});

import type { Config, History, RemediationStep } from '@podguard/core';
import { UPDATE_ASSOCIATION } from '../eks/association-grants.ts';
import { associationPlace } from '../eks/association-place.ts';
import { changedBy } from '../eks/changed-by.ts';
import { replacedBefore } from '../eks/former-bindings.ts';
import { lastChosen } from '../eks/last-chosen.ts';
import { openerIn, stretchesOf } from '../former-states.ts';
import { defineRemediator } from '../remediator.ts';

export const removeTargetRole = defineRemediator({
  id: 'remove-target-role',
  title: 'Gives a Pod Identity association its former target role back, or takes off the one that is new',
  rules: ['pod-identity-target-role-foreign'],
  kind: 'pod-identity-association',
  grants: [UPDATE_ASSOCIATION],
  mayBreak: [
    'EKS chooses the external id, and no call sets one: given back or undone, a target role may find another, which its trust policy then has to name.',
    'Where who repairs is none of the configured `deployers`, pod-identity-unexpected-creator finds that, too.',
  ],
  needs: { sameSlot: ['roleArn'] },
  guards: [],
  mayForce: false,
  settlesMs: 30_000,
  target: (_finding, { key }) => key,
  histories: (target, { related, config }) =>
    replacedBefore(target, related.sameSlot, config.limits.windowMinutes),
  plan(target, { finding, recorded, config, by, histories = [] }) {
    const place = associationPlace(target);
    if (typeof place === 'string') return place;
    const { region, state } = target;
    const { targetRoleArn } = state;
    if (typeof targetRoleArn !== 'string') return 'It is not known to have a target role';
    const former = formerTarget([...histories, recorded], { opener: openerIn(recorded, finding), config });
    if (typeof former === 'object' && former !== null) return former.refusal;
    const pods = `${state.namespace ?? '?'}/${state.serviceAccount ?? '?'} of cluster ${place.clusterName}`;
    // An empty text takes it away: https://github.com/aws-controllers-k8s/eks-controller/pull/164
    const step = (role: string | null): RemediationStep => ({
      action: 'eks:UpdatePodIdentityAssociation',
      region,
      input: { ...place, targetRoleArn: role ?? '' },
      words:
        role === null
          ? `Take the target role off the association ${place.associationId} of ${pods}`
          : `Set the target role to ${role}`,
    });
    const changed = changedBy(state, by);
    const own = `Its own role is ${state.roleArn ?? 'not known'}.`;
    const isPolicy = typeof state.policy === 'string';
    return [
      {
        summary:
          former === null
            ? `Takes the target role ${targetRoleArn} off the association of ${pods}`
            : `Gives the association of ${pods} its target role ${former} again, instead of ${targetRoleArn}`,
        steps: [step(former)],
        undo: [step(targetRoleArn)],
        after: { targetRoleArn: former, ...(former === null ? { externalId: null } : {}), ...changed },
        assigned: ['externalId', ...Object.keys(changed)],
        facts: [
          own,
          ...(former === null && isPolicy
            ? ['Its inline policy, which held for the target role, then holds for its own.']
            : []),
        ],
        mayBreak: former === null ? [WITHOUT] : [],
      },
    ];
  },
});

const WITHOUT =
  'Pods have the association’s own role then: what they do in the target role’s account fails, and what they may do in their own is no longer what the target role allows.';

interface Target {
  readonly arn: string | null | undefined;
}

/** Null: there was none. */
function formerTarget(
  histories: readonly History[],
  { opener, config }: { readonly opener: string | undefined; readonly config: Config },
): string | null | { readonly refusal: string } {
  const stretches = stretchesOf<'pod-identity-association', Target>(
    histories,
    ({ state }) => ({ arn: state.targetRoleArn }),
    (before, after) => {
      if (before.arn === undefined) return after;
      return after.arn === undefined || after.arn === before.arn ? before : null;
    },
  );
  const chosen = lastChosen(stretches, { config, opener, of: ({ arn }) => arn });
  if (chosen === undefined) {
    const had = stretches.slice(0, -1).find(({ value }) => value?.arn !== null);
    return had === undefined
      ? null
      : {
          refusal: `It had ${had.value?.arn ?? 'an unknown target role'} for a moment only: people have to say what is right`,
        };
  }
  const { value, from, to } = chosen.stretch;
  return value?.arn === undefined || !chosen.isClear
    ? { refusal: `Which target role it had from ${from} to ${to}, and who wanted that, is not known` }
    : value.arn;
}

import { PASS_ROLE, REPLACE_ASSOCIATION, UPDATE_ASSOCIATION } from '../eks/association-grants.ts';
import { associationPlace } from '../eks/association-place.ts';
import { bindingAgain } from '../eks/binding-again.ts';
import { formerBinding, replacedBefore } from '../eks/former-bindings.ts';
import { withoutAssociation } from '../eks/without-association.ts';
import { openerIn } from '../former-states.ts';
import { isDeployer } from '../is-deployer.ts';
import { defineRemediator } from '../remediator.ts';

export const revertAssociation = defineRemediator({
  id: 'revert-association',
  title: 'Gives a Pod Identity association the role that its pods had before, or deletes one that is new',
  rules: [
    'pod-identity-default-service-account',
    'pod-identity-node-role',
    'pod-identity-role-swapped',
    'pod-identity-system-namespace',
    'pod-identity-unexpected-creator',
  ],
  kind: 'pod-identity-association',
  grants: [UPDATE_ASSOCIATION, ...REPLACE_ASSOCIATION, ...PASS_ROLE],
  mayBreak: [
    'It gives back all that the pods had: role, target role, policy and session tags. What a deployer changed of these since goes with the rest.',
    'Pods that need the rights of the present role lose them; those that have credentials of it keep them until these expire.',
    'Where who repairs is none of the configured `deployers`, pod-identity-unexpected-creator finds that, too.',
  ],
  needs: { sameSlot: ['roleArn'], slotRoles: ['arn'] },
  guards: [],
  mayForce: false,
  // Associations are eventually consistent, within seconds: https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdatePodIdentityAssociation.html
  settlesMs: 30_000,
  target: (_finding, { key }) => key,
  histories: (target, { related, config }) =>
    replacedBefore(target, related.sameSlot, config.limits.windowMinutes),
  plan(target, { finding, recorded, related, config, by, histories = [] }) {
    const place = associationPlace(target);
    if (typeof place === 'string') return place;
    const opener = openerIn(recorded, finding);
    const former = formerBinding(target, { config, related, opener, histories: [...histories, recorded] });
    const draft = typeof former === 'string' ? former : bindingAgain(target, place, former, by);
    const again = typeof draft === 'string' ? draft : [draft];
    if (finding.rule === SWAPPED) return again;
    const opened = finding.opened?.eventId;
    const isNew = recorded.log.some(
      (change) => change.op === 'put' && change.creates && change.stamp.eventId === opened,
    );
    if (isNew && target.bornAt !== null) {
      // One at most is there at a time: when another one that is recorded ended is not known.
      const isAlone = related.sameSlot.every(({ key, present }) => key === target.key || !present);
      if (isAlone && histories.length === 0) return withoutAssociation(target, place);
      return finding.rule === NODE
        ? again
        : 'It replaced another association of its pods: without it these would not have what they had before';
    }
    const isTaken = recorded.log.some(
      (change) => change.op !== 'delete' && 'roleArn' in change.fields && change.stamp.eventId === opened,
    );
    if (!isTaken || !BY_CHANGE.includes(finding.rule))
      return 'What opened the finding neither made it nor took another role from it that is still there';
    if (typeof former === 'string' || finding.rule !== CHANGED_BY) return again;
    const { roleArn } = former.binding;
    if (typeof target.state.changedBy !== 'string')
      return `Who changed it last is not known, as after two changes in one second: give ${roleArn} back by hand, which it had before`;
    return isDeployer(config, by)
      ? again
      : `It had ${roleArn} before: a deployer has to give that back, since what ${by ?? 'Podguard'} changes would be found again`;
  },
});

const SWAPPED = 'pod-identity-role-swapped';
const NODE = 'pod-identity-node-role';
const CHANGED_BY = 'pod-identity-unexpected-creator';
/** Those that may find what a change of its role made of it; others find that it is there at all. */
const BY_CHANGE: readonly string[] = [NODE, CHANGED_BY];

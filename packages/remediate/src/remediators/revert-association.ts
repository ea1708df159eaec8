import { PASS_ROLE, REPLACE_ASSOCIATION, UPDATE_ASSOCIATION } from '../eks/association-grants.ts';
import { associationPlace } from '../eks/association-place.ts';
import { bindingAgain } from '../eks/binding-again.ts';
import { type FormerBinding, formerBindings } from '../eks/former-bindings.ts';
import { withoutAssociation } from '../eks/without-association.ts';
import { formerStates } from '../former-states.ts';
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
    'Pods that need the rights of the present role lose them; those that have credentials of it keep them until these expire.',
    'Where who repairs is none of the configured `deployers`, pod-identity-unexpected-creator finds that, too.',
  ],
  needs: { sameSlot: ['roleArn'], slotRoles: ['arn'] },
  guards: [],
  mayForce: false,
  // Associations are eventually consistent, within seconds: https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdatePodIdentityAssociation.html
  settlesMs: 30_000,
  target: (_finding, { key }) => key,
  plan(target, { finding, recorded, related, config, by }) {
    const place = associationPlace(target);
    if (typeof place === 'string') return place;
    const former = formerBindings(
      target,
      formerStates<'pod-identity-association'>(recorded),
      related,
      config.limits.windowMinutes,
    );
    const again = (all: readonly FormerBinding[]) => all.map((one) => bindingAgain(target, place, one, by));
    if (finding.rule === SWAPPED)
      return former.length > 0
        ? again(former)
        : 'No other role is known to be there that its pods had before';
    const opened = finding.opened?.eventId;
    const isNew = recorded.log.some(
      (change) => change.op === 'put' && change.creates && change.stamp.eventId === opened,
    );
    if (isNew && target.bornAt !== null) {
      const replaced = former.filter(({ endedBy }) => endedBy === 'creation');
      if (replaced.length === 0) return withoutAssociation(target, place);
      return finding.rule === NODE
        ? again(replaced)
        : 'It replaced another association of its pods: without it these would not have what they had before';
    }
    const taken = former.filter(({ endedBy }) => endedBy !== 'creation' && endedBy?.eventId === opened);
    const [first] = BY_CHANGE.includes(finding.rule) ? taken : [];
    if (first === undefined)
      return 'What opened the finding neither made it nor took another role from it that is still there';
    return finding.rule === CHANGED_BY && !isDeployer(config, by)
      ? `It had ${first.roleArn} before: a deployer has to give that back, since what ${by ?? 'Podguard'} changes would be found again`
      : again(taken);
  },
});

const SWAPPED = 'pod-identity-role-swapped';
const NODE = 'pod-identity-node-role';
const CHANGED_BY = 'pod-identity-unexpected-creator';
/** Those that may find what a change of its role made of it; others find that it is there at all. */
const BY_CHANGE: readonly string[] = [NODE, CHANGED_BY];

import { parseArn } from '@podguard/core';
import { type FormerRule, formerRule } from '../events/former-rules.ts';
import { ruleAgain } from '../events/rule-again.ts';
import { isDeployer } from '../is-deployer.ts';
import { defineRemediator, type GrantPlace, type PlanDraft } from '../remediator.ts';

/** A variable of IAM's policies. */
const PRINCIPAL_ACCOUNT = '$' + '{aws:PrincipalAccount}';

const ownRules = ({ partition, account, ownParts }: GrantPlace) =>
  (ownParts ?? ['']).map((prefix) => `arn:${partition}:events:*:${account}:rule/${prefix}*`);

export const reenableEventRule = defineRemediator({
  id: 'reenable-event-rule',
  title: 'Switches one of Podguard’s own EventBridge rules on again, as it was',
  rules: ['platform-rule-off'],
  kind: 'event-rule',
  grants: [
    {
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
      actions: ['events:EnableRule', 'events:PutRule', 'events:RemoveTargets'],
      resources: ownRules,
    },
    { undoOnly: true, actions: ['events:DisableRule'], resources: ownRules },
    {
      actions: ['events:PutTargets'],
      resources: ownRules,
      // Queues of this account: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
      condition: { ArnLike: { 'events:TargetArn': `arn:*:sqs:*:${PRINCIPAL_ACCOUNT}:*` } },
    },
  ],
  mayBreak: [
    'Nothing but Podguard reads what the rule hands on. Whoever switched it off for maintenance has the events again at once.',
    'Pattern and targets are set again only where the role that repairs is among `deployers`: whoever else sets them is found.',
  ],
  needs: {},
  guards: [],
  mayForce: false,
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html
  settlesMs: 30_000,
  target: (_finding, { key }) => key,
  plan(target, { finding, config, recorded, by }) {
    const path = parseArn(target.key)?.resource.split('/').slice(1) ?? [];
    const name = path.at(-1) ?? '';
    if (!config.ownParts.some((prefix) => name.startsWith(prefix)))
      return `${target.key} is none of the own parts`;
    if (target.state.state === 'DELETED')
      return 'It was deleted: deploy Podguard again, which gives it its targets and their dead-letter queue, too';
    if (target.state.state === undefined || !target.sets.targets.complete)
      return 'Its state and its targets are not known: read the account first';
    const rule = { Name: name, EventBusName: path.slice(0, -1).join('/') || 'default' };
    const former = formerRule(target, recorded, config);
    if (former === undefined)
      return 'How it was while it was on is not recorded: deploy Podguard again, or enable it by hand';
    const drafts = [former, ...withoutReads(former)].map((one) =>
      ruleAgain(target, one, { rule, account: target.account, by }),
    );
    const possible = drafts.filter((draft): draft is PlanDraft => typeof draft !== 'string');
    const able = isDeployer(config, by)
      ? possible
      : possible.filter(({ assigned = [] }) => assigned.length === 0);
    // Being on is not all that it lacks.
    const lacksMore =
      target.sets.targets.members.size === 0 ||
      finding.evidence.some(({ path: accused }) => !['ruleName', 'state'].includes(accused));
    if (able.length > 0 && (able.length === possible.length || !lacksMore))
      return config.deployers.length > 0 ? able : able.map((draft) => ({ ...draft, otherwise: UNNAMED }));
    return possible.length > 0
      ? `What ${by ?? 'Podguard'} set of its pattern or its targets would be found again: add them to deployers, or deploy Podguard again`
      : String(drafts[0]);
  },
});

const UNNAMED =
  'while nobody is named under deployers, whose its pattern and its targets are is not known: name who deploys Podguard, or deploy it again';

/** Second best where PutRule may not be called: it is on, without the calls that only read. */
function withoutReads(former: FormerRule): readonly FormerRule[] {
  return former.state === 'ENABLED' ? [] : [{ ...former, state: 'ENABLED', reads: true }];
}

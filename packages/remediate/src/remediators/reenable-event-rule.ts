import { parseArn } from '@podguard/core';
import { type FormerRule, formerRules } from '../events/former-rules.ts';
import { ruleAgain } from '../events/rule-again.ts';
import { isDeployer } from '../is-deployer.ts';
import { defineRemediator, type PlanDraft } from '../remediator.ts';

export const reenableEventRule = defineRemediator({
  id: 'reenable-event-rule',
  title: 'Switches one of Podguard’s own EventBridge rules on again, as it was',
  rules: ['platform-rule-off'],
  kind: 'event-rule',
  grants: [
    {
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
      actions: [
        'events:DisableRule',
        'events:EnableRule',
        'events:PutRule',
        'events:PutTargets',
        'events:RemoveTargets',
      ],
      resources: ({ partition, account, ownParts }) =>
        (ownParts ?? ['']).map((prefix) => `arn:${partition}:events:*:${account}:rule/${prefix}*`),
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
    const former = formerRules(target, recorded);
    const drafts = [...former, ...former.flatMap(withoutReads)].map((one) =>
      ruleAgain(target, one, rule, by),
    );
    const [first] = drafts;
    if (first === undefined)
      return 'How it was while it was on is not recorded: deploy Podguard again, or enable it by hand';
    const possible = drafts.filter((draft): draft is PlanDraft => typeof draft !== 'string');
    const able = isDeployer(config, by)
      ? possible
      : possible.filter(({ assigned = [] }) => assigned.length === 0);
    // Being on is not all that it lacks.
    const lacksMore =
      target.sets.targets.members.size === 0 ||
      finding.evidence.some(({ path: accused }) => !['ruleName', 'state'].includes(accused));
    if (able.length > 0 && (able.length === possible.length || !lacksMore)) return able;
    return possible.length > 0
      ? `What ${by ?? 'Podguard'} set of its pattern or its targets would be found again: add them to deployers, or deploy Podguard again`
      : String(first);
  },
});

/** Second best where PutRule may not be called: it is on, without the calls that only read. */
function withoutReads(former: FormerRule): readonly FormerRule[] {
  return former.state === 'ENABLED' ? [] : [{ ...former, state: 'ENABLED', reads: true }];
}

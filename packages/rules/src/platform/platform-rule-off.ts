import {
  type Config,
  defineRule,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
} from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';
import { type Changer, changerOf, missingChanger, notOwn, partName } from '../shared/own-parts.ts';

export const platformRuleOff = defineRule({
  id: 'platform-rule-off',
  title: 'One of Podguard’s own EventBridge rules was switched off or changed',
  method: 'platform',
  resource: 'event-rule',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    'Reports a rule whose name begins as `ownParts` says that somebody outside `deployers` disabled or deleted, or whose pattern or targets somebody else set; one that a read of the account finds disabled, deleted or without targets, where nobody is known to have done that. While there are no deployers, only a rule that is off or has lost all its targets.',
  rationale:
    'Events that a rule does not hand on are never judged, and nothing else tells that they are missing.',
  references: [
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-delete-rule.html',
    'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html',
    'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html',
  ],
  mappings: {},
  falsePositives: [
    'A deployer that the configuration does not name.',
    'Maintenance by hand: deploy again afterwards.',
  ],
  needs: {},
  covers: undefined,
  evaluate(rule, { config }) {
    const ruleName = rule.state.name ?? partName(rule.key);
    const unjudged = notOwn(ruleName, config);
    if (unjudged !== null) return notApplicable(unjudged);
    const { state } = rule.state;
    const stateBy = changer(rule, 'state', config);
    const found = (what: string, who: string | null, path: string) =>
      fail(`Rule ${ruleName} ${what}${who === null ? '' : ` by ${who}`}`, {
        evidence: [
          { path: 'ruleName', value: ruleName },
          { path, value: path === 'state' ? (state ?? null) : who },
        ],
      });

    if (state === 'DELETED') {
      // A read of the account found it gone, and no call that did so is known.
      if (!rule.sets.changes.members.has('state')) return found('was deleted', null, 'state');
      if (stateBy === 'own') return notApplicable('a deployer deleted it');
      if (stateBy === 'unknown') return indeterminate(missingChanger(config));
      return found('was deleted', whoSet(rule, 'state'), 'state');
    }
    if (state === 'DISABLED' && stateBy !== 'own')
      return found('was disabled', whoSet(rule, 'state'), 'state');
    if (hasLostTargets(rule, config)) return found('has no target any more', null, 'targets');
    const parts = [...rule.sets.changes.members.keys()].filter((part) => part !== 'state');
    const other = parts.find((part) => changer(rule, part, config) === 'other');
    if (other !== undefined) return found(`had its ${other} changed`, whoSet(rule, other), other);
    if (typeof state !== 'string') return indeterminate('state');
    return parts.some((part) => changer(rule, part, config) === 'unknown')
      ? indeterminate(missingChanger(config))
      : pass;
  },
  mend: {
    cli: lines(
      '# one that was deleted, or changed: deploy Podguard again, so that pattern and targets are its own',
      'aws events enable-rule --name {ruleName} --region {region}',
    ),
    terraform: '# deploy Podguard again: the rule is its own',
    cloudformation: '# deploy Podguard again: the rule is its own',
  },
  remediation: 'reenable-event-rule',
});

type EventRule = Resource<'event-rule'>;

function whoSet({ sets }: EventRule, part: string): string | null {
  const who = sets.changes.members.get(part);
  return typeof who === 'string' && who !== 'unknown' ? who : null;
}

function changer(rule: EventRule, part: string, config: Config): Changer {
  const who = whoSet(rule, part);
  return who === null ? 'unknown' : changerOf(who, config);
}

/** All targets that are known of are gone, and not all by the deployers' or AWS's doing; or a read found none. */
function hasLostTargets(rule: EventRule, config: Config): boolean {
  const removed = [...rule.sets.changes.members.keys()].filter((part) => part.startsWith('target '));
  const { members, complete } = rule.sets.targets;
  if (members.size > 0) return false;
  return removed.some((part) => changer(rule, part, config) !== 'own') || (complete && removed.length === 0);
}

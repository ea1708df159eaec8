import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const DEPLOYER = 'arn:aws:iam::111122223333:role/ci/deployer';
const OTHER = 'arn:aws:iam::111122223333:user/anneke';
const config = { ownParts: ['podguard-'], deployers: [DEPLOYER] };
const ownParts = { ownParts: ['podguard-'] };
const enabled = { name: 'podguard-iam', state: 'ENABLED' } as const;
const disabled = { ...enabled, state: 'DISABLED' } as const;
const deleted = { ...enabled, state: 'DELETED' } as const;
const targets = { queue: 'arn:aws:sqs:eu-central-1:111122223333:podguard-events' };
const deployed = { state: DEPLOYER, pattern: DEPLOYER, 'target queue': DEPLOYER };
const sets = (
  changes: Readonly<Record<string, string>>,
  left: Readonly<Record<string, string>> = targets,
) => ({
  targets: left,
  changes: { ...deployed, ...changes },
});

describeRule(ruleOf(catalogue, 'platform-rule-off'), 'event-rule', {
  fails: [
    {
      name: 'disabled by somebody else',
      state: disabled,
      sets: sets({ state: OTHER }),
      config,
      evidence: ['ruleName', 'state'],
    },
    {
      name: 'disabled, no deployers configured',
      state: disabled,
      sets: sets({}),
      config: ownParts,
      evidence: ['state'],
    },
    { name: 'disabled, nobody knows by whom', state: disabled, config, evidence: ['state'] },
    {
      name: 'deleted by somebody else',
      state: deleted,
      sets: sets({ state: OTHER }, {}),
      config,
      evidence: ['state'],
    },
    {
      name: 'found deleted, and nobody knows by whom',
      state: deleted,
      sets: { targets, changes: { pattern: DEPLOYER } },
      config,
      evidence: ['state'],
    },
    {
      name: 'found without targets, and nobody knows who removed them',
      state: enabled,
      sets: { targets: {}, changes: { state: DEPLOYER } },
      config,
      evidence: ['targets'],
    },
    {
      name: 'its targets removed by somebody else',
      state: enabled,
      sets: sets({ 'target queue': OTHER }, {}),
      config,
      evidence: ['targets'],
    },
    {
      name: 'all its targets removed, no deployers configured',
      state: enabled,
      some: { changes: { 'target queue': OTHER } },
      config: ownParts,
      evidence: ['targets'],
    },
    {
      name: 'a target replaced by somebody else',
      state: enabled,
      sets: sets({ 'target queue': OTHER }),
      config,
      evidence: ['target queue'],
    },
    {
      name: 'its pattern changed by somebody else',
      state: enabled,
      sets: sets({ pattern: OTHER }),
      config,
      evidence: ['pattern'],
    },
  ],
  passes: [
    { name: 'as the deployer made it', state: enabled, sets: sets({}), config },
    { name: 'enabled again by somebody else', state: enabled, sets: sets({ state: OTHER }), config },
    { name: 'disabled by the deployer', state: disabled, sets: sets({}), config },
    { name: 'changed by AWS', state: enabled, sets: sets({ pattern: 'events.amazonaws.com' }), config },
    { name: 'its targets removed by the deployer', state: enabled, sets: sets({}, {}), config },
    { name: 'nobody changed it', state: enabled, sets: { targets, changes: {} }, config: ownParts },
  ],
  indeterminate: [
    { name: 'state unknown', state: { name: 'podguard-iam' }, sets: sets({}), config, missing: 'state' },
    {
      name: 'its pattern set, no deployers configured',
      state: enabled,
      sets: sets({}),
      config: ownParts,
      missing: 'deployers',
    },
    {
      name: 'its pattern set by a principal that nobody knows',
      state: enabled,
      sets: sets({ pattern: 'unknown' }),
      config,
      missing: 'who changed it',
    },
    {
      name: 'deleted, no deployers configured',
      state: deleted,
      sets: sets({}, {}),
      config: ownParts,
      missing: 'deployers',
    },
  ],
  notApplicable: [
    { name: 'no own parts configured', state: disabled, sets: sets({ state: OTHER }) },
    {
      name: 'a rule of somebody else',
      state: { ...disabled, name: 'backup' },
      sets: sets({ state: OTHER }),
      config,
    },
    { name: 'deleted by the deployer', state: deleted, sets: sets({}, {}), config },
  ],
});

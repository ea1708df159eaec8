import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const on = { name: 'main', logging: true, managementEvents: 'all' } as const;
const off = { ...on, logging: false };
const none = { ...on, managementEvents: 'none' } as const;
const gone = { goneAt: '2026-03-01T00:00:00Z' };
const [early, late] = ['2026-01-02T03:05:00Z', '2026-02-02T03:05:00Z'];

describeRule(ruleOf(catalogue, 'platform-trail-off'), 'cloudtrail-trail', {
  fails: [
    { name: 'a trail was stopped', before: [on], state: off, evidence: ['trailName', 'logging'] },
    {
      name: 'stopped, where nothing else is known of it',
      bornAt: null,
      state: { name: 'main', logging: false },
      evidence: ['logging'],
    },
    { name: 'deleted', bornAt: null, state: on, ...gone, evidence: ['trailName'] },
    { name: 'deleted, where nothing else is known of it', bornAt: null, ...gone, evidence: ['trailName'] },
    { name: 'stopped, then deleted', before: [on], state: off, ...gone, evidence: ['trailName'] },
    {
      name: 'logs no management events any more',
      before: [on],
      state: { ...none, selectedAt: late },
      evidence: ['managementEvents', 'managementEvents before'],
    },
    {
      name: 'logs only reads any more, where its making is not known',
      bornAt: null,
      before: [{ ...on, managementEvents: 'write' }],
      state: { ...on, managementEvents: 'read', selectedAt: early },
      evidence: ['managementEvents before'],
    },
    {
      name: 'told to log them again after it was made, then not',
      before: [none, { ...on, managementEvents: 'write' }],
      state: { ...none, selectedAt: early },
      evidence: ['managementEvents before'],
    },
  ],
  passes: [
    { name: 'on', state: on },
    { name: 'it logs again', before: [on, off], state: on },
    { name: 'logs writes', state: { ...on, managementEvents: 'write' } },
    { name: 'logs them again', before: [on, none], state: { ...on, selectedAt: late } },
  ],
  indeterminate: [
    { name: 'whether it logs is unknown', state: { ...on, logging: undefined }, missing: 'logging' },
    { name: 'what it logs is unknown', state: { logging: true }, missing: 'managementEvents' },
    {
      name: 'what it logs cannot be summed up',
      state: { logging: false, managementEvents: undefined, selectedAt: late },
      missing: 'managementEvents',
    },
    {
      name: 'told to log none, and what it logged before is unknown',
      bornAt: null,
      state: { ...none, selectedAt: late },
      missing: 'managementEvents',
    },
    { name: 'made and not started', state: { ...off, selectedAt: null }, missing: 'never started' },
    {
      name: 'made, not started and deleted',
      state: { ...off, selectedAt: null },
      ...gone,
      missing: 'never started',
    },
  ],
  notApplicable: [
    {
      name: 'a trail for data: set up so as it was made',
      before: [on],
      state: { ...none, selectedAt: early },
    },
    { name: 'a trail for data, stopped', state: { ...none, logging: false, selectedAt: null } },
    { name: 'a trail for data, deleted', state: { ...none, selectedAt: null }, ...gone },
  ],
});

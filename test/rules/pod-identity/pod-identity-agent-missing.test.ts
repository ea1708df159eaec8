import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

import { resourceOf } from '../../support/states.ts';

const association = resourceOf('pod-identity-association', {});
const DELETED = '2026-01-02T05:00:00Z';
const agent = (status: string | null | undefined, gone = false) =>
  resourceOf('eks-addon', {
    state: { addonName: 'eks-pod-identity-agent', status },
    ...(gone ? { goneAt: DELETED } : {}),
  });
const later = resourceOf('pod-identity-association', { bornAt: '2026-01-02T05:00:01Z' });
const state = { autoMode: false };
const associations = [association];

describeRule(ruleOf(catalogue, 'pod-identity-agent-missing'), 'eks-cluster', {
  fails: [
    {
      name: 'the add-on was deleted',
      state,
      related: { associations, podIdentityAgent: [agent('ACTIVE', true)] },
      severity: 'low',
      evidence: ['eks-pod-identity-agent', 'associations'],
    },
    {
      name: 'the add-on was deleted, and an association made after',
      state,
      related: { associations: [association, later], podIdentityAgent: [agent('ACTIVE', true)] },
      evidence: ['eks-pod-identity-agent', 'associations'],
    },
    {
      name: 'the add-on does not work',
      state,
      related: { associations, podIdentityAgent: [agent('DEGRADED')] },
      evidence: ['eks-pod-identity-agent'],
    },
  ],
  passes: [
    { name: 'the add-on is there', state, related: { associations, podIdentityAgent: [agent('ACTIVE')] } },
    { name: 'it is being made', state, related: { associations, podIdentityAgent: [agent('CREATING')] } },
    {
      name: 'an update of it failed, and the version before runs on',
      state,
      related: { associations, podIdentityAgent: [agent('UPDATE_FAILED')] },
    },
  ],
  indeterminate: [
    {
      name: 'nothing is known of the add-on',
      state,
      related: { associations, podIdentityAgent: [{ missing: 'agent' }] },
      missing: 'eks-pod-identity-agent',
    },
    {
      name: 'the add-on went with a cluster that had the name before',
      state,
      related: {
        associations,
        podIdentityAgent: [resourceOf('eks-addon', { state: { status: 'ACTIVE' }, gone: true })],
      },
      missing: 'eks-pod-identity-agent',
    },
    {
      name: 'the add-on was taken out of a cluster that had the name before',
      state,
      bornAt: '2026-01-02T06:00:00Z',
      related: { associations, podIdentityAgent: [agent('ACTIVE', true)] },
      missing: 'eks-pod-identity-agent',
    },
    {
      name: 'its status is not known',
      state,
      related: { associations, podIdentityAgent: [agent(undefined)] },
      missing: 'status',
    },
    {
      name: 'it was deleted, and Auto Mode may be on',
      related: { associations, podIdentityAgent: [agent('ACTIVE', true)] },
      missing: 'autoMode',
    },
  ],
  notApplicable: [
    {
      name: 'no association is known',
      state,
      related: { associations: [], podIdentityAgent: [agent('ACTIVE', true)] },
    },
    {
      name: 'every association was deleted',
      state,
      related: {
        associations: [resourceOf('pod-identity-association', { gone: true })],
        podIdentityAgent: [agent('ACTIVE', true)],
      },
    },
    {
      name: 'Auto Mode has it built in',
      state: { autoMode: true },
      related: { associations, podIdentityAgent: [agent('ACTIVE', true)] },
    },
  ],
});

import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';

const ADMIN = 'arn:aws:iam::111122223333:role/admin';
const state = { name: 'aws-auth', namespace: 'kube-system' };

const rule = ruleOf(catalogue, 'k8s-aws-auth-masters');

describeRule(rule, 'k8s-config-map', {
  fails: [
    {
      name: 'a role is mapped to system:masters',
      state,
      sets: { masters: { [ADMIN]: 'data.mapRoles[0].groups[0]' } },
      evidence: ['data.mapRoles[0].groups[0]'],
    },
    {
      name: 'one more than the configured',
      state,
      sets: {
        masters: {
          [ADMIN]: 'data.mapRoles[0].groups[0]',
          'arn:aws:iam::111122223333:user/u': 'data.mapUsers[0].groups[0]',
        },
      },
      config: { administrators: [ADMIN] },
      evidence: ['data.mapUsers[0].groups[0]'],
    },
  ],
  passes: [
    { name: 'nobody is', state, sets: { masters: {} } },
    {
      name: 'configured administrators',
      state,
      sets: { masters: { [ADMIN]: 'data.mapRoles[0].groups[0]' } },
      config: { administrators: ['arn:aws:iam::111122223333:role/*'] },
    },
  ],
  indeterminate: [
    { name: 'what it maps cannot be read', state, missing: 'aws-auth' },
    { name: 'its name is not known', missing: 'name' },
  ],
  notApplicable: [{ name: 'another ConfigMap', state: { name: 'app' }, sets: { masters: {} } }],
});

it('shows what is at the path of each, and for whom', () => {
  const everybody = 'arn:aws:iam::111122223333:role/everybody';
  const masters = { [ADMIN]: 'data.mapRoles[0].groups[0]', [everybody]: 'data.mapRoles[1].groups[2]' };
  const verdict = rule.evaluate(resourceOf('k8s-config-map', { state, sets: { masters } }) as never, {
    config: configOf(),
    related: {} as never,
  });
  expect(verdict).toMatchObject({
    evidence: [
      { path: 'data.mapRoles[0].groups[0]', value: `system:masters (for ${ADMIN})` },
      { path: 'data.mapRoles[1].groups[2]', value: `system:masters (for ${everybody})` },
    ],
  });
});

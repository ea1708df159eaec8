import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT, configOf, resourceOf } from '../../support/states.ts';

const rule = ruleOf(catalogue, 'secret-rotation-off');
const NODE = `arn:aws:iam::${ACCOUNT}:role/node`;
const AT = '2026-02-01T08:00:00Z';
const byPods = { pod: AT };
const nobody = { instanceReaders: [], readerNodegroups: [] };
const group = resourceOf('eks-nodegroup', { state: { nodeRole: NODE } });
const off = { rotation: 'disabled', createdAt: '2025-01-01T00:00:00Z', rotatedAt: null } as const;
const config = { events: ['secret-reads' as const] };

describeRule(rule, 'secret', {
  fails: [
    {
      name: 'pods read it, and it is not rotated',
      uses: byPods,
      state: off,
      related: nobody,
      severity: 'low',
      evidence: ['rotation'],
    },
    {
      name: 'read by nodes',
      uses: { [`node ${NODE}`]: AT },
      state: off,
      related: { instanceReaders: [{ missing: NODE }], readerNodegroups: [group] },
      severity: 'low',
      evidence: ['rotation', 'activity'],
    },
    {
      name: 'cancelled',
      uses: byPods,
      before: [{ rotation: 'enabled' }],
      state: { rotation: 'disabled' },
      related: nobody,
      severity: 'medium',
      evidence: ['rotation'],
    },
    {
      name: 'never changed for more than a year',
      uses: byPods,
      state: { ...off, readAt: '2026-02-02T00:00:00Z' },
      related: nobody,
      severity: 'medium',
      evidence: ['rotation'],
    },
    {
      name: 'changed by hand not so long ago',
      uses: byPods,
      state: { ...off, rotatedAt: '2025-12-01T00:00:00Z', readAt: '2026-02-02T00:00:00Z' },
      related: nobody,
      severity: 'low',
      evidence: ['rotation'],
    },
  ],
  passes: [
    { name: 'it is rotated', uses: byPods, state: { ...off, rotation: 'enabled' }, related: nobody },
    {
      name: 'rotated again',
      uses: byPods,
      before: [{ rotation: 'enabled' }, { rotation: 'disabled' }],
      state: { rotation: 'enabled' },
      related: nobody,
    },
  ],
  indeterminate: [
    { name: 'the rotation is not known', uses: byPods, related: nobody, missing: 'rotation' },
    { name: 'who reads it is not known', state: off, related: nobody, missing: 'whether pods read it' },
    {
      name: 'whether the instances that read it are nodes is not known',
      uses: { [`node ${NODE}`]: AT },
      state: off,
      related: { ...nobody, instanceReaders: [{ missing: NODE }] },
      config,
      missing: 'whether nodes have',
    },
  ],
  notApplicable: [{ name: 'no pod was seen reading it', state: off, related: nobody, config }],
});

it.for([
  `arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/shop/db`,
  `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:rds!db-1f6b4b3c`,
])('is not applicable to what has none or whose owner rotates it: %s', (key) => {
  const secret = { ...resourceOf('secret', { state: off, uses: byPods }), key };
  const verdict = rule.evaluate(secret as never, { config: configOf(config), related: nobody as never });
  expect(verdict.status).toBe('not-applicable');
});

import { catalogue } from '@podguard/rules';
import { expect, test } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { alone, nodeTags, otherTags, profileArn } from './nodes.ts';

const rule = ruleOf(catalogue, 'node-profile-swapped');
const first = { profileArn };
const other = { profileArn: 'arn:aws:iam::111122223333:instance-profile/admin' };
const withPath = { profileArn: 'arn:aws:iam::111122223333:instance-profile/eks/node' };

describeRule(rule, 'ec2-instance', {
  fails: [
    {
      name: 'another profile on a node',
      neighbour: 'the first one is back',
      before: [first],
      state: other,
      sets: nodeTags,
      related: alone,
      evidence: ['profileArn before', 'profileArn'],
    },
    {
      name: 'taken off and another put on',
      before: [first, { profileArn: null as never }],
      state: other,
      sets: nodeTags,
      related: alone,
      evidence: ['profileArn before'],
    },
    {
      name: 'a second swap, not back',
      before: [first, other],
      state: { profileArn: 'arn:aws:iam::111122223333:instance-profile/third' },
      sets: nodeTags,
      related: alone,
      evidence: ['profileArn before'],
    },
    {
      name: 'started without any, given one, and then another',
      before: [{ profileArn: null as never }, first],
      state: other,
      sets: nodeTags,
      related: alone,
      evidence: ['profileArn before'],
    },
  ],
  passes: [
    { name: 'the profile that it had from the start', state: first, sets: nodeTags, related: alone },
    {
      name: 'the same by an ARN with its path',
      before: [first],
      state: withPath,
      sets: nodeTags,
      related: alone,
    },
    { name: 'the first one is back', before: [first, other], state: first, sets: nodeTags, related: alone },
    {
      name: 'the first one is back, and had been told twice',
      before: [first, first, other],
      state: withPath,
      sets: nodeTags,
      related: alone,
    },
    {
      name: 'none is there any more',
      before: [first],
      state: { profileArn: null },
      sets: nodeTags,
      related: alone,
    },
    {
      name: 'its first profile was put on while it ran',
      before: [{ profileArn: null as never }],
      state: first,
      sets: nodeTags,
      related: alone,
    },
  ],
  indeterminate: [
    { name: 'the profile is not known', state: {}, sets: nodeTags, related: alone, missing: 'profileArn' },
    {
      name: 'nothing tells whether it is a node',
      before: [first],
      state: other,
      sets: otherTags,
      related: alone,
      missing: 'whether it is a cluster node',
    },
  ],
  notApplicable: [
    {
      name: 'an instance without a profile and without a cluster tag',
      before: [first],
      state: { profileArn: null },
      sets: otherTags,
      related: alone,
    },
  ],
});

test('is indeterminate of an instance whose start nobody saw', () => {
  const instance = {
    ...resourceOf('ec2-instance', { state: other, some: nodeTags }),
    bornAt: null,
  };
  const verdict = rule.evaluate(instance as never, { config: configOf(), related: alone as never });
  expect(verdict).toEqual({ status: 'indeterminate', missing: ['the profile before'] });
});

import { selectorMembers } from '@podguard/core';
import { expect, test } from 'vitest';

test.for([
  ['no selector', [], {}],
  ['one without labels', [{ namespace: 'shop', labels: {} }], { shop: '{}' }],
  [
    'labels, in whatever order they are written',
    [{ namespace: 'shop', labels: { tier: 'low', app: 'a' } }],
    { shop: '{"app":"a","tier":"low"}' },
  ],
  [
    'several of a namespace, in whatever order they are written',
    [
      { namespace: 'shop', labels: { app: 'b' } },
      { namespace: 'shop', labels: { app: 'a' } },
      { namespace: 'shop', labels: { app: 'b' } },
    ],
    { shop: '[{"app":"a"},{"app":"b"}]' },
  ],
  [
    'one without labels beside others, which selects all',
    [
      { namespace: 'shop', labels: { app: 'b' } },
      { namespace: 'shop', labels: {} },
      { namespace: 'all-*', labels: {} },
    ],
    { shop: '{}', 'all-*': '{}' },
  ],
] as const)('the members of a Fargate profile with %s', ([, selectors, members]) => {
  expect(selectorMembers(selectors)).toEqual(members);
});

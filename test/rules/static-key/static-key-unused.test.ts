import { catalogue } from '@podguard/rules';
import { expect, test } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';

const rule = ruleOf(catalogue, 'static-key-unused');
const used = {
  keyId: 'AKIAIOSFODNN7EXAMPLE',
  userName: 'ci',
  status: 'Active',
  ofRoot: false,
  createdAt: '2025-01-01T08:00:00Z',
  lastUsedAt: '2026-02-15T10:00:00Z',
  readAt: '2026-04-01T11:00:00Z',
} as const;
const unused = { ...used, readAt: '2026-04-02T11:00:00Z' };

describeRule(rule, 'access-key', {
  fails: [
    { name: 'last used 46 days ago', state: unused, evidence: ['lastUsedAt', 'readAt', 'userName'] },
    {
      name: 'never used since it was made',
      state: { ...used, lastUsedAt: null },
      evidence: ['createdAt', 'readAt'],
    },
    {
      name: 'longer ago than a shorter limit',
      state: used,
      config: { limits: { keyUnusedDays: 7 } },
      evidence: ['lastUsedAt'],
    },
    {
      name: 'a key of which little is known',
      state: { status: 'Active', createdAt: used.createdAt, lastUsedAt: null, readAt: used.readAt },
      evidence: ['createdAt', 'userName'],
    },
  ],
  passes: [
    { name: 'last used 45 days ago', state: used },
    {
      name: 'made yesterday and not used yet',
      state: { ...used, createdAt: '2026-03-31T08:00:00Z', lastUsedAt: null },
    },
    { name: 'the key is inactive', state: { ...unused, status: 'Inactive' } },
  ],
  indeterminate: [
    { name: 'the status is not known', state: { ...unused, status: undefined }, missing: 'status' },
    { name: 'the account was not read', state: { ...unused, readAt: undefined }, missing: 'readAt' },
    {
      name: 'when it was last used is not known',
      state: { ...unused, lastUsedAt: undefined },
      missing: 'lastUsedAt',
    },
    {
      name: 'never used, and made nobody knows when',
      state: { ...unused, lastUsedAt: null, createdAt: undefined },
      missing: 'createdAt',
    },
    {
      name: 'when it was last used is no time',
      state: { ...unused, lastUsedAt: 'long ago' },
      missing: 'lastUsedAt',
    },
  ],
  notApplicable: [{ name: 'a key of root', state: { ...unused, ofRoot: true } }],
});

test('a use that was seen counts, whatever the account said', () => {
  const seen = { stamp: { time: '2026-03-30T10:00:00Z', rank: 1, eventId: 'e' } };
  const key = {
    ...resourceOf('access-key', { state: unused }),
    activity: { used: { first: seen, last: seen } },
  };
  expect(rule.evaluate(key as never, { config: configOf(), related: {} as never })).toEqual({
    status: 'pass',
  });
});

import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const fresh = {
  keyId: 'AKIAIOSFODNN7EXAMPLE',
  userName: 'ci',
  status: 'Active',
  ofRoot: false,
  createdAt: '2026-01-01T08:00:00Z',
  readAt: '2026-04-01T09:00:00Z',
} as const;
const old = { ...fresh, readAt: '2026-04-02T09:00:00Z' };

describeRule(ruleOf(catalogue, 'static-key-stale'), 'access-key', {
  fails: [
    { name: '91 days old', state: old, evidence: ['createdAt', 'readAt', 'userName'] },
    {
      name: 'older than a shorter limit',
      state: fresh,
      config: { limits: { keyAgeDays: 30 } },
      evidence: ['createdAt'],
    },
    {
      name: 'a key of which little is known',
      state: { status: 'Active', createdAt: old.createdAt, readAt: old.readAt },
      evidence: ['createdAt', 'userName'],
    },
  ],
  passes: [
    { name: '90 days old', state: fresh },
    { name: 'a longer limit', state: old, config: { limits: { keyAgeDays: 365 } } },
    { name: 'the key is inactive', state: { ...old, status: 'Inactive' } },
  ],
  indeterminate: [
    { name: 'the status is not known', state: { ...old, status: undefined }, missing: 'status' },
    { name: 'the account was not read', state: { ...old, readAt: undefined }, missing: 'readAt' },
    { name: 'when it was made is not known', state: { ...old, createdAt: undefined }, missing: 'createdAt' },
    { name: 'when it was made is no time', state: { ...old, createdAt: 'long ago' }, missing: 'createdAt' },
  ],
  notApplicable: [{ name: 'a key of root', state: { ...old, ofRoot: true } }],
});

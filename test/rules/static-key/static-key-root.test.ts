import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';

const none = { rootKeys: [] };
const MADE = '2026-01-01T00:00:00Z';
const reported = { keyId: null, status: 'Active', ofRoot: true } as const;

describeRule(ruleOf(catalogue, 'static-key-root'), 'access-key', {
  fails: [
    {
      name: "the root's active key",
      state: { keyId: 'AKIA1', status: 'Active', ofRoot: true },
      related: none,
      evidence: ['ofRoot', 'status'],
    },
    {
      name: 'one of the credential report beside another that is known by its id',
      state: { ...reported, createdAt: MADE },
      related: {
        rootKeys: [
          resourceOf('access-key', { state: { keyId: 'AKIA1', createdAt: '2026-01-02T00:00:00Z' } }),
          resourceOf('access-key', { state: { keyId: 'AKIA2', createdAt: MADE }, gone: true }),
          resourceOf('access-key', { state: { ...reported, createdAt: MADE } }),
        ],
      },
      evidence: ['ofRoot', 'status'],
    },
    {
      name: 'one of the credential report that does not tell when it was made',
      state: reported,
      related: { rootKeys: [resourceOf('access-key', { state: { keyId: 'AKIA1' } })] },
      evidence: ['ofRoot'],
    },
    {
      name: "the root's inactive key, graded down",
      state: { status: 'Inactive', ofRoot: true },
      related: none,
      severity: 'medium',
      evidence: ['status'],
    },
  ],
  passes: [{ name: "the root's expired key", state: { status: 'Expired', ofRoot: true }, related: none }],
  indeterminate: [
    { name: 'whose key it is is not known', state: { status: 'Active' }, related: none, missing: 'ofRoot' },
    { name: 'the status is not known', state: { ofRoot: true }, related: none, missing: 'status' },
  ],
  notApplicable: [
    {
      name: 'one of the credential report that is known by its id',
      state: { ...reported, createdAt: MADE },
      related: { rootKeys: [resourceOf('access-key', { state: { keyId: 'AKIA1', createdAt: MADE } })] },
    },
    { name: "a user's key", state: { status: 'Active', ofRoot: false }, related: none },
  ],
});

import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT, resourceOf } from '../../support/states.ts';

const none = { rootKeys: [] };
const MADE = '2026-01-01T00:00:00Z';
const READ = '2026-02-01T00:00:00Z';
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
          resourceOf('access-key', {
            state: { keyId: 'AKIA3', createdAt: MADE },
            goneAt: '2026-01-31T00:00:00Z',
          }),
          resourceOf('access-key', { state: { ...reported, createdAt: MADE } }),
        ],
      },
      evidence: ['ofRoot', 'status'],
    },
    {
      name: 'the second of the credential report, where one is known by its id',
      state: { ...reported, createdAt: '2026-01-05T00:00:00Z', readAt: READ },
      related: {
        rootKeys: [
          resourceOf('access-key', { state: { keyId: 'AKIA1' } }),
          { ...resourceOf('access-key', { state: reported }), key: `${ACCOUNT}/root/key-1` },
          resourceOf('access-key', { state: { ...reported, createdAt: '2026-01-05T00:00:00Z' } }),
        ],
      },
      evidence: ['ofRoot'],
    },
    {
      name: 'one that was made before what is known by its id',
      state: { ...reported, readAt: READ },
      related: {
        rootKeys: [
          resourceOf('access-key', { state: { keyId: 'AKIA1', createdAt: '2026-02-02T00:00:00Z' } }),
          resourceOf('access-key', { state: { ...reported, readAt: READ } }),
        ],
      },
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
    {
      name: 'one that was known by its id, and deleted after the report was made',
      state: { ...reported, createdAt: MADE, readAt: READ },
      related: {
        rootKeys: [
          resourceOf('access-key', {
            state: { keyId: 'AKIA1', createdAt: MADE },
            goneAt: '2026-02-01T00:00:01Z',
          }),
        ],
      },
    },
    {
      name: 'one that is known by its id, and whose status was changed since it was made',
      state: { ...reported, createdAt: '2026-01-05T00:00:00Z', readAt: READ },
      related: {
        rootKeys: [
          resourceOf('access-key', { state: { keyId: 'AKIA1', createdAt: MADE } }),
          resourceOf('access-key', {
            state: { ...reported, createdAt: '2026-01-05T00:00:00Z', readAt: READ },
          }),
        ],
      },
    },
    {
      name: 'one of which only an event that changed it tells the id',
      state: { ...reported, createdAt: MADE },
      related: {
        rootKeys: [
          resourceOf('access-key', { state: { keyId: 'AKIA1' } }),
          resourceOf('access-key', { state: { ...reported, createdAt: MADE } }),
        ],
      },
    },
    { name: "a user's key", state: { status: 'Active', ofRoot: false }, related: none },
  ],
});

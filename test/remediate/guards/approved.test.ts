import { expect, test } from 'vitest';
import { ago, mine, says } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['approved', 'yes', {}],
  ['by nobody', 'no', { remediation: mine({ approvals: [] }) }],
  ['by nobody where none is asked for', 'no', { remediation: mine({ approvals: [], approvalsNeeded: 0 }) }],
  ['by one of two', 'no', { remediation: mine({ approvalsNeeded: 2 }) }],
  [
    'by one twice',
    'no',
    {
      remediation: mine({
        approvalsNeeded: 2,
        approvals: [
          { by: 'anna', at: ago(30) },
          { by: 'anna', at: ago(20) },
        ],
      }),
    },
  ],
  [
    'by two',
    'yes',
    {
      remediation: mine({
        approvalsNeeded: 2,
        approvals: [
          { by: 'anna', at: ago(30) },
          { by: 'ben', at: ago(20) },
        ],
      }),
    },
  ],
  ['another plan', 'no', { planHash: 'other' }],
  ['no plan', 'no', { planHash: '', remediation: mine({ planHash: '' }) }],
  ['too late', 'no', { remediation: mine({ expiresAt: ago(0) }) }],
  ['without an end', 'yes', { remediation: mine({ expiresAt: null }) }],
])('%s: %s', ([, word, given]) => {
  expect(says('approved', given)).toBe(word);
});

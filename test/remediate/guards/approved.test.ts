import { ALL_GUARDS } from '@podguard/remediate';
import { expect, test } from 'vitest';
import { ago, askedOf, findingThat, mine, says, settingsOf } from './guard-input.ts';

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
  [
    'by one in Slack and one by command',
    'no',
    {
      remediation: mine({
        approvalsNeeded: 2,
        approvals: [
          { by: 'anna (slack U01234567)', at: ago(30) },
          { by: 'arn:aws:iam::111122223333:user/anna', at: ago(20) },
        ],
      }),
    },
  ],
  [
    'by two in Slack, of whom one may have done so by command, too',
    'yes',
    {
      remediation: mine({
        approvalsNeeded: 2,
        approvals: [
          { by: 'anna (slack U01234567)', at: ago(30) },
          { by: 'arn:aws:iam::111122223333:user/anna', at: ago(20) },
          { by: 'ben (slack U07654321)', at: ago(10) },
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

const TWO = { settings: settingsOf({ twoPeople: ['high'] }) };

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['of a severity that needs two by now, by one', 'no', TWO],
  ['of another severity, by one', 'yes', { ...TWO, finding: findingThat({ severity: 'low' }) }],
  ['less severe by now than when two were needed', 'no', { remediation: mine({ approvalsNeeded: 2 }) }],
  [
    'of a severity that needs two by now, by two',
    'yes',
    {
      ...TWO,
      remediation: mine({
        approvals: [
          { by: 'anna', at: ago(30) },
          { by: 'ben', at: ago(20) },
        ],
      }),
    },
  ],
])('%s: %s', ([, word, given]) => {
  expect(says('approved', given)).toBe(word);
});

test('one of auto that became so grave that people decide says how they do', () => {
  const guard = ALL_GUARDS.find(({ id }) => id === 'approved');
  const settings = settingsOf({ twoPeople: ['high'] });
  const asked = (mode: 'auto' | 'propose') =>
    guard?.check(askedOf({ mode, settings, remediation: mine({ mode }) }));
  expect(asked('auto')).toMatchObject({ ok: false, reason: expect.stringContaining('podguard remediate') });
  expect(asked('propose')).toEqual({ ok: false, reason: '1 of 2 have approved it' });
});

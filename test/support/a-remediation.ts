import type { Remediation, RemediationPlan } from '@podguard/core';

export const PLAN: RemediationPlan = {
  remediator: 'require-imdsv2',
  summary: 'i-0abc1234def567890 answers only requests with a token',
  target: {
    kind: 'ec2-instance',
    key: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0abc1234def567890',
    account: '111122223333',
    region: 'eu-central-1',
  },
  steps: [
    {
      action: 'ec2:ModifyInstanceMetadataOptions',
      region: 'eu-central-1',
      input: { InstanceId: 'i-0abc1234def567890', HttpTokens: 'required' },
      words: 'require tokens',
    },
  ],
  undo: [
    {
      action: 'ec2:ModifyInstanceMetadataOptions',
      region: 'eu-central-1',
      input: { InstanceId: 'i-0abc1234def567890', HttpTokens: 'optional' },
      words: 'make tokens optional',
    },
  ],
  fields: [{ name: 'httpTokens', before: 'optional', after: 'required' }],
  present: { before: true, after: true },
  mayBreak: ['programs that ask for no token get no credentials'],
  facts: [],
  affected: { keys: [], count: 0 },
  ends: ['pg-1'],
  opens: [],
};

/** A proposed one, that people have been told of, in the far future: stores never forget it. */
export function aRemediation(given: Partial<Remediation> = {}): Remediation {
  return {
    v: 1,
    id: 'rm-1',
    version: 1,
    finding: 'pg-1',
    rule: 'imds-v1-allowed',
    severity: 'high',
    key: PLAN.target.key,
    opened: 'event-1',
    mode: 'propose',
    status: 'proposed',
    plan: PLAN,
    planHash: '0123456789abcdef',
    forced: false,
    guards: [{ guard: 'finding-open', ok: true }],
    createdAt: '2098-01-02T03:04:05.000Z',
    expiresAt: '2098-01-03T03:04:05.000Z',
    approvalsNeeded: 1,
    approvals: [],
    lease: null,
    applied: null,
    undone: null,
    restoredKey: null,
    foreign: [],
    history: [{ status: 'proposed', at: '2098-01-02T03:04:05.000Z', by: 'podguard', note: '' }],
    told: { turns: 1, foreign: 0 },
    ...given,
  };
}

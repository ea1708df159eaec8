import { findingId, type Remediation, type RemediationPlan, type RemediationTurn } from '@podguard/core';
import type { ShadowReport } from '@podguard/notify';
import { ACCOUNT } from './transitions.ts';

const KEY = `arn:aws:iam::${ACCOUNT}:role/shop`;
const RULE = 'irsa-subject-unrestricted';
const PROVIDER = 'oidc.eks.eu-central-1.amazonaws.com/id/2B9D44F1C07E4A5D9F3361A8E5C0B772';
const IDENTITY = { kind: 'iam-role', key: KEY, account: ACCOUNT, region: 'us-east-1' } as const;

function trust(condition: object): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${PROVIDER}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: condition,
      },
    ],
  });
}

const WIDE = trust({ StringLike: { [`${PROVIDER}:sub`]: 'system:serviceaccount:*:*' } });
const NARROW = trust({
  StringEquals: {
    [`${PROVIDER}:aud`]: 'sts.amazonaws.com',
    [`${PROVIDER}:sub`]: 'system:serviceaccount:shop:checkout',
  },
});

export function planOf(more: Partial<RemediationPlan> = {}): RemediationPlan {
  const step = (document: string, words: string) => ({
    action: 'iam:UpdateAssumeRolePolicy',
    region: 'us-east-1',
    input: { RoleName: 'shop', PolicyDocument: document },
    words,
  });
  return {
    remediator: 'restore-trust-policy',
    summary: 'Narrow the trust policy of role shop to shop/checkout',
    target: IDENTITY,
    steps: [step(NARROW, 'Replace the trust policy of role shop')],
    undo: [step(WIDE, 'Put the trust policy of role shop back')],
    fields: [{ name: 'trust', before: WIDE, after: NARROW }],
    present: { before: true, after: true },
    mayBreak: ['Pods of other service accounts that use the role today lose it within an hour'],
    facts: ['shop/checkout is the only service account that names the role'],
    affected: { keys: [`arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/parcels-prod`], count: 1 },
    ends: [findingId(RULE, KEY)],
    opens: [],
    ...more,
  };
}

const PROPOSED: RemediationTurn = {
  status: 'proposed',
  at: '2026-03-12T07:02:10.000Z',
  by: 'podguard',
  note: '',
};

/** A remediation that waits for somebody to approve it, unless something else is told. */
export function remediationOf(more: Partial<Remediation> = {}): Remediation {
  return {
    v: 1,
    id: 'rm-4k7q2m9x1c3d',
    version: 1,
    finding: findingId(RULE, KEY),
    rule: RULE,
    severity: 'critical',
    key: KEY,
    opened: 'event-1',
    mode: 'propose',
    status: 'proposed',
    plan: planOf(),
    planHash: '5d1f0c2b7a9e',
    forced: false,
    guards: [{ guard: 'still-open', ok: true }],
    createdAt: '2026-03-12T07:02:10.000Z',
    expiresAt: '2026-03-13T07:02:10.000Z',
    approvalsNeeded: 1,
    approvals: [],
    lease: null,
    applied: null,
    undone: null,
    restoredKey: null,
    foreign: [],
    history: [PROPOSED],
    told: { turns: 0, foreign: 0 },
    ...more,
  };
}

/** The same with these turns more, the last of which says what it is. */
export function afterTurns(
  remediation: Remediation,
  turns: readonly Pick<RemediationTurn, 'status' | 'by' | 'note'>[],
  more: Partial<Remediation> = {},
): Remediation {
  const { history, version } = remediation;
  const added = turns.map((turn, at): RemediationTurn => {
    const minute = String(10 + history.length + at).padStart(2, '0');
    return { ...turn, at: `2026-03-12T07:${minute}:30.000Z` };
  });
  return {
    ...remediation,
    version: version + turns.length,
    status: turns.at(-1)?.status ?? remediation.status,
    history: [...history, ...added],
    ...more,
  };
}

export const NOOR = 'noor (slack U01234567)';

export function verifiedOf(remediation = remediationOf()): Remediation {
  return afterTurns(
    remediation,
    [
      { status: 'approved', by: NOOR, note: '' },
      { status: 'applying', by: 'podguard', note: '' },
      { status: 'verified', by: 'podguard', note: 'the role is as planned' },
    ],
    {
      approvals: [{ by: NOOR, at: '2026-03-12T07:11:30.000Z' }],
      applied: {
        principal: `arn:aws:iam::${ACCOUNT}:role/podguard-prod-remediate`,
        readAt: '2026-03-12T07:12:29.000Z',
        startedAt: '2026-03-12T07:12:30.000Z',
        endedAt: '2026-03-12T07:12:31.000Z',
      },
    },
  );
}

export function shadowReportOf(more: Partial<ShadowReport> = {}): ShadowReport {
  return {
    v: 1,
    id: 'shadow-1',
    account: ACCOUNT,
    rule: RULE,
    since: '2026-03-01T07:00:00Z',
    until: '2026-03-15T07:00:00Z',
    total: 9,
    would: 6,
    wouldPropose: 1,
    refused: [{ guard: 'not-protected', count: 2 }],
    newest: [
      {
        id: 'rm-1',
        finding: findingId(RULE, KEY),
        at: '2026-03-14T09:30:00Z',
        summary: 'Narrow the trust policy of role shop to shop/checkout',
        wouldBe: 'applied',
        refusal: null,
      },
      {
        id: 'rm-2',
        finding: findingId(RULE, `${KEY}-api`),
        at: '2026-03-13T09:30:00Z',
        summary: 'Narrow the trust policy of role shop-api',
        wouldBe: 'refused',
        refusal: 'arn:aws:iam::111122223333:role/landing-zone is protected',
      },
    ],
    ...more,
  };
}

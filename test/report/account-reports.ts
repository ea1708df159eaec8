import type { AccountReport, ReportedDifference } from '@podguard/report';
import { ENDED, EXEMPT, FINDING } from './findings.ts';

export const PLACE = {
  account: '111122223333',
  cluster: 'arn:aws:eks:eu-central-1:111122223333:cluster/prod',
  issuer: null,
};

export const POINT = {
  run: 'r-1',
  at: '2026-01-03T00:00:00Z',
  score: 71.5,
  methods: { irsa: 3 },
  open: { low: 1, medium: 2, high: 3, critical: 4 },
  exempt: 5,
  drifted: 6,
  gaps: 7,
} as const;

export const DIFFERENCE: ReportedDifference = {
  key: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0a1b',
  kind: 'ec2-instance',
  region: 'eu-central-1',
  type: 'changed',
  fields: [
    { name: 'httpTokens', recorded: 'required', found: 'optional' },
    { name: 'hopLimit', recorded: null, found: '2' },
  ],
  readAt: '2026-01-04T00:00:00Z',
  recordedAt: '2026-01-02T00:00:00Z',
  origin: 'missed',
  explanation: {
    eventId: 'e-9',
    eventName: 'ModifyInstanceMetadataOptions',
    at: '2026-01-03T10:00:00Z',
    actor: 'arn:aws:iam::111122223333:user/sam',
  },
  reason: null,
};

export const REPORT: AccountReport = {
  title: 'account 111122223333',
  at: new Date('2026-01-05T03:04:05Z'),
  run: {
    id: 'r-2',
    kind: 'drift',
    startedAt: '2026-01-05T02:00:00Z',
    finishedAt: '2026-01-05T03:00:00Z',
    read: 42,
  },
  findings: [FINDING, EXEMPT],
  summary: { resources: 42 },
  gaps: [{ what: 'access keys', reason: 'denied' }],
  trend: [
    POINT,
    { ...POINT, run: 'r-2', at: '2026-01-05T03:00:00Z', score: null, methods: { 'pod-identity': 2 } },
  ],
  since: { run: 'r-1', at: POINT.at, opened: [FINDING], resolved: [ENDED] },
  differences: [DIFFERENCE],
  unused: [
    {
      role: 'arn:aws:iam::111122223333:role/old',
      grants: ['web/a', 'web/b', 'web/c', 'web/d', 'web/e', 'web/f'],
      place: PLACE,
      lastUsedAt: null,
      asOf: null,
      grantedAt: '2025-01-01T00:00:00Z',
    },
  ],
  migration: [
    { place: PLACE, methods: { irsa: 2, 'node-role': 1 }, ownIdentity: 2 / 3, unknown: 0, left: ['web/app'] },
  ],
};

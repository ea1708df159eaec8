import {
  type Finding,
  type IdentityMethod,
  type Judged,
  type Posture,
  type PosturePlace,
  SEVERITIES,
  type Severity,
  scorePosture,
  type WorkloadIdentity,
} from '@podguard/core';
import type { AccountReport, TrendPoint } from '@podguard/report';
import {
  ACCOUNT,
  AT,
  association,
  CLUSTERS,
  dice,
  findingOf,
  hoursBefore,
  REGION,
  role,
  TEAMS,
} from './report-findings.ts';
import { remediationsOf } from './report-remediations.ts';

/** An account as a drift run tells of it, with so many open findings. */
export function accountReport(open: number): AccountReport {
  const findings = Array.from({ length: open }, (_, index) => findingOf(index));
  const exempt = [open, open + 3, open + 8].map((index, which) => exempted(findingOf(index), which));
  const posture = postureOf(findings, Math.max(16, Math.floor(open / 4)));
  return {
    title: 'nordlicht parcels',
    at: new Date(AT),
    run: {
      id: '2026-11-21T05:30',
      kind: 'drift',
      startedAt: hoursBefore(0.5),
      finishedAt: hoursBefore(0.25),
      read: 1_846 + open * 3,
    },
    findings: [...findings, ...exempt],
    summary: { findings: {} },
    posture,
    trend: trendOf(findings, posture),
    since: {
      run: '2026-11-20T05:30',
      at: hoursBefore(24.5),
      opened: findings.filter(({ opened }) => (opened?.at ?? '') > hoursBefore(24.5)),
      resolved: [1, 2].map((index) => ended(findingOf(open + 20 + index))),
    },
    differences: DIFFERENCES,
    remediations: remediationsOf(findings, hoursBefore(90 * 24)),
    unused: UNUSED,
    migration: CLUSTERS.map((cluster, index) => migrationOf(cluster, index)),
    gaps: [
      { what: 'Node groups of cluster tracking-prod, eu-central-1', reason: 'denied: eks:ListNodegroups' },
      { what: 'Region me-south-1', reason: 'unavailable: the region is not switched on' },
    ],
  };
}

function exempted(finding: Finding, which: number): Finding {
  const exemption = {
    id: `ex-0a1b2c3d4e5${which}`,
    reason: ['moves to Pod Identity in January', 'the vendor has no other way', 'ends with the old cluster'][
      which
    ]!,
    author: ['maren.holt', 'jon.arden', 'maren.holt'][which]!,
    until: hoursBefore([-50, -24 * 40, -24 * 200][which]!),
  };
  return { ...finding, status: 'exempt', exemption, owner: { name: 'team-labels', from: 'tag' } };
}

function ended(finding: Finding): Finding {
  const opened = finding.opened!;
  return { ...finding, status: 'resolved', resolved: { ...opened, at: hoursBefore(6), reason: 'fixed' } };
}

const METHODS: readonly IdentityMethod[] = [
  'pod-identity',
  'pod-identity',
  'irsa',
  'pod-identity',
  'node-role',
  'irsa',
  'assume-role',
  'static-key',
  'pod-identity',
  'external-secrets',
];

function placeOf(cluster: string): PosturePlace {
  return { account: ACCOUNT, cluster: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${cluster}`, issuer: null };
}

function postureOf(findings: readonly Finding[], count: number): Posture {
  const judged = new Map<string, Judged>(
    findings.map(({ resource, severity, rule, id }) => [
      resource.key,
      { worst: { severity, rule, finding: id }, undecided: [] },
    ]),
  );
  const identities = Array.from({ length: count }, (_, index): WorkloadIdentity => {
    const cluster = CLUSTERS[index % CLUSTERS.length]!;
    const team = TEAMS[index % TEAMS.length]!;
    const key = association(cluster, index);
    const method = METHODS[index % METHODS.length]!;
    return {
      ...placeOf(cluster),
      kind: method === 'node-role' ? 'role' : method === 'static-key' ? 'key' : 'service-account',
      name:
        method === 'node-role'
          ? `${cluster}-nodes`
          : `${team}/${team}-${['api', 'worker', 'export', 'sync'][index % 4]}-${index}`,
      method,
      also: [],
      resources: [key],
      unknown: [],
      grants: [{ key, resources: [key], unknown: [] }],
    };
  });
  const unknown = [
    {
      ...placeOf('tracking-prod'),
      name: 'tracking-nodes',
      because: `permissions of ${role('tracking-nodes')}`,
    },
  ];
  return scorePosture({ clusters: CLUSTERS.map(placeOf), identities, unknown, judged });
}

function countsOf(findings: readonly Finding[]): Record<Severity, number> {
  return Object.fromEntries(
    SEVERITIES.map((severity) => [severity, findings.filter((one) => one.severity === severity).length]),
  ) as Record<Severity, number>;
}

/** Ninety runs that end where the account is now. */
function trendOf(findings: readonly Finding[], posture: Posture): readonly TrendPoint[] {
  const now = countsOf(findings);
  const score = posture.accounts[0]?.score ?? null;
  const methods = posture.accounts[0]?.methods ?? {};
  const throwDie = dice(7);
  return Array.from({ length: 30 }, (_, index): TrendPoint => {
    const left = 29 - index;
    const more = (count: number) =>
      left === 0 ? count : count + Math.round((left / 12) * (1 + throwDie(3)));
    return {
      run: hoursBefore(left * 24 + 0.5).slice(0, 16),
      at: hoursBefore(left * 24),
      score:
        score === null || index === 4
          ? null
          : Math.max(0, Math.round((score - left * 0.7 - (left === 0 ? 0 : throwDie(3))) * 10) / 10),
      methods: {
        ...methods,
        'pod-identity': Math.max(0, (methods['pod-identity'] ?? 0) - Math.floor(left / 6)),
        'static-key': (methods['static-key'] ?? 0) + Math.floor(left / 9),
        'node-role': (methods['node-role'] ?? 0) + Math.floor(left / 14),
      },
      open: {
        critical: more(now.critical),
        high: more(now.high),
        medium: more(now.medium),
        low: more(now.low),
      },
      exempt: 3,
      drifted: left === 0 ? 3 : throwDie(4),
      gaps: 2,
    };
  });
}

const TRUST = JSON.stringify({
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
});

const DIFFERENCES: AccountReport['differences'] = [
  {
    key: role('customs-export'),
    kind: 'iam-role',
    region: 'us-east-1',
    type: 'changed',
    fields: [
      { name: 'trust', recorded: TRUST, found: TRUST.replace('pods.eks', '*.eks') },
      { name: 'policies arn:aws:iam::aws:policy/AdministratorAccess', recorded: null, found: 'attached' },
    ],
    readAt: hoursBefore(0.4),
    recordedAt: hoursBefore(300),
    origin: 'out-of-band',
    explanation: null,
    reason: null,
  },
  {
    key: association('labels-prod', 991),
    kind: 'pod-identity-association',
    region: REGION,
    type: 'appeared',
    fields: [
      { name: 'namespace', recorded: null, found: 'labels' },
      { name: 'serviceAccount', recorded: null, found: 'label-render' },
      { name: 'roleArn', recorded: null, found: role('label-render') },
    ],
    readAt: hoursBefore(0.4),
    recordedAt: null,
    origin: 'missed',
    explanation: {
      eventId: '71694272-afa4-46b2-81be-1ed04ce9e133',
      eventName: 'CreatePodIdentityAssociation',
      at: hoursBefore(9),
      actor: `${role('PlatformAdmin')}/maren.holt@nordlicht.example`,
    },
    reason: null,
  },
  {
    key: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/parcels-prod`,
    kind: 'eks-cluster',
    region: REGION,
    type: 'unapproved',
    fields: [{ name: 'authenticationMode', recorded: 'API', found: 'API_AND_CONFIG_MAP' }],
    readAt: hoursBefore(0.4),
    recordedAt: hoursBefore(2000),
    origin: 'not-asked',
    explanation: null,
    reason: 'LookupEvents was denied: cloudtrail:LookupEvents',
  },
  {
    key: `${ACCOUNT}/AKIA000000777EXAMPLE`,
    kind: 'access-key',
    region: 'us-east-1',
    type: 'gone',
    fields: [],
    readAt: hoursBefore(0.4),
    recordedAt: hoursBefore(80),
    origin: 'late',
    explanation: null,
    reason: null,
  },
];

const UNUSED: AccountReport['unused'] = [
  {
    role: role('tracking-legacy-export'),
    grants: ['tracking/legacy-export in parcels-prod'],
    place: placeOf('parcels-prod'),
    lastUsedAt: null,
    asOf: null,
    grantedAt: hoursBefore(24 * 210),
  },
  {
    role: role('label-archive'),
    grants: ['labels/archive in labels-prod', 'labels/archive-cron in labels-prod'],
    place: placeOf('labels-prod'),
    lastUsedAt: hoursBefore(24 * 130),
    asOf: null,
    grantedAt: hoursBefore(24 * 400),
  },
];

function migrationOf(cluster: string, index: number): AccountReport['migration'][number] {
  const methods = [
    { 'pod-identity': 18, irsa: 4, 'node-role': 1 },
    { 'pod-identity': 6, irsa: 9, 'static-key': 2, legacy: 1 },
    { irsa: 3, 'node-role': 2, 'external-secrets': 1 },
    {},
  ][index]!;
  return {
    place: placeOf(cluster),
    methods,
    ownIdentity: [0.9565, 0.8333, 0.5, null][index]!,
    unknown: 0,
    left: [
      ['pods on nodes, by role parcels-prod-nodes'],
      [
        'access key AKIAIOSFODNN7EXAMPLE',
        'access key AKIA000000001EXAMPLE',
        'pods on nodes, by role old-nodes',
      ],
      ['pods on nodes, by role labels-nodes', 'labels/external-secrets'],
      [],
    ][index]!,
  };
}

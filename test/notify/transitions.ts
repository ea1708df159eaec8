import { type Finding, findingId, type Opening, shortHash, type Transition } from '@podguard/core';
import { createDigestSum, type Digest, type DigestAbout, type Wording } from '@podguard/notify';
import { catalogue } from '@podguard/rules';

export const ACCOUNT = '111122223333';

export const wording: Wording = {
  ruleOf: (id) => catalogue.rules.find((rule) => rule.id === id),
  store: 'dynamodb:podguard-test@eu-central-1',
};

export interface Told {
  readonly role?: string;
  readonly rule?: string;
  readonly type?: Transition['type'];
  readonly severity?: Transition['severity'];
  readonly eventId?: string;
  readonly at?: string;
  readonly by?: Partial<Opening>;
  readonly finding?: Partial<Finding>;
}

/** Somebody opened a role's trust policy, unless something else is told. */
export function transitionOf({
  role = 'shop',
  rule = 'irsa-subject-unrestricted',
  type = 'opened',
  severity = 'critical',
  eventId = 'event-1',
  at = '2026-03-12T07:00:00Z',
  by = {},
  finding = {},
}: Told = {}): Transition {
  const key = `arn:aws:iam::${ACCOUNT}:role/${role}`;
  const opening: Opening = {
    at,
    eventId,
    eventName: 'UpdateAssumeRolePolicy',
    actor: `arn:aws:iam::${ACCOUNT}:role/deployer/noor`,
    session: 'noor',
    sourceIdentity: null,
    invokedBy: null,
    tool: 'terraform',
    sourceIp: '192.0.2.7',
    userAgent: 'APN/1.0',
    ...by,
  };
  const isEnd = type === 'resolved';
  return {
    id: shortHash([key, rule, type, severity, eventId], 26),
    type,
    severity,
    at,
    cause: 'record',
    eventId,
    by: opening,
    finding: {
      v: 1,
      id: findingId(rule, key),
      rule,
      title: 'Any service account of the cluster may assume the role',
      method: 'irsa',
      severity,
      status: isEnd ? 'resolved' : 'open',
      resource: { kind: 'iam-role', key, account: ACCOUNT, region: 'us-east-1' },
      broken: false,
      unverified: false,
      cause: 'record',
      summary: `Any service account of cluster prod may assume ${role}`,
      evidence: [],
      witness: null,
      reasons: [],
      opened: opening,
      changes: [],
      resolved: isEnd ? { ...opening, reason: 'fixed' } : null,
      source: null,
      exemption: null,
      acknowledged: null,
      owner: null,
      ...finding,
    },
  };
}

/** A digest of these findings, each as its transition left it. */
export function digestOf(
  transitions: readonly Transition[],
  about: Omit<DigestAbout, 'transitions'>,
): Digest {
  const sum = createDigestSum();
  for (const { finding } of transitions) sum.add(finding);
  return sum.toDigest({ ...about, transitions: transitions.length });
}

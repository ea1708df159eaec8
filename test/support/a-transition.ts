import { type Finding, roleKey, shortHash, type Transition } from '@podguard/core';

const AT = '2026-03-12T07:00:00Z';
const BY = {
  at: AT,
  eventId: 'e-1',
  eventName: 'UpdateAssumeRolePolicy',
  actor: 'arn:aws:iam::111122223333:user/admin',
  session: null,
  sourceIdentity: null,
  invokedBy: null,
  tool: null,
  sourceIp: '203.0.113.7',
  userAgent: null,
};

/** A transition of a role's finding, but for what is told of it. */
export function aTransition(
  parts: Partial<Omit<Transition, 'finding'>> & {
    readonly role?: string;
    readonly finding?: Partial<Finding>;
  } = {},
): Transition {
  const { role = 'app', finding, ...rest } = parts;
  const key = roleKey('aws', '111122223333', role);
  return {
    id: shortHash([key, JSON.stringify(parts)], 26),
    type: 'opened',
    severity: 'high',
    at: AT,
    cause: 'record',
    eventId: 'e-1',
    by: BY,
    ...rest,
    finding: {
      v: 1,
      id: `pg-${shortHash([key], 12)}`,
      rule: 'pod-identity-trust-unscoped',
      title: 'The trust policy names no cluster',
      method: 'pod-identity',
      severity: 'high',
      status: 'open',
      resource: { kind: 'iam-role', key, account: '111122223333', region: 'us-east-1' },
      broken: false,
      unverified: false,
      cause: 'record',
      summary: 'any cluster may use it',
      evidence: [],
      witness: null,
      reasons: [],
      opened: BY,
      changes: [],
      resolved: null,
      source: null,
      exemption: null,
      acknowledged: null,
      owner: null,
      ...finding,
    },
  };
}

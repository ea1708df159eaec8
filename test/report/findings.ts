import type { Finding, Opening } from '@podguard/core';

const OPENING: Opening = {
  at: '2026-01-02T03:04:05Z',
  eventId: 'e-1',
  eventName: 'CreateRole',
  actor: 'arn:aws:iam::111122223333:role/deployer/run-7',
  session: 'run-7',
  sourceIdentity: null,
  invokedBy: null,
  tool: 'terraform',
  sourceIp: '192.0.2.1',
  userAgent: 'terraform/1.14',
};

export const FINDING: Finding = {
  v: 1,
  id: 'pg-4k7q2m9x1c8d',
  rule: 'irsa-subject-wildcard',
  title: 'The subject of an IRSA trust policy has wildcards',
  method: 'irsa',
  severity: 'critical',
  status: 'open',
  resource: {
    kind: 'iam-role',
    key: 'arn:aws:iam::111122223333:role/app',
    account: '111122223333',
    region: 'us-east-1',
  },
  exemption: null,
  acknowledged: null,
  owner: null,
  broken: false,
  unverified: false,
  cause: 'record',
  summary: 'Any service account of namespace web may assume app',
  evidence: [{ path: 'Statement[0].Condition.StringLike["x:sub"]', value: 'system:serviceaccount:web:*' }],
  witness: { text: 'A pod in namespace web gets app', request: { subject: 'system:serviceaccount:web:x' } },
  reasons: [],
  opened: OPENING,
  changes: [],
  resolved: null,
  source: { file: 'logs/records.json', line: 12 },
};

export const ENDED: Finding = {
  ...FINDING,
  id: 'pg-0000000ended',
  severity: 'high',
  status: 'resolved',
  resolved: {
    ...OPENING,
    at: '2026-01-03T00:00:00Z',
    eventId: 'e-2',
    eventName: 'DeleteRole',
    reason: 'deleted',
  },
};

/** One that somebody accepted until the end of January, of which somebody knows, and whose owner is known. */
export const EXEMPT: Finding = {
  ...FINDING,
  id: 'pg-000000exempt',
  status: 'exempt',
  exemption: {
    id: 'ex-0a1b2c3d4e5f',
    reason: 'moves to Pod Identity in March',
    author: 'alex',
    until: '2026-02-01T00:00:00.000Z',
  },
  acknowledged: { by: 'sam', at: '2026-01-03T00:00:00.000Z' },
  owner: { name: 'team-web', from: 'tag' },
};

/** The finding of a document: no event opened it. */
export const CHECKED: Finding = { ...FINDING, opened: null, source: { file: 'k8s/app.yaml', line: 7 } };

/** A finding of which every string that somebody else may choose is this text, after the field's own name. */
export function hostile(text: string): Finding {
  const turn = Object.fromEntries(
    Object.keys(OPENING).map((name) => [name, `${name}${text}`]),
  ) as unknown as Opening;
  return {
    ...FINDING,
    id: `id${text}`,
    rule: `rule${text}`,
    title: `title${text}`,
    summary: `summary${text}`,
    resource: { kind: 'iam-role', key: `key${text}`, account: `account${text}`, region: `region${text}` },
    evidence: [{ path: `path${text}`, value: `value${text}` }],
    witness: { text: `witness${text}`, request: { [text]: text } },
    reasons: [`reason${text}`],
    opened: turn,
    changes: [{ type: 'worsened', from: 'low', to: 'high', at: `at${text}`, eventId: `event${text}` }],
    source: { file: `file${text}`, line: 1 },
    acknowledged: { by: `by${text}`, at: `at${text}` },
    owner: { name: `owner${text}`, from: 'tag' },
  };
}

/** The same, exempt: with a reason, an author and an end of somebody's choice. */
export function hostileExempt(text: string): Finding {
  const exemption = {
    id: `id${text}`,
    reason: `reason${text}`,
    author: `author${text}`,
    until: `until${text}`,
  };
  return { ...hostile(text), status: 'exempt', exemption };
}

/** The same, ended: with a reason of somebody's choice. */
export function hostileEnded(text: string): Finding {
  const finding = hostile(text);
  return {
    ...finding,
    status: 'resolved',
    resolved: { ...(finding.opened as Opening), reason: `reason${text}` },
  };
}

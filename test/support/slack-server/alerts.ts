import type { Remediation, Severity, Transition } from '@podguard/core';
import type { Alert } from '@podguard/notify';
import { catalogue } from '@podguard/rules';
import { NOOR, planOf, remediationOf } from '../../notify/remediations.ts';
import { ACCOUNT, transitionOf } from '../../notify/transitions.ts';

export function remediationAlert(remediation: Remediation, { finding }: Transition): Alert {
  return { kind: 'remediation', remediation, finding };
}

/** A proposal for this finding that two people have to approve, one of whom did. */
export function ofFinding({ finding }: Transition): Remediation {
  return remediationOf({
    ...{ finding: finding.id, rule: finding.rule, key: finding.resource.key },
    approvalsNeeded: 2,
    approvals: [{ by: NOOR, at: '2026-03-12T07:05:00.000Z' }],
    plan: planOf({ ends: [finding.id] }),
  });
}

export function ofCheckout(rule: string, severity: Severity, summary: string): Transition {
  const title = catalogue.rules.find(({ id }) => id === rule)?.title ?? rule;
  return transitionOf({ role: 'checkout', rule, severity, finding: { title, summary, owner: OWNER } });
}

const OWNER = { name: 'payments', from: 'tag' } as const;

const SUBJECT =
  'Statement[0].Condition.StringLike["oidc.eks.eu-central-1.amazonaws.com/id/2B9D44F1C07E4A5D9F3361A8E5C0B772:sub"]';

export const WILDCARD = {
  title: 'The role may be assumed by more service accounts than are named',
  summary: 'Service accounts whose names begin with shop- in any namespace of cluster prod may assume shop',
  evidence: [{ path: SUBJECT, value: 'system:serviceaccount:*:shop-*' }],
};

/** The same finding, open wider. */
export function worsenedOf(first: Transition): Transition {
  const at = '2026-03-12T09:41:07Z';
  return {
    ...transitionOf({
      rule: first.finding.rule,
      type: 'worsened',
      severity: 'critical',
      eventId: 'event-2',
      at,
      by: { session: 'kofi', actor: `arn:aws:iam::${ACCOUNT}:role/deployer/kofi`, sourceIp: '198.51.100.23' },
    }),
    id: `${first.id}-worsened`,
    finding: {
      ...first.finding,
      severity: 'critical',
      title: first.finding.title,
      summary: 'Any service account of cluster prod may assume shop',
      evidence: [
        {
          path: `${SUBJECT} before`,
          value: 'system:serviceaccount:*:shop-*',
        },
        { path: SUBJECT, value: 'system:serviceaccount:*:*' },
      ],
      changes: [{ type: 'worsened', from: 'high', to: 'critical', at, eventId: 'event-2' }],
    },
  };
}

export function endedOf(first: Transition, eventId = 'event-9'): Transition {
  const end = transitionOf({ type: 'resolved', eventId, at: '2026-03-12T10:00:00Z' });
  const { resolved } = end.finding;
  const id = `${first.id}-${eventId}`;
  return { ...end, id, finding: { ...first.finding, status: 'resolved', resolved } };
}

export function exemptedOf(first: Transition): Transition {
  const exemption = {
    id: 'ex-000000000000',
    reason: 'the tenant moves to its own role this sprint',
    author: 'noor (slack U01234567)',
    until: '2026-03-19T07:12:00.000Z',
  };
  const { by } = transitionOf({ at: '2026-03-12T07:12:00Z', by: { actor: exemption.author, session: null } });
  return {
    ...first,
    id: `${first.id}-exempted`,
    type: 'exempted',
    cause: 'exemption',
    at: '2026-03-12T07:12:00Z',
    eventId: exemption.id,
    by: { ...by, eventId: exemption.id, eventName: 'exempt' },
    finding: { ...first.finding, status: 'exempt', exemption },
  };
}

export function alertOf(first: Transition, ...others: readonly Transition[]): Alert {
  return { kind: 'transitions', transitions: [first, ...others] };
}

export function opened(day: readonly Transition[], rule: string): Transition {
  const found = day.find(({ type, finding }) => type === 'opened' && finding.rule === rule);
  if (found === undefined) throw new Error(`the sample day opens no ${rule}`);
  return found;
}

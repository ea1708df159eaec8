import type { Actor, Cause, Finding, GuardAnswer, Remediation, Resource } from '@podguard/core';
import { ALL_GUARDS, type GuardInput } from '@podguard/remediate';
import { aRemediation, PLAN } from '../../support/a-remediation.ts';
import { configOf, resourceOf } from '../../support/states.ts';

const NOW = new Date('2026-03-12T07:00:00Z');
const ADMIN: Actor = { principal: 'arn:aws:iam::111122223333:user/admin', type: 'user' };
export const OURS = 'arn:aws:iam::111122223333:role/podguard-remediate';

export function ago(seconds: number): string {
  return new Date(NOW.getTime() - seconds * 1000).toISOString();
}

export function causeBy(actor: Partial<Actor> = {}, given: Partial<Cause> = {}): Cause {
  return {
    eventId: 'event-1',
    eventName: 'ModifyInstanceMetadataOptions',
    eventSource: 'ec2.amazonaws.com',
    at: ago(600),
    actor: { ...ADMIN, ...actor },
    ...given,
  };
}

export const READ = causeBy({ principal: OURS, type: 'role' }, { eventId: 'read:instance:x:y' });

export function findingThat(given: Partial<Finding> = {}): Finding {
  return {
    ...{ v: 1, id: 'pg-1', rule: 'imds-v1-allowed', title: '', method: 'node-role', severity: 'high' },
    status: 'open',
    resource: PLAN.target,
    ...{ broken: false, unverified: false, cause: 'record', summary: '', evidence: [], witness: null },
    ...{
      reasons: [],
      changes: [],
      resolved: null,
      source: null,
      exemption: null,
      acknowledged: null,
      owner: null,
    },
    opened: {
      ...{ at: ago(600), eventId: 'event-1', eventName: 'x', actor: ADMIN.principal, session: null },
      ...{ sourceIdentity: null, invokedBy: null, tool: null, sourceIp: null, userAgent: null },
    },
    ...given,
  };
}

/** One of this moment, that may be done as far as it goes. */
export function mine(given: Partial<Remediation> = {}): Remediation {
  return aRemediation({
    id: 'rm-mine',
    planHash: 'hash',
    createdAt: ago(60),
    expiresAt: ago(-3_600),
    approvals: [{ by: 'anna', at: ago(30) }],
    ...given,
  });
}

/** One that was done to the same resource. */
export function done(id: string, secondsAgo: number, given: Partial<Remediation> = {}): Remediation {
  const at = ago(secondsAgo);
  return aRemediation({
    id,
    status: 'verified',
    opened: `event of ${id}`,
    createdAt: at,
    applied: { principal: OURS, readAt: at, startedAt: at, endedAt: at },
    ...given,
  });
}

export function settingsOf(remediation: object): GuardInput['settings'] {
  return configOf({ remediation } as never).remediation;
}

export function instanceWith(given: object = {}): Resource {
  return resourceOf('ec2-instance', given as never) as unknown as Resource;
}

/** Where every guard of all says yes. */
export function askedOf(given: Partial<GuardInput> = {}): GuardInput {
  return {
    now: NOW,
    mode: 'auto',
    isForced: false,
    settings: settingsOf({ rules: { 'imds-v1-allowed': 'auto' } }),
    finding: findingThat(),
    plan: PLAN,
    planHash: 'hash',
    remediation: mine(),
    live: { outcome: 'same' },
    target: instanceWith(),
    cause: causeBy(),
    newest: causeBy(),
    own: [OURS],
    ofTarget: [],
    recent: [],
    kindCount: 100,
    ...given,
  };
}

/** `yes`; `no` for good, `later` where it may be otherwise then; `unanswerable` (`later` or not). */
function wordOf(answer: GuardAnswer): string {
  if (answer.ok) return 'yes';
  const word = answer.unanswerable === true ? 'unanswerable' : 'no';
  return answer.until === undefined ? word : `${word}, later`;
}

export function says(id: string, given: Partial<GuardInput>): string {
  const guard = ALL_GUARDS.find((one) => one.id === id);
  if (guard === undefined) throw new Error(`no guard ${id}`);
  return wordOf(guard.check(askedOf(given)));
}

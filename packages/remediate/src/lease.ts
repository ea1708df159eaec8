import type { Remediation } from '@podguard/core';
import type { RemediateDeps } from './remediate-deps.ts';

/** A call takes seconds; what AWS needs to show it comes on top. */
const LEASE_MS = 120_000;
/** A call that was begun just before the end may still be on its way. */
const GRACE_MS = 60_000;

export function leaseFor({ principal }: Pick<RemediateDeps, 'principal'>, now: Date, settlesMs: number) {
  return { holder: principal, until: new Date(now.getTime() + LEASE_MS + settlesMs).toISOString() };
}

/** Whether whoever had it has called AWS for the last time. */
export function isLeaseOver({ lease }: Pick<Remediation, 'lease'>, now: Date): boolean {
  return lease === null || now.getTime() >= Date.parse(lease.until) + GRACE_MS;
}

import type { Remediation } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { isExpired } from '../turn.ts';
import { after, no, unanswerable, yes } from './answers.ts';

const LOOK_AGAIN_MS = 5 * 60_000;

/** Of those that wait the oldest is first, so that two never wait for each other. */
export const oneAction: Guard = {
  id: 'one-action',
  title: 'Nothing else is being done to the resource',
  check({ now, ofTarget, remediation }) {
    if (ofTarget === undefined) return unanswerable('what is done to it is not known');
    const other = ofTarget.find(
      (one) => one.id !== remediation.id && !isExpired(one, now) && isInTheWay(one, remediation),
    );
    return other === undefined ? yes : no(`${other.id} is ${other.status}`, untilWhen(other, now));
  },
};

/** People take their time. */
function untilWhen({ status, expiresAt }: Remediation, now: Date): Date {
  return status === 'proposed' && expiresAt !== null ? new Date(expiresAt) : after(now, LOOK_AGAIN_MS);
}

function isInTheWay(other: Remediation, remediation: Remediation): boolean {
  if (other.status === 'applying' || other.status === 'undoing') return true;
  if (other.status !== 'proposed' && other.status !== 'approved') return false;
  // What people still think about keeps nothing waiting that nobody has to approve.
  if (other.status === 'proposed' && (remediation.mode === 'auto' || remediation.mode === 'shadow'))
    return false;
  return place(other) < place(remediation);
}

function place({ createdAt, id }: Remediation): string {
  return `${new Date(createdAt).toISOString()} ${id}`;
}

import { ServiceError, type Transition } from '@podguard/core';
import { createNotify } from '@podguard/functions';
import type { Alert } from '@podguard/notify';
import { type Told, transitionOf } from '../notify/transitions.ts';

export const GONE = new ServiceError('channel-unreachable', 'it is gone', { retryable: true });
export const REFUSED = new ServiceError('alert-refused', 'it is refused');

/** A channel that keeps what it is given, after it failed for what `failing` says. */
export function createWorld(
  failing: (transition: Transition, attempt: number) => Error | undefined = () => undefined,
) {
  const alerts: string[][] = [];
  const digests: string[] = [];
  const remediations: string[] = [];
  const attempts: string[][] = [];
  const failed: unknown[] = [];
  const send = async (alert: Alert): Promise<void> => {
    if (alert.kind === 'digest') {
      digests.push(alert.digest.id);
      return;
    }
    if (alert.kind === 'remediation') {
      remediations.push(`${alert.remediation.id} ${alert.remediation.history.length}`);
      return;
    }
    if (alert.kind === 'shadow-report') throw new Error('there is none');
    const roles = alert.transitions.map(nameOf);
    attempts.push(roles);
    for (const transition of alert.transitions) {
      const error = failing(transition, attempts.length);
      if (error !== undefined) throw error;
    }
    alerts.push(roles);
  };
  const deps = {
    channel: { name: 'test', send },
    report: (notice: unknown) => failed.push(notice),
    sendMs: 10_000,
    now: () => 0,
    random: () => 0,
  };
  return {
    alerts,
    digests,
    remediations,
    attempts,
    failed,
    notify: createNotify(deps),
    restarted: () => createNotify(deps),
  };
}

export function nameOf({ finding: { resource }, eventId }: Transition): string {
  return `${resource.key.split('/')[1]} ${eventId}`;
}

export const told = (role: string, eventId: string, more: Told = {}) =>
  transitionOf({ role, eventId, ...more });

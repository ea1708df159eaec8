import { ServiceError } from '@podguard/core';
import { logicalName } from './names.ts';

/** What the service's queues, sources and alarms are named after, beside channels. */
const OWN = [
  ...['evaluate', 'due', 'rejudge', 'actions', 'remediate'],
  ...['undelivered', 'undispatched', 'missed', 'remote-alarms'],
  ...['dispatch-iterator', 'table'],
];
/** Two queues of one name, or of names that differ by a hyphen only, cannot be. */
export function refuseClashes(channels: readonly string[]): void {
  const taken = new Map<string, string>();
  for (const name of [...OWN, ...channels]) {
    for (const queue of [name, `${name}-dlq`]) {
      const other = taken.get(logicalName(queue));
      if (other !== undefined)
        throw new ServiceError(
          'config-invalid',
          `podguard.config.ts: channels.${name}: a part of it would be called as that of ${other}; choose another name`,
        );
      taken.set(logicalName(queue), name);
    }
  }
}

import type { Alert } from './alert.ts';

/** Names an alert in a log. */
export function whatOf(alert: Alert): string {
  return alert.kind === 'digest' ? alert.digest.id : alert.transitions.map(({ id }) => id).join(', ');
}

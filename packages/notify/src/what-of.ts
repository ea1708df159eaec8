import type { Alert } from './alert.ts';

/** Names an alert in a log. */
export function whatOf(alert: Alert): string {
  switch (alert.kind) {
    case 'transitions':
      return alert.transitions.map(({ id }) => id).join(', ');
    case 'digest':
      return alert.digest.id;
    case 'remediation':
      return alert.remediation.id;
    case 'shadow-report':
      return alert.report.id;
  }
}

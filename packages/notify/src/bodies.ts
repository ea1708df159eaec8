import type { Alert } from './alert.ts';
import { type AlertBody, alertBody, bodyText } from './alert-body.ts';
import { shorterBodies } from './shorten.ts';
import { shorterRemediations } from './shorten-remediation.ts';

/** What programs get, and then shorter and shorter forms of it. */
export function* bodiesOf(alert: Alert): Generator<string> {
  for (const body of shorterAlerts(alert)) yield bodyText(body);
}

/** The first of them that has at most so many bytes, or the shortest that there is. */
export function fittingBody(
  alert: Alert,
  bytes: number,
): { readonly body: AlertBody; readonly text: string } {
  let body = alertBody(alert);
  let text = '';
  for (body of shorterAlerts(alert)) {
    text = bodyText(body);
    if (Buffer.byteLength(text) <= bytes) break;
  }
  return { body, text };
}

function* shorterAlerts(alert: Alert): Generator<AlertBody> {
  const body = alertBody(alert);
  if (body.kind === 'transitions') yield* shorterBodies(body);
  else if (body.kind === 'remediation') yield* shorterRemediations(body);
  else yield body;
}

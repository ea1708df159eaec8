import { isRead, type Opening } from '@podguard/core';
import { personOf } from './person.ts';

/** Who did it; undefined where no record tells, as of what was found by reading the account. */
export function didOf(opened: Opening | null) {
  if (opened === null || isRead(opened) || opened.actor === 'unknown') return undefined;
  const { actor, session, invokedBy, tool } = opened;
  const program = tool ?? invokedBy;
  return {
    user: { uid: actor, name: personOf(opened).name },
    ...(session === null ? {} : { session: { uid: session, issuer: actor.slice(0, -session.length - 1) } }),
    ...(program === null ? {} : { app_name: program }),
  };
}

/** The call that opened it. */
export function apiOf({ eventName, eventId }: Opening) {
  return { operation: eventName, request: { uid: eventId } };
}

/** Where it came from: an address, a service of AWS, or neither. */
export function callOf({ sourceIp, userAgent }: Opening): object | undefined {
  const endpoint =
    sourceIp === null ? undefined : isAddress(sourceIp) ? { ip: sourceIp } : { svc_name: sourceIp };
  if (endpoint === undefined) return undefined;
  return {
    name: 'call',
    src_endpoint: endpoint,
    ...(userAgent === null ? {} : { http_request: { user_agent: userAgent } }),
  };
}

function isAddress(text: string): boolean {
  const isNumbered = text.split('.').every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  if (isNumbered) return text.split('.').length === 4;
  return /^[0-9a-f:]+$/i.test(text) && URL.canParse(`http://[${text}]`);
}

import type { Finding, Posture } from '@podguard/core';
import { plain } from './plain.ts';
import { postureJson } from './posture-json.ts';

/** One finding a line. */
export function renderNdjson(findings: readonly Finding[]): string {
  return findings.map((finding) => `${toJson(finding)}\n`).join('');
}

export function renderJson(findings: readonly Finding[], summary: object, posture?: Posture): string {
  const more = posture === undefined ? {} : { posture: postureJson(posture) };
  return `${toJson({ findings, summary, ...more }, 2)}\n`;
}

/** JSON that a terminal shows as it is: what `JSON.stringify` leaves of control characters and such is escaped, too. */
export function toJson(value: unknown, indent?: number): string {
  // Outside of strings JSON holds none of these.
  return JSON.stringify(value, null, indent).split('\n').map(plain).join('\n');
}

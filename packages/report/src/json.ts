import type { Finding } from '@podguard/core';
import { plain } from './plain.ts';
import { postureJson } from './posture-json.ts';
import type { Report } from './report.ts';

/** One finding a line. */
export function renderNdjson(findings: readonly Finding[]): string {
  return findings.map((finding) => `${toJson(finding)}\n`).join('');
}

/** What is read first is first. */
export function renderJson({ findings, summary, posture, sinceBaseline, gaps }: Report): string {
  const report = {
    ...(sinceBaseline === undefined ? {} : { sinceBaseline }),
    findings,
    summary,
    ...(gaps === undefined ? {} : { gaps }),
    ...(posture === undefined ? {} : { posture: postureJson(posture) }),
  };
  return `${toJson(report, 2)}\n`;
}

/** JSON that a terminal shows as it is: what `JSON.stringify` leaves of control characters and such is escaped, too. */
export function toJson(value: unknown, indent?: number): string {
  // Outside of strings JSON holds none of these.
  return JSON.stringify(value, null, indent).split('\n').map(plain).join('\n');
}

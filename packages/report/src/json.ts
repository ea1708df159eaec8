import type { Finding } from '@podguard/core';
import type { Summary } from './summary.ts';

/** One finding a line. */
export function renderNdjson(findings: readonly Finding[]): string {
  return findings.map((finding) => `${JSON.stringify(finding)}\n`).join('');
}

export function renderJson(findings: readonly Finding[], summary: Summary): string {
  return `${JSON.stringify({ findings, summary }, null, 2)}\n`;
}

import type { Finding, Mend } from '@podguard/core';
import { fillMend } from '@podguard/report';

const LENGTH = 500;

/** What is told of how to mend: the first command that changes something, after the comments that come before it. */
export interface MendSteps {
  /** Comments begin with `#`. */
  readonly lines: readonly string[];
  /** The explanation has more. */
  readonly more: boolean;
}

export function mendSteps(mend: Mend, finding: Finding): MendSteps {
  const all = fillMend(mend, finding)
    .cli.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const at = all.findIndex(isChange);
  const told = all.slice(0, at < 0 ? all.length : at + 1);
  const lines = told.filter((line, index) => index === at || line.startsWith('#'));
  return { lines, more: lines.length < all.length };
}

/** The same on one line; the rest is in `podguard explain`. */
export function mendLine(mend: Mend, finding: Finding): string {
  const { lines, more } = mendSteps(mend, finding);
  const line = lines.map(withoutMark).join('; ');
  const isLong = line.length > LENGTH;
  return `${isLong ? `${line.slice(0, LENGTH)}…` : line}${more || isLong ? ' (more in the explanation)' : ''}`;
}

/** A command that is no mere reading. */
function isChange(line: string): boolean {
  return !line.startsWith('#') && !/^(aws \S+ (get|list|describe|wait)\b|kubectl (get|auth)\b)/.test(line);
}

function withoutMark(line: string): string {
  return line.replace(/^#\s*/, '').replace(/:$/, ' …');
}

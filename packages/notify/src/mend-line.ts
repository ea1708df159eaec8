import type { Finding, Mend } from '@podguard/core';
import { fillMend } from '@podguard/report';

const LENGTH = 500;

/** The first command that changes something, with what must be known before it; the rest is in `podguard explain`. */
export function mendLine(mend: Mend, finding: Finding): string {
  const lines = fillMend(mend, finding)
    .cli.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const at = lines.findIndex(isChange);
  const told = lines.slice(0, at < 0 ? lines.length : at + 1);
  const words = told.filter((line, index) => index === at || line.startsWith('#')).map(withoutMark);
  const line = words.join('; ');
  const more = told.length < lines.length || words.length < told.length || line.length > LENGTH;
  return `${line.length > LENGTH ? `${line.slice(0, LENGTH)}…` : line}${more ? ' (more in the explanation)' : ''}`;
}

/** A command that is no mere reading. */
function isChange(line: string): boolean {
  return !line.startsWith('#') && !/^(aws \S+ (get|list|describe|wait)\b|kubectl (get|auth)\b)/.test(line);
}

function withoutMark(line: string): string {
  return line.replace(/^#\s*/, '').replace(/:$/, ' …');
}

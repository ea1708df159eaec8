import type { Finding } from '@podguard/core';
import { expect } from 'vitest';
import { findingsIn, runCli } from '../support/run-cli.ts';
import { ISSUER } from '../support/trusts.ts';

export const ID = 'AKIAQ7ZL2M4N6P3R5S7T';
export const SECRET = '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';
export const SUB = `${ISSUER}:sub`;

export const FORMS = [
  ['as it is', (text: string) => text],
  ['with CR and LF', (text: string) => text.replaceAll('\n', '\r\n')],
  ['with a byte order mark', (text: string) => `\ufeff${text}`],
] as const;

/** The lines of a rule's finding, the first and those that decide as well. */
export async function linesOf(rule: string, target: string): Promise<readonly number[]> {
  const found = findingsIn((await runCli(['check', target, '--rule', rule])).stdout);
  expect(found).toHaveLength(1);
  const { source } = found[0] as Finding;
  return [source?.line ?? 0, ...(source?.also ?? []).map(({ line }) => line)];
}

/** The lines, from 1, that end with a mark. */
export const marked = (text: string) =>
  text.split('\n').flatMap((line, index) => (/(#|"!") ?HERE/.test(line) ? [index + 1] : []));

/** A JSON text without its marks, and the lines that had one. */
export const json = (text: string) => ({
  text: text.replaceAll(' // HERE', ''),
  lines: text.split('\n').flatMap((line, index) => (line.endsWith(' // HERE') ? [index + 1] : [])),
});

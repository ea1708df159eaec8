import type { Finding } from '@podguard/core';
import { renderAsff, renderCsv, renderHtml, renderMarkdown, renderSarif } from '@podguard/report';
import { expect, it } from 'vitest';
import { FINDING } from './findings.ts';
import { BARE } from './html-text.ts';

const read = {
  ...(FINDING.opened as NonNullable<Finding['opened']>),
  ...{ actor: 'podguard', session: null, tool: null, sourceIp: null, userAgent: null },
  ...{ eventName: 'read:role', eventId: 'read:role:2026-01-02T03:05:05Z:1' },
};
const FOUND: Finding = { ...FINDING, id: 'pg-found', cause: 'drift', opened: read };
const GONE: Finding = {
  ...FOUND,
  id: 'pg-gone',
  status: 'resolved',
  resolved: { ...read, at: '2026-01-04T00:00:00Z', reason: 'fixed' },
};
const findings = [FOUND, GONE];
const at = new Date('2026-01-05T00:00:00Z');
const options = { rules: [], version: '1', helpOf: () => '', uriOf: (file: string) => file };

it.for<[format: string, text: string]>([
  ['CSV', renderCsv(findings)],
  ['SARIF', renderSarif(findings, options)],
  ['ASFF', renderAsff(findings, { at, ruleOf: () => undefined })],
  ['Markdown', renderMarkdown({ findings, summary: {}, at })],
  ['HTML', renderHtml({ ...BARE, at, findings })],
])('what a read found was opened by nobody who is named, in %s', ([, text]) => {
  expect(text).not.toMatch(
    /by <b>podguard|by podguard|openedBy": ?"podguard|resolvedBy": ?"podguard|,podguard,/,
  );
  expect(text).toContain('pg-found');
});

it('says in ASFF that it was found, and names who opened the others', () => {
  const asff = renderAsff(findings, { at, ruleOf: () => undefined });
  expect(asff).toContain('Found when the account was read.');
  expect(asff).not.toContain('podguard/openedBy');
  expect(renderAsff([FINDING], { at, ruleOf: () => undefined })).toContain('podguard/openedBy');
});

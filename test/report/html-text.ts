import { type AccountReport, renderHtml } from '@podguard/report';

/** A report of an account of which nothing is known. */
export const BARE: AccountReport = {
  title: 'Account 111122223333',
  at: new Date('2026-01-12T03:04:05Z'),
  findings: [],
  summary: {},
  trend: [],
  differences: [],
  unused: [],
  migration: [],
};

/** What a person reads, part by part. */
export function partsOf(html: string): Record<string, string> {
  const parts = [...html.matchAll(/<section class="part" id="(\w+)".*?(?=<section class="part"|<\/main>)/gs)];
  return Object.fromEntries(parts.map(([part, id]) => [id, textOf(part)]));
}

export function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The parts of a report, as `partsOf` has them. */
export function parts(over: Partial<AccountReport> = {}, options = {}): Record<string, string> {
  return partsOf(renderHtml({ ...BARE, ...over }, options));
}

import type { Finding } from '@podguard/core';
import { type AccountReport, renderHtml } from '@podguard/report';
import { expect, test } from 'vitest';
import { accountReport } from '../support/reports.ts';
import { hostile, hostileEnded, hostileExempt } from './findings.ts';

const SMALL = accountReport(16);

const ESCAPES = {
  'a tag': '<img src=x onerror=alert(1)>',
  'the end of a script and of a style': '</script></style><script>alert(2)</script>',
  'the end of an attribute': `" onmouseover="alert(3)" x='`,
  'an end of a card': '</pre></dd></dl></details></section></main><h1>All is well</h1>',
};

/** A report of which every string that somebody else may choose is this text, after a word of its own. */
function hostileReport(text: string): AccountReport {
  const findings: readonly Finding[] = [hostile(text), hostileExempt(text), hostileEnded(text)];
  const place = { account: `account${text}`, cluster: `cluster${text}`, issuer: null };
  const [identity] = SMALL.posture!.identities;
  const [tally] = SMALL.posture!.clusters;
  return {
    title: `title${text}`,
    at: SMALL.at,
    run: { ...SMALL.run!, id: `run${text}` },
    findings,
    summary: {},
    posture: {
      ...SMALL.posture!,
      accounts: [{ ...SMALL.posture!.accounts[0]!, account: `account${text}` }],
      clusters: [{ ...tally!, ...place }],
      identities: [{ ...identity!, ...place, name: `name${text}`, resources: [`key${text}`] }],
      unknown: [{ ...place, name: `unknown${text}`, because: `because${text}` }],
    },
    trend: SMALL.trend.map((point) => ({ ...point, run: `run${text}` })),
    since: { run: `run${text}`, at: `at${text}`, opened: findings, resolved: findings },
    differences: [
      {
        key: `key${text}`,
        kind: `kind${text}`,
        region: `region${text}`,
        type: 'changed',
        fields: [{ name: `field${text}`, recorded: `recorded${text}`, found: `found${text}` }],
        readAt: `at${text}`,
        recordedAt: `at${text}`,
        origin: 'missed',
        explanation: {
          eventId: `id${text}`,
          eventName: `event${text}`,
          at: `at${text}`,
          actor: `actor${text}`,
        },
        reason: `reason${text}`,
      },
    ],
    unused: [
      {
        role: `role${text}`,
        grants: [`grant${text}`],
        place,
        lastUsedAt: `at${text}`,
        asOf: null,
        grantedAt: `at${text}`,
      },
    ],
    migration: [{ place, methods: { irsa: 1 }, ownIdentity: 0.5, unknown: 0, left: [`left${text}`] }],
    gaps: [{ what: `what${text}`, reason: `reason${text}` }],
  };
}

/** The names of the elements and of their attributes, in order. */
function structureOf(html: string): string {
  return [...html.matchAll(/<([\w!/-]+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g)]
    .map(
      ([, name, attributes = '']) =>
        `${name} ${[...attributes.matchAll(/([\w-]+)(?:=|\s|$)(?:"[^"]*")?/g)].map(([, one]) => one).join(' ')}`,
    )
    .join('\n');
}

test.for(Object.entries(ESCAPES))('no string makes an element or an attribute: %s', ([, text]) => {
  const html = renderHtml(hostileReport(text));
  const tame = renderHtml(hostileReport('x'.repeat(text.length)));
  expect(html).not.toContain(text);
  expect(html.length).toBeGreaterThan(20_000);
  expect(structureOf(html)).toBe(structureOf(tame));
});

test('no string of many findings makes an element, in the cards that are plain text either', () => {
  const text = '</pre><img src=x onerror=alert(1)>';
  const findings = Array.from({ length: 150 }, (_, index): Finding => {
    const finding = hostile(text);
    return { ...finding, id: `pg-${index}`, resource: { ...finding.resource, key: `${index}${text}` } };
  });
  const html = renderHtml({ ...hostileReport('x'), findings });
  expect(html).toContain('<details class="chunk">');
  expect(html).not.toContain('<img');
  expect(html.match(/<pre /g)).toHaveLength(100);
  expect(html.match(/<\/pre>/g)).toHaveLength(100);
});

test('no string turns our words around, hides, or breaks a line of a card', () => {
  const bad = '\u202e\u2066\u200b\u0007\u2028\u061c';
  const html = renderHtml(hostileReport(bad));
  for (const character of bad) expect(html).not.toContain(character);
  expect(html).toContain('\\u202e');
  const findings = Array.from({ length: 51 }, (_, index): Finding => {
    const finding = hostile('\nTo mend it  rm -rf ~');
    return { ...finding, id: `pg-${index}`, resource: { ...finding.resource, key: `${index}` } };
  });
  const last = /<pre tabindex="0">(.*?)<\/pre>/s.exec(renderHtml({ ...SMALL, findings }))?.[1] ?? '';
  expect(last.match(/^To mend it/gm)).toHaveLength(1);
});

test('a text that is very long is cut where it is shown, with no half of a character', () => {
  const found = '\u{1f600}'.repeat(10_000);
  const fields = [{ name: 'policy', recorded: null, found }];
  const html = renderHtml({ ...SMALL, differences: [{ ...SMALL.differences[0]!, fields }] });
  expect(html.isWellFormed()).toBe(true);
  expect(html).toContain('…</code>');
  expect(html).not.toContain(found);
});

test('a finding of which no event tells has its place in the file instead', () => {
  const finding: Finding = { ...hostile('x'), opened: null };
  expect(renderHtml({ ...SMALL, findings: [finding] })).toContain('filex:1');
});

import { createHash } from 'node:crypto';
import type { Finding } from '@podguard/core';
import { renderHtml } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import { accountReport } from '../support/reports.ts';
import { BARE, parts, partsOf, textOf } from './html-text.ts';

const SMALL = accountReport(24);

describe('a report as HTML', () => {
  it('begins with the account, the time, the run and how long it took', () => {
    const html = renderHtml(SMALL);
    expect(html).toContain('<title>nordlicht parcels · Podguard</title>');
    expect(textOf(html)).toContain(
      'nordlicht parcels Account 111122223333 · 2026-11-21 06:00:00 UTC · drift run 2026-11-21T05:30: 1,918 resources read in 15 minutes',
    );
  });

  it('does not name an account twice', () => {
    const posture = SMALL.posture;
    const html = renderHtml({ ...SMALL, title: 'Account 111122223333', ...(posture && { posture }) });
    expect(/<p class="about">(.*?)<\/p>/.exec(html)?.[1]).not.toContain('111122223333');
  });

  it('has all its parts, each led to from the contents', () => {
    const html = renderHtml(SMALL);
    const ids = Object.keys(partsOf(html));
    expect(ids).toEqual(
      'posture since drift open remediations people unused migration exempt rules gaps'.split(' '),
    );
    for (const id of ids) expect(html).toContain(`<li><a href="#${id}">`);
  });

  it('says of what is not there that it is not, and of nothing that it is well', () => {
    expect(parts()).toMatchObject({
      posture: expect.stringContaining('The posture was left out'),
      since: expect.stringContaining('nothing to compare with'),
      drift: expect.stringContaining('No run is known that read the account'),
      open: expect.stringContaining('Nothing is open'),
      unused: expect.stringContaining('Not known: no run has read when roles were last used'),
      migration: expect.stringContaining('No cluster is known yet'),
      gaps: expect.stringContaining('No run is known that read the account'),
    });
    expect(textOf(renderHtml(BARE))).toContain('no score');
    expect(textOf(renderHtml(BARE))).not.toContain('unused');
  });
});

describe('the score', () => {
  it('is there with the sum and the number that it is the quotient of', () => {
    const [tally] = SMALL.posture!.accounts;
    expect(parts(SMALL).posture).toContain(
      `Account 111122223333 ${tally!.score} = ${tally!.sum} / ${tally!.grants} grants: the sum of their scores`,
    );
    expect(Math.round((tally!.sum / tally!.grants) * 10) / 10).toBe(tally!.score);
  });

  it('is there for each identity with weight and factor, and for each method with its weight', () => {
    const { posture } = parts(SMALL);
    expect(posture).toMatch(
      /checkout\/checkout-api-0 pod-identity association a-0{17} critical pod-identity-privileged-role 100 × 10 % = 10/,
    );
    expect(posture).toMatch(/static-key 1 same 10 never ends by itself/);
  });

  it('says how much it changed since the run before', () => {
    const before = SMALL.trend.at(-2)!;
    const change = Math.round((SMALL.posture!.accounts[0]!.score! - before.score!) * 10) / 10;
    expect(textOf(renderHtml(SMALL))).toContain(`+${change} since the last run`);
    const same = { ...before, score: SMALL.posture!.accounts[0]!.score };
    const unchanged = renderHtml({ ...SMALL, trend: [same, SMALL.trend.at(-1)!] });
    expect(textOf(unchanged)).toContain('as in the last run');
  });

  it('of severities is no change where only a part of the findings is shown', () => {
    const more = { ...SMALL.trend.at(-2)!, open: { critical: 8, high: 9, medium: 3, low: 1 } };
    const trend = [more, SMALL.trend.at(-1)!];
    const tiles = (findings: readonly Finding[]) =>
      textOf(/<ul class="tiles">.*?<\/ul>/s.exec(renderHtml({ ...SMALL, trend, findings }))?.[0] ?? '');
    expect(tiles(SMALL.findings)).toBe('6 critical −2 9 high 3 medium 6 low +5');
    expect(tiles(SMALL.findings.slice(0, 1))).toBe('1 critical 0 high 0 medium 0 low');
  });

  it('is there for each of several accounts', () => {
    const [one] = SMALL.posture!.accounts;
    const posture = {
      ...SMALL.posture!,
      accounts: [one!, { ...one!, account: '444455556666', score: null }],
    };
    const text = textOf(renderHtml({ ...SMALL, posture }));
    expect(text).toContain(`Account 111122223333 ${one!.score} of 100`);
    expect(text).toContain('Account 444455556666 no score');
    expect(text).toContain('2 accounts ·');
  });
});

describe('the trend', () => {
  it('has a chart for the score, for what is open and for the methods, each with words and all with numbers', () => {
    const html = renderHtml(SMALL);
    expect(html.match(/<svg viewBox/g)).toHaveLength(3);
    const { posture } = partsOf(html);
    expect(posture).toMatch(/Score From [\d.]+ on 2026-10-23 to [\d.]+ on 2026-11-21; the lowest was/);
    expect(posture).toMatch(/Open findings From \d+ on 2026-10-23 to 24 on 2026-11-21\./);
    expect(posture).toMatch(/Identities by method From \d+ on 2026-10-23 to 16 on/);
    const rows = /The same in numbers.*?<tbody>(.*?)<\/tbody>/s.exec(html)?.[1]?.match(/<tr>/g);
    expect(rows).toHaveLength(SMALL.trend.length);
  });

  it('leaves a gap where a run had no score', () => {
    const path = /<path class="line" d="([^"]*)"/.exec(renderHtml(SMALL))?.[1];
    expect(path?.match(/M/g)).toHaveLength(2);
    expect(renderHtml(SMALL)).not.toContain('NaN');
  });

  test.for([0, 1])('of %i runs is none', (count) => {
    const html = renderHtml({ ...SMALL, trend: SMALL.trend.slice(-1).slice(0, count) });
    expect(html).not.toContain('<svg viewBox="0 0 360');
    expect(textOf(html)).toContain('a trend takes two');
  });

  it('passes over a run of which the time cannot be read', () => {
    const broken = { ...SMALL.trend[0]!, at: 'yesterday' };
    expect(renderHtml({ ...SMALL, trend: [broken, ...SMALL.trend.slice(1)] })).not.toContain('NaN');
  });
});

describe('what differs', () => {
  const { drift } = parts(SMALL);

  it('is told with before and after, and with who did it', () => {
    expect(drift).toMatch(/changed IAM role customs-export us-east-1/);
    expect(drift).toMatch(
      /maren\.holt@nordlicht\.example did it by CreatePodIdentityAssociation on 2026-11-20/,
    );
    expect(drift).toMatch(/namespace none labels/);
  });

  it('is said to be nobody’s who is known, and why nobody looked', () => {
    expect(drift).toContain('Who did it is not known. No event of the last 90 days explains it.');
    expect(drift).toContain(
      'Who did it is not known. The event history did not say: LookupEvents was denied',
    );
  });

  it('is no drift where its event is only late', () => {
    expect(drift).toMatch(/^Drift 3 /);
    expect(drift).toContain('1 more difference came with an event that is only late');
    expect(drift).not.toContain('AKIA000000777EXAMPLE');
  });

  it('marks in long values what is not the same in both', () => {
    const html = renderHtml(SMALL);
    expect(html).toContain('API<mark></mark></code>');
    expect(html).toContain('API<mark>_AND_CONFIG_MAP</mark></code>');
    expect(html).toMatch(/&quot;<mark>pods<\/mark>\.eks\.amazonaws\.com/);
  });

  it('of one resource counts once', () => {
    const [one] = SMALL.differences;
    const differences = [one!, { ...one!, type: 'unapproved' as const }];
    const { drift, since } = parts({ ...SMALL, differences });
    expect(drift).toMatch(
      /^Drift 1 .*changed IAM role customs-export.*not as approved IAM role customs-export/,
    );
    expect(since).toContain('1 resource drifted');
    expect(parts({ ...BARE, ...(SMALL.since && { since: SMALL.since }) }).since).not.toContain('drifted');
  });

  it('takes no character apart', () => {
    const fields = [{ name: 'tag', recorded: 'a\u{1f600}b', found: 'a\u{1f601}b' }];
    const differences = [{ ...SMALL.differences[0]!, fields }];
    expect(renderHtml({ ...BARE, differences })).toContain('<mark>\u{1f601}</mark>b');
  });

  test.for([
    ['drift', 'The account was as it was recorded and approved, as far as it could be read'],
    ['baseline', 'for the first time'],
  ] as const)('is nothing in a %s run that found nothing', ([kind, words]) => {
    const run = { ...SMALL.run!, kind };
    expect(parts({ ...SMALL, run, differences: [] }).drift).toContain(words);
  });
});

describe('the file', () => {
  const html = renderHtml(SMALL, { rules: catalogue.rules });

  it('asks for nothing: its policy lets in its own style and its own script alone', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    const scripts = [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)];
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256').update(scripts[0]![1]!).digest('base64');
    expect(policy).toBe(
      `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/\b(src|srcset|action)=|<link|@import|url\(/);
    expect(html).not.toMatch(/href="(?!#)/);
  });

  it('has no handler and no style in its elements', () => {
    expect(html).not.toMatch(/<[^>]*\s(on\w+|style)=/);
  });

  it('has each anchor once', () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is the same again for the same report', () => {
    expect(renderHtml(accountReport(24), { rules: catalogue.rules })).toBe(html);
  });
});

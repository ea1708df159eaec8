import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AccountReport, renderHtml } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Browser, startBrowser } from '../support/browser.ts';
import { accountReport } from '../support/reports.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SMALL = accountReport(24);
const LARGE = accountReport(10_000);

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'podguard-report-'));
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

interface Opened {
  readonly page: Page;
  /** Everything a report should not do: errors, dialogs, violations of its policy, requests. */
  readonly wrongs: string[];
}

/** Opens a report as people do: as a file. */
async function open(report: AccountReport = SMALL, hash = ''): Promise<Opened> {
  const file = join(folder, 'report.html');
  writeFileSync(file, renderHtml(report, { rules: catalogue.rules, store: 'dynamodb:podguard' }));
  const page = await browser.context.newPage();
  onTestFinished(() => page.close());
  const wrongs: string[] = [];
  page.on('console', (message) => wrongs.push(message.text()));
  page.on('pageerror', (error) => wrongs.push(error.message));
  page.on('dialog', async (dialog) => {
    wrongs.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  const address = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address) wrongs.push(`request: ${request.url()}`);
  });
  await page.addInitScript(
    `globalThis.tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: true });
    addEventListener('securitypolicyviolation', (event) => console.error('violation of ' + event.violatedDirective))`,
  );
  await page.goto(`${address}${hash}`);
  return { page, wrongs };
}

/** What axe finds wrong, by the rules of WCAG 2 A and AA and the order of headings, with everything unfolded. */
async function violations(page: Page): Promise<unknown> {
  await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
  await page
    .addStyleTag({ content: '.group, .brief { content-visibility: visible !important }' })
    .catch(() => undefined);
  await page.evaluate(AXE);
  return page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations, passes }) => ({
      checked: passes.length > 20,
      violations: violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html).join(' ')),
    }))`);
}

const FAULTLESS = { checked: true, violations: [] };

test.for(['light', 'dark'] as const)(
  'axe finds nothing wrong with a report, nothing is asked for, and nothing is said on the console: %s',
  async (colorScheme) => {
    const { page, wrongs } = await open();
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual(FAULTLESS);
    expect(wrongs).toEqual([]);
  },
);

test('axe finds nothing wrong on a phone, and nothing is wider than the screen', async () => {
  const { page, wrongs } = await open();
  await page.setViewportSize({ width: 360, height: 700 });
  expect(await violations(page)).toEqual(FAULTLESS);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  const inside = `[...document.querySelectorAll('.panel, .group, .chart, .score, .notice')]
    .filter((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== 'auto')
    .map((box) => box.textContent.trim().slice(0, 60))`;
  expect(await page.evaluate(inside)).toEqual([]);
  expect(wrongs).toEqual([]);
});

test('headings go down by one level at a time, and each part begins with one', async () => {
  const { page } = await open();
  const levels = (await page.evaluate(
    `[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ localName }) => Number(localName[1]))`,
  )) as readonly number[];
  expect(levels[0]).toBe(1);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  expect(levels.filter((level, index) => index > 0 && level > levels[index - 1]! + 1)).toEqual([]);
  expect(await page.locator('.part').count()).toBe(await page.locator('.part > h2:first-child').count());
});

test('the keyboard leads to the findings, opens one and goes on in the order of the page', async () => {
  const { page, wrongs } = await open();
  const focus = (part: string) => page.evaluate(`document.activeElement.${part}`);
  await page.keyboard.press('Tab');
  expect(await focus('textContent')).toBe('Skip to the open findings');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('location.hash')).toBe('#open');
  await page.keyboard.press('Tab');
  expect(await focus('ariaLabel')).toBe('Open findings by age');
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('Tab');
  expect(await focus('value')).toBe('low');
  await page.keyboard.press('Tab');
  expect(await focus('id')).toBe('filter');
  await page.keyboard.press('Tab');
  expect(await focus('localName')).toBe('summary');
  await page.keyboard.press('Enter');
  const body = page.locator('#open .finding .body').first();
  expect(await body.isVisible()).toBe(true);
  expect(await body.textContent()).toMatch(/Evidence.*Resource.*To mend it.*podguard explain pg-/s);
  await page.keyboard.press('Tab');
  expect(await focus('getAttribute("href")')).toMatch(/^#rule-/);
  expect(wrongs).toEqual([]);
});

describe('the filter', () => {
  test('hides what the words and the severities do not name, and says how much is left', async () => {
    const { page, wrongs } = await open();
    const shown = page.locator('#open .finding:visible');
    expect(await shown.count()).toBe(24);
    await page.locator('#filter').fill('svc-checkout AKIA');
    await page.getByText(/^\d+ of 24 open findings match the filter/).waitFor();
    for (const text of await shown.allTextContents()) expect(text).toMatch(/svc-checkout/);
    await page.locator('#filter').fill('');
    await page.locator('.choice.low').click();
    await page.getByText('18 of 24 open findings match the filter.').waitFor();
    expect(await page.locator('#open-low').isVisible()).toBe(false);
    await page.locator('.choice.low').click();
    await expect.poll(() => shown.count()).toBe(24);
    expect(wrongs).toEqual([]);
  });

  test('finds what is folded away among many', async () => {
    const { page, wrongs } = await open(accountReport(1_000));
    await page.locator('#filter').fill('AKIA000000993EXAMPLE');
    await page.getByText('1 of 1,000 open findings match the filter.').waitFor();
    expect(await page.locator('#open .finding:visible').count()).toBe(1);
    expect(wrongs).toEqual([]);
  });
});

test('a link to a finding opens it, also where it is folded away', async () => {
  const report = accountReport(1_000);
  const { id } = report.findings[993]!;
  const { page, wrongs } = await open(report, `#${id}`);
  expect(await page.locator(`#${id} pre`).isVisible()).toBe(true);
  const worst = page.locator('#since a[href^="#pg-"]').first();
  const target = (await worst.getAttribute('href')) ?? '';
  await worst.click();
  await expect.poll(() => page.locator(`${target} > :last-child`).isVisible()).toBe(true);
  expect(wrongs).toEqual([]);
});

test('without its script the report is whole', async () => {
  const { page } = await open();
  const bare = await startBrowser({ javaScriptEnabled: false });
  onTestFinished(() => bare.close());
  const other = await bare.context.newPage();
  await other.goto(page.url());
  expect(await other.locator('#filters').isVisible()).toBe(false);
  expect(await other.locator('.finding').count()).toBe(await page.locator('.finding').count());
  await other.locator('#open .finding > summary').first().click();
  expect(await other.locator('#open .finding .body').first().isVisible()).toBe(true);
});

test('on paper it is light, all parts are there, and what is grave is unfolded', async () => {
  const { page, wrongs } = await open();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const shown = (selector: string) =>
    page.evaluate(
      `[...document.querySelectorAll('${selector}')].map((one) => one.checkVisibility({ contentVisibilityAuto: true }))`,
    ) as Promise<readonly boolean[]>;
  for (const part of [
    '.part > h2',
    '.place table',
    '#people li',
    '.finding.critical .body',
    '.finding.high .body',
  ])
    expect(new Set(await shown(part)), part).toEqual(new Set([true]));
  for (const part of ['nav', '#filters', '#open .finding.low .body'])
    expect(new Set(await shown(part)), part).toEqual(new Set([false]));
  expect(await page.evaluate(`getComputedStyle(document.body).color`)).toBe('rgb(26, 33, 48)');
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(5);
  expect(wrongs).toEqual([]);
});

test('ten thousand findings open, and say what they took', async () => {
  const { page, wrongs } = await open(LARGE);
  expect(await page.locator('.finding').count()).toBe(LARGE.findings.length);
  const took = (await page.evaluate(`(() => {
    const [{ domContentLoadedEventEnd: ready }] = performance.getEntriesByType('navigation');
    const [{ startTime: painted }] = performance.getEntriesByName('first-contentful-paint');
    return { ready, painted, longest: Math.max(0, ...tasks), elements: document.querySelectorAll('*').length };
  })()`)) as Record<'ready' | 'painted' | 'longest' | 'elements', number>;
  expect(wrongs).toEqual([]);
  const plain = join(folder, 'plain.html');
  const text = (await page.content()).replace(/[<&]/g, '_');
  writeFileSync(plain, `<!doctype html><meta charset="utf-8"><details><pre>${text}</pre></details>`);
  await page.goto(pathToFileURL(plain).href);
  const floor = (await page.evaluate(
    `performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd`,
  )) as number;
  console.log(
    `10,000 findings: first paint ${took.painted.toFixed(0)} ms, whole after ${took.ready.toFixed(0)} ms, longest task ${took.longest.toFixed(0)} ms, ${took.elements} elements; the same bytes as one text ${floor.toFixed(0)} ms`,
  );
  // What it takes goes with what there is: so many elements that no machine's speed hides it.
  expect(took.elements).toBeLessThan(8 * LARGE.findings.length);
});

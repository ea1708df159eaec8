import { createExemption, type ServiceState } from '@podguard/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  associated,
  keyCreated,
  keyDeleted,
  metadataModified,
  OPEN_IRSA_TRUST,
  PODS_TRUST,
  policyAttached,
  roleCreated,
  trustUpdated,
} from '../service/records.ts';
import { createTestService } from '../service/test-service.ts';
import { type Browser, startBrowser } from '../support/browser.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const HOSTILE = '<img src=x onerror=alert(1)>';

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
});

interface Opened {
  readonly page: Page;
  readonly state: ServiceState;
  readonly url: string;
  /** Everything a page should not do: errors, dialogs, violations of its policy, requests to elsewhere. */
  readonly wrongs: string[];
  send(...records: readonly object[]): Promise<void>;
}

/** Opens the page of a service of its own. */
async function open(before: readonly object[] = []): Promise<Opened> {
  const service = createTestService({ now: () => new Date('2026-01-02T04:00:00Z'), sweepMs: 100 });
  const listening = await service.listen({ port: 0 });
  const send: Opened['send'] = async (...records) => {
    const response = await fetch(`${listening.url}/events`, {
      method: 'POST',
      body: JSON.stringify(records),
    });
    expect(response.status, await response.text()).toBe(200);
  };
  if (before.length > 0) await send(...before);
  const page = await browser.context.newPage();
  onTestFinished(async () => {
    await page.close();
    await listening.close();
  });
  const wrongs: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrongs.push(message.text());
  });
  page.on('pageerror', (error) => wrongs.push(error.message));
  page.on('dialog', async (dialog) => {
    wrongs.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('request', (request) => {
    const known = ['/', '/page.js', '/page.css', '/api/stream'].map((path) => `${listening.url}${path}`);
    if (!known.includes(request.url()) && !request.url().startsWith('data:'))
      wrongs.push(`request: ${request.url()}`);
  });
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (event) => console.error('violation of ' + event.violatedDirective))`,
  );
  await page.goto(listening.url);
  await page.locator('#connection[data-state=live]').waitFor();
  return { page, state: service.state, url: listening.url, wrongs, send };
}

test('an empty page says what to do, and a finding appears on it without a reload', async () => {
  const { page, url, wrongs, send } = await open();
  await page.getByText('Ready when you are').waitFor();
  expect(await page.locator('.empty pre').textContent()).toContain(`${url}/events`);
  await page.evaluate('window.stillHere = true');

  await send(keyCreated('ci-bot', KEY, { session: 'alice' }));

  const finding = page.locator('#findings .finding');
  await finding.waitFor();
  expect(await finding.locator('summary').first().textContent()).toMatch(
    /high.*ci-bot.*alice.*CreateAccessKey.*203\.0\.113\.7/s,
  );
  expect(await page.locator('#count-high').textContent()).toBe('1');
  expect(await page.title()).toBe('(1) Podguard');
  expect(await page.locator('#announcement').textContent()).toContain('opened, high');
  expect(await page.locator('#timeline li').textContent()).toMatch(/Opened.*alice/s);
  expect(await page.evaluate('window.stillHere')).toBe(true);
  expect(wrongs).toEqual([]);
});

test('a finding that ends moves to the resolved ones and to the timeline', async () => {
  const { page, wrongs, send } = await open([keyCreated('ci-bot', KEY)]);
  await send(keyDeleted('ci-bot', KEY, { at: '2026-01-02T03:30:00Z', session: 'bob' }));
  await page.getByText('All quiet').waitFor();
  expect(await page.locator('#timeline li').first().textContent()).toMatch(/Resolved.*bob/s);
  const resolved = page.locator('#resolved .finding');
  expect(await resolved.isVisible()).toBe(false);
  await page.locator('#resolved > details > summary').click();
  expect(await resolved.locator('summary').first().textContent()).toMatch(/Resolved \(deleted\) by bob/);
  expect(wrongs).toEqual([]);
});

test('a finding that somebody accepts moves to those that are exempt, and back when that ends', async () => {
  const { page, state, wrongs } = await open([keyCreated('ci-bot', KEY)]);
  await page.locator('#findings .finding').waitFor();
  const exemption = createExemption(
    {
      rules: [],
      resources: [`*${KEY}`],
      accounts: [],
      tags: {},
      reason: HOSTILE,
      author: 'sam',
      since: '2026-01-02T03:30:00Z',
      until: '2026-01-05',
    },
    'cli',
  );
  await state.putExemption(exemption);
  await page.getByText('Nothing is open but the 1 that somebody accepted').waitFor();
  expect(await page.title()).toBe('Podguard');
  const exempt = page.locator('#exempt .finding');
  await page.locator('#exempt > details > summary').click();
  expect(await exempt.locator('summary').first().textContent()).toMatch(
    /high.*ends in 3 days.*ci-bot.*Exempt until 2026-01-05 by sam: <img/s,
  );
  expect(await page.locator('#timeline li').first().textContent()).toMatch(/Made exempt.*sam/s);

  await state.putExemption({ ...exemption, removed: { at: '2026-01-02T03:59:00.000Z', by: 'sam' } });
  await page.locator('#findings .finding').waitFor();
  expect(await exempt.count()).toBe(0);
  expect(await page.locator('#timeline li').first().textContent()).toMatch(/No longer exempt.*sam/s);
  expect(wrongs).toEqual([]);
});

test('what a record says is shown as text and does nothing', async () => {
  const { page, wrongs, send } = await open([roleCreated('checkout', PODS_TRUST)]);
  await send(
    associated(
      { namespace: `"'>${HOSTILE}`, serviceAccount: HOSTILE },
      { session: HOSTILE, userAgent: `</code></details><script>alert(2)</script>${HOSTILE}` },
    ),
    policyAttached('checkout', 'arn:aws:iam::aws:policy/AdministratorAccess', {
      session: HOSTILE,
      userAgent: HOSTILE,
    }),
  );
  const finding = page.locator('#findings .finding');
  await finding.waitFor();
  await finding.locator('summary').first().click();
  expect(await finding.textContent()).toContain(HOSTILE);
  expect(await page.locator('#findings h3').textContent()).toContain(HOSTILE);
  expect(await page.locator('#timeline').textContent()).toContain(HOSTILE);
  expect(await page.locator('#posture').textContent()).toContain(HOSTILE);
  await page.reload();
  await page.locator('#connection[data-state=live]').waitFor();
  expect(await page.locator('#findings .finding').textContent()).toContain(HOSTILE);
  expect(await page.locator('img[src=x], body script').count()).toBe(0);
  expect(wrongs).toEqual([]);
});

test('the keyboard opens a finding, and what happens meanwhile neither closes it nor takes the focus', async () => {
  const { page, wrongs, send } = await open([
    roleCreated('reports', PODS_TRUST),
    trustUpdated('reports', OPEN_IRSA_TRUST, { at: '2026-01-02T03:10:00Z' }),
  ]);
  const focus = (part: string) => page.evaluate(`document.activeElement.${part}`);
  await page.keyboard.press('/');
  expect(await focus('id')).toBe('filter');
  await page.keyboard.press('Tab');
  expect(await focus('textContent')).toContain('Any service account');
  await page.keyboard.press('Enter');
  const body = page.locator('#findings .finding .body');
  expect(await body.isVisible()).toBe(true);
  expect(await body.textContent()).toMatch(/Witness.*Evidence.*How to mend.*--role-name reports.*Record/s);
  await page.keyboard.press('Tab');
  expect(await focus('textContent')).toBe('AWS CLI');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await focus('textContent')).toBe('Terraform');
  await page.keyboard.press('Enter');
  expect(await page.locator('.mend details[open] summary').textContent()).toBe('Terraform');

  await send(keyCreated('ci-bot', KEY));
  await page.getByText('Open findings 2').waitFor();
  expect(await page.locator('.mend details[open] summary').first().textContent()).toBe('Terraform');
  expect(await focus('textContent')).toBe('Terraform');
  expect(wrongs).toEqual([]);
});

test('the filter and the severities hide what they do not name, and keep doing so', async () => {
  const { page, wrongs, send } = await open([
    keyCreated('ci-bot', KEY),
    roleCreated('reports', PODS_TRUST),
    trustUpdated('reports', OPEN_IRSA_TRUST, { at: '2026-01-02T03:10:00Z' }),
  ]);
  const shown = page.locator('#findings .group:visible');
  expect(await shown.count()).toBe(2);
  await page.locator('#filter').fill('CI-BOT');
  expect(await shown.count()).toBe(1);
  await send(metadataModified('i-0abc1234def567890', 'optional'));
  await page.getByText('Open findings 1 of 3').waitFor();
  expect(await shown.count()).toBe(1);
  await page.locator('#filter').fill('nobody knows');
  await page.getByText('No open finding matches').waitFor();
  await page.getByText('Open findings 0 of 3').waitFor();
  await page.locator('#filter').fill('');
  await send(keyDeleted('ci-bot', KEY, { at: '2026-01-02T03:30:00Z' }));
  await page.getByText('Resolved 1').waitFor();
  await page.locator('#filter').fill('ci-bot');
  await page.getByText('No open finding matches the filter. Below: 1 resolved.').waitFor();
  await page.locator('#filter').fill('nobody knows');
  await page.getByText('Resolved 0 of 1').waitFor();
  await page.locator('#filter').fill('');
  await page.getByText('Open findings 2').waitFor();
  await page.locator('.tile.high').click();
  expect(await shown.count()).toBe(1);
  expect(await shown.textContent()).toContain('reports');
  expect(wrongs).toEqual([]);
});

test('the posture opens by the keyboard, follows what happens, and stays open', async () => {
  const { page, wrongs, send } = await open([roleCreated('checkout', PODS_TRUST), associated({})]);
  const posture = page.locator('#posture');
  expect(await posture.locator('.chip').allTextContents()).toEqual(['account 100 of 100', 'prod 100']);
  expect(await posture.locator('.places').isVisible()).toBe(false);
  await posture.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await posture.locator('tbody tr').first().textContent()).toMatch(/shop\/checkout.*nothing open/s);
  expect(await posture.locator('tbody tr').first().isVisible()).toBe(true);

  await send(policyAttached('checkout', 'arn:aws:iam::aws:policy/AdministratorAccess'));
  await posture.getByText('prod 10', { exact: true }).waitFor();
  const row = posture.locator('tbody tr').first();
  expect(await row.isVisible()).toBe(true);
  expect(await row.textContent()).toMatch(/critical.*pod-identity-privileged-role.*100 × 10 % = 10/s);
  expect(wrongs).toEqual([]);
});

test.for(['light', 'dark'] as const)(
  'on a phone nothing is wider than the screen: %s',
  async (colorScheme) => {
    const { page, wrongs } = await open([
      roleCreated('reports', PODS_TRUST),
      trustUpdated('reports', OPEN_IRSA_TRUST, { at: '2026-01-02T03:10:00Z' }),
    ]);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 700 });
    await page.locator('#findings .finding > summary').click();
    for (const summary of await page.locator('#posture summary').all()) await summary.click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await page.evaluate(overlapsOfCounts)).toEqual([]);
    expect(wrongs).toEqual([]);
  },
);

/** The tiles in which a count of three digits would reach under the box beside it. */
const overlapsOfCounts = `[...document.querySelectorAll('.tile')].filter((tile) => {
  const count = tile.querySelector('b');
  count.innerHTML = '<span>888</span>';
  const digits = count.firstChild.getBoundingClientRect();
  const box = tile.querySelector('input').getBoundingClientRect();
  return digits.right > box.left && digits.bottom > box.top && digits.top < box.bottom;
}).map((tile) => tile.textContent.trim())`;

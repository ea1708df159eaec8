import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderHtml } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { startBrowser } from './browser.ts';
import { accountReport } from './reports.ts';

/** The pictures of docs/report.md: `node test/support/report-images.ts`. */
const PICTURES = [
  { name: 'report-light', colorScheme: 'light', width: 1120, height: 1080, from: '#glance-title' },
  { name: 'report-dark', colorScheme: 'dark', width: 1120, height: 1000, from: '#drift' },
  { name: 'report-phone', colorScheme: 'light', width: 360, height: 900, from: '#open' },
] as const;

const folder = mkdtempSync(join(tmpdir(), 'podguard-images-'));
const browser = await startBrowser();
try {
  const file = join(folder, 'report.html');
  writeFileSync(file, renderHtml(accountReport(24), { rules: catalogue.rules, store: 'dynamodb:podguard' }));
  const page = await browser.context.newPage();
  for (const { name, colorScheme, width, height, from } of PICTURES) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await page.goto(pathToFileURL(file).href);
    await page.locator('#open .finding > summary').first().click();
    await page.evaluate(
      `'${from}' === '#glance-title' ? scrollTo(0, 0) : document.querySelector('${from}').scrollIntoView()`,
    );
    await page.screenshot({ path: `docs/images/${name}.png` });
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

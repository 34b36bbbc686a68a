// The pictures of the README, by hand: `node test/browser/pictures.ts [http://localhost:8080]` against a running demo.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { launch } from './chromium.ts';
import { PHONE } from './ground.ts';
import { unlock } from './partner.ts';

const [base = 'http://localhost:8080'] = process.argv.slice(2).map((url) => url.replace(/\/$/, ''));
const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const WIDE: BrowserContextOptions = {
  viewport: { width: 1440, height: 900 },
  locale: 'en-GB',
  colorScheme: 'light',
};

mkdirSync(folder, { recursive: true });
const browser = await launch();

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`docs/pictures/${name}.png`);
}

/** A person of the tour, by the link that the first page gives. */
async function as(label: string): Promise<Page> {
  const page = await (await browser.visitor(WIDE)).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(base);
  await page.getByRole('link', { name: label }).click();
  await unlock(page);
  return page;
}

async function phone(): Promise<void> {
  const page = await (await browser.visitor(PHONE)).newPage();
  await page.goto(`${base}/w/?l=my`);
  await take(page, 'phone-my');
}

async function caseWorker(): Promise<Page> {
  const page = await as('Sign in as the case worker');
  await page.locator('.list .it .t[lang=my]').first().click();
  await page.locator('.statement.worker .said').first().waitFor();
  await take(page, 'inbox');
  await page.getByRole('link', { name: 'Cases', exact: true }).click();
  await page.getByLabel('State', { exact: true }).selectOption('remediation_disputed');
  await page.locator('.caselines .slot a').first().waitFor();
  // The one with most reports behind it: both sides have something to say.
  const reports = await page.locator('.caselines .slot').locator('> :nth-child(6)').allInnerTexts();
  const most = reports.map(Number).reduce((best, n, at, all) => (n > (all[best] ?? 0) ? at : best), 0);
  await page.locator('.caselines .slot').nth(most).locator('a').click();
  await page.locator('.stepsbar').waitFor();
  await take(page, 'case');
  return page;
}

/** The evidence of the case that is on the screen, judged a moment later. */
async function verify(desk: Page): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'vouch-pictures-'));
  const saved = desk.waitForEvent('download', { timeout: 60_000 });
  await desk.getByRole('button', { name: 'Evidence' }).click();
  const file = await saved;
  const path = join(dir, file.suggestedFilename());
  await file.saveAs(path);
  const page = await (await browser.visitor(WIDE)).newPage();
  await page.goto(`${base}/verify`);
  await page.setInputFiles('.drop input', path);
  await page.locator('.card1.site input').check();
  await page.locator('.vd').waitFor();
  await page.evaluate("document.querySelector('.vd').scrollIntoView()");
  await take(page, 'verify');
  rmSync(dir, { recursive: true, force: true });
}

try {
  await phone();
  await verify(await caseWorker());
  const buyer = await as('Sign in as the buyer');
  await buyer.locator('.figrow').waitFor();
  await take(buyer, 'buyer');
  const open = await (await browser.visitor(WIDE)).newPage();
  await open.goto(`${base}/open`);
  await take(open, 'open');
} finally {
  await browser.close();
}

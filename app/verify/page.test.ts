import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { bundleVerify } from './build.ts';
import { verifyPage } from './page.ts';

const vectors = fileURLToPath(new URL('../../ledger/vectors/vouch1/', import.meta.url));
const bundle = (name: string): string => `${vectors}bundles/${name}.vouch.jsonl`;
const folder = mkdtempSync(join(tmpdir(), 'vouch-verify-'));
const saved = join(folder, 'verify.html');
let browser: Browser;
let page: Page;
const requests: string[] = [];
const faults: string[] = [];

before(async () => {
  const policy = readFileSync(`${vectors}policy`, 'utf8');
  writeFileSync(saved, verifyPage({ ...(await bundleVerify()), policy }));
  browser = await chromium.launch({ executablePath: await sparticuz.executablePath(), args: sparticuz.args });
  const context = await browser.newContext({ offline: true });
  page = await context.newPage();
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
  await page.clock.setFixedTime(new Date('2026-01-02T07:00:00Z'));
  await page.goto(pathToFileURL(saved).href);
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function choose(name: string, input = '.drop input'): Promise<void> {
  await page.setInputFiles(input, name);
  await page.locator('[aria-busy=false]').waitFor({ state: 'attached' });
}

async function openFirst(): Promise<void> {
  await page.locator('summary').first().click();
  await page.locator('.in1').first().waitFor();
}

const words = (selector: string): Promise<string[]> => page.locator(selector).allInnerTexts();

test('before a file there is no verdict, only whom the page trusts', async () => {
  assert.deepEqual(await words('.word'), []);
  assert.match((await words('#verify')).join(), /seed1\.vouch\.example\/vouch\/1/);
});

test('a good bundle: both halves filled, every statement in one row, lines that open', async () => {
  await choose(bundle('good-full'));
  assert.deepEqual(await words('.word'), ['yes', 'yes']);
  assert.equal(await page.locator('.vd .full').count(), 2);
  assert.equal(
    (await words('.vr > b')).map(Number).reduce((a, b) => a + b),
    11,
  );
  assert.equal(await page.locator('.vr svg g').count(), 11);
  await openFirst();
  assert.match((await words('.in1')).join(), /ค่าแรงเดือนธันวาคมยังไม่จ่าย/);
});

test('it reads the same as the command line: reasons in words and by name', async () => {
  await choose(bundle('count-mismatch'));
  assert.deepEqual(await words('.word'), ['no', 'no']);
  assert.deepEqual(await words('.why .rs'), ['root-mismatch', 'count-mismatch']);
  await choose(bundle('opening-mismatch'));
  assert.deepEqual(await words('.word'), ['no', 'yes']);
  assert.deepEqual(await words('summary .rs'), ['opening-mismatch']);
  await choose(bundle('bad-malformed-cut'));
  assert.deepEqual(await words('.why .rs'), ['malformed']);
  assert.equal(await page.locator('.vr').count(), 0);
});

test('a receipt, an older bundle and a policy of one’s own can be added', async () => {
  await choose(bundle('good-full'));
  await choose(`${vectors}receipts/broken`, '.add:nth-child(1) input');
  assert.match((await words('.said')).join(), /BROKEN/);
  await choose(bundle('good-epoch2'), '.add:nth-child(2) input');
  assert.deepEqual(await words('.word'), ['yes', 'yes']);
  await choose(`${vectors}policy-unaudited`, '.add:nth-child(3) input');
  assert.deepEqual(await words('.why .rs'), ['unaudited']);
  await choose(bundle('root-mismatch'), '.add:nth-child(2) input');
  assert.match((await words('.said')).join(), /No verdict: the older bundle is itself not valid/);
});

test('what a bundle says is shown as text, never run', async () => {
  const evil = join(folder, 'evil.vouch.jsonl');
  writeFileSync(
    evil,
    readFileSync(bundle('good-full'), 'utf8').replace(
      'ค่าแรงเดือนธันวาคมยังไม่จ่าย',
      '<img src=x onerror=alert(1)>',
    ),
  );
  await page.reload();
  await choose(evil);
  await openFirst();
  assert.match((await words('.in1')).join(), /<img src=x onerror=alert\(1\)>/);
  assert.equal(await page.locator('.in1 img').count(), 0);
});

test('nobody who uses it without a mouse or with a screen reader is kept out', async () => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join()}`),
    [],
  );
});

test('it asked for nothing but itself, may not ask for more, and made no error', async () => {
  assert.ok(
    requests.length > 0 && requests.every((url) => url === pathToFileURL(saved).href),
    requests.join(),
  );
  assert.deepEqual(faults, []);
  const reached = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'reached',
      () => 'refused',
    ),
  );
  assert.equal(reached, 'refused');
  assert.match(faults.join(), /Content Security Policy/);
});

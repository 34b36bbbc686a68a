import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { buildAll } from '../../app/build.ts';
import { setupToken } from '../../app/features/network/index.ts';
import { type TestWorld, testWorld } from '../world.ts';
import { type Launched, launch } from './chromium.ts';
import { DESKTOP, shot } from './ground.ts';

let t: TestWorld;
let browser: Launched;
let base = '';
before(async () => {
  t = await testWorld({ built: await buildAll(), at: new Date().toISOString() });
  await t.app.listen({ host: 'localhost', port: 0 });
  base = `http://localhost:${(t.app.server.address() as AddressInfo).port}`;
  browser = await launch();
});
after(async () => {
  await browser.close();
  await t.close();
});

/** What an authenticator app shows for the key on the page (RFC 6238, SHA-1, 30 s, 6 digits). */
function sixDigits(key: string, seconds: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const at = (mac[19] ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function fillSetup(page: Page, token: string): Promise<void> {
  await page.getByLabel('Words on the terminal').fill(token);
  await page.getByLabel(/^Name/).nth(0).fill('Harbour Light');
  await page.getByLabel('Country').first().click();
  await page.getByRole('option', { name: 'Thailand' }).click();
  await page.getByLabel(/^Name/).nth(1).fill('Daw Hla');
  await page.getByLabel(/^E-mail/).fill('hla@harbour-light.example');
  await page.getByLabel(/^Password/).fill('not the passphrase');
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function choosePassphrase(page: Page, passphrase: string, button: string): Promise<void> {
  await page.getByLabel(/^Passphrase/).fill(passphrase);
  await page.getByLabel(/once more/).fill(passphrase);
  await page.getByRole('button', { name: button }).click();
}

const keysAreOpen = (page: Page): Promise<void> => page.getByText(/Keys open until/).waitFor();

async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel(/^Passphrase/).fill(passphrase);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

test('an empty installation is set up in the browser, and the printed kit opens the keys once the passphrase is forgotten', async () => {
  const page = await (await browser.visitor(DESKTOP)).newPage();
  page.setDefaultTimeout(25_000);
  await page.goto(`${base}/desk/setup`);
  await fillSetup(page, 'babab-babab-babab-babab');
  await page.getByText('These are not the words on the terminal').waitFor();
  await page.getByLabel('Words on the terminal').fill(setupToken(t.world));
  await page.getByRole('button', { name: 'Continue' }).click();

  const key =
    (await page.getByText(/type this key:/).innerText()).split(':')[1]?.replace(/[^A-Z2-7]/g, '') ?? '';
  await page.getByLabel(/Six digits/).fill(sixDigits(key, Date.now() / 1000));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await choosePassphrase(page, 'lotus river copper seven', 'Make my key');
  await page.getByRole('button', { name: 'Make the organisation’s key' }).click();
  await page.getByText('Recovery kit of Harbour Light').waitFor();
  await shot(page, 'setup-kit');
  const kit = [...(await page.locator('main').innerText()).matchAll(/^\d\s+([a-z]{5})$/gm)].map(
    ([, word]) => word ?? '',
  );
  assert.equal(kit.length, 8, 'eight words');
  const enter = page.getByRole('button', { name: 'Go to the desk' });
  assert.ok(await enter.isDisabled(), 'nobody goes on without having kept it');
  await page.getByLabel(/It is printed/).check();
  await enter.click();
  await keysAreOpen(page);

  await page.reload();
  await page.getByRole('button', { name: /I have forgotten it/ }).click();
  const words = page.getByLabel(/The eight words/);
  await words.fill(['babab', ...kit.slice(1)].join(' '));
  await choosePassphrase(page, 'another river copper seven', 'Open, and keep my new passphrase');
  await page.getByText('These words open nothing here.').waitFor();
  await words.fill(kit.join('  ').toUpperCase());
  await page.getByRole('button', { name: 'Open, and keep my new passphrase' }).click();
  await keysAreOpen(page);

  await page.reload();
  await unlock(page, 'lotus river copper seven');
  await page.getByText('This is not the passphrase of this key.').waitFor();
  await unlock(page, 'another river copper seven');
  await keysAreOpen(page);
});

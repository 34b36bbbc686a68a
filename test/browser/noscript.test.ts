import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { type Ground, ground, PHONE, shot } from './ground.ts';
import { atDesk } from './partner.ts';
import { formOf, openThread } from './worker.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g.close());

const WORDS = 'นายจ้างยึดหนังสือเดินทางของเรา';
const go = (page: Page) => page.locator('footer .btn:visible').click();
const choose = (page: Page, name: string, value: string) =>
  page.locator(`label:has(input[name=${name}][value="${value}"])`).click();

/** Every address that the phone asked for: none may carry a code or a word. */
function addressesOf(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => seen.push(decodeURIComponent(request.url())));
  return seen;
}

async function toTheLastScreen(page: Page): Promise<void> {
  await page.goto(`${g.base}/w/?l=th`);
  assert.ok(await page.locator('[data-plain]').isVisible(), 'it says that this way is less private');
  await go(page);
  assert.ok(await page.locator('[role=alert]').isVisible(), 'nothing chosen: said on the same screen');
  await choose(page, 'what', 'DOC');
  await go(page);
  await page.locator('input[name=name]').fill('plant two');
  await page.locator('button[value=search]').click();
  await page.locator('[data-places] label', { hasText: 'Heron Plant Two' }).click();
  await go(page);
  await page.locator('textarea[name=words]').fill(WORDS);
  await go(page);
  await page.locator('.top button[value=back]').click();
  assert.equal(await page.locator('textarea[name=words]').inputValue(), WORDS, 'back keeps the words');
  await go(page);
  await choose(page, 'when', 'week');
  await go(page);
  await choose(page, 'safe', 'code');
  await go(page);
  await choose(page, 'danger', 'P2');
  await go(page);
}

test('without script: report, code, answer, reply, and no code in any address', async () => {
  const visitor = await g.visitor({ ...PHONE, javaScriptEnabled: false });
  const phone = await visitor.newPage();
  const addresses = addressesOf(phone);
  await toTheLastScreen(phone);
  const check = (await phone.locator('main').textContent()) ?? '';
  assert.match(check, /Worker Line/);
  assert.ok(check.includes(WORDS) && check.includes('Heron Plant Two'));
  await shot(phone, 'noscript-check');
  await go(phone);
  const code = (await phone.locator('.code span').allTextContents()).join('').replace(/\s/g, '');
  assert.match(code, /^\d{20}$/);
  await shot(phone, 'noscript-code');

  const desk = await atDesk(g, 'Mon');
  await desk.locator('.it', { hasText: 'นายจ้าง' }).click();
  await desk.locator('.statement.worker', { hasText: WORDS }).waitFor();
  g.t.clock.forward(60);
  await desk.getByLabel('Your answer to the worker').fill('เราอ่านแล้ว');
  await desk.getByRole('button', { name: 'Send' }).last().click();
  await desk.locator('.statement.us', { hasText: 'เราอ่านแล้ว' }).waitFor();
  g.t.clock.forward(60);

  await openThread(phone, g.base, { code, language: 'th' });
  await phone.locator('.msg', { hasText: 'เราอ่านแล้ว' }).waitFor();
  await formOf(phone, 'reply').locator('textarea').fill('ยังไม่ได้คืน');
  await formOf(phone, 'reply').locator('button').click();
  await phone.locator('.msg.me', { hasText: 'ยังไม่ได้คืน' }).waitFor();
  await shot(phone, 'noscript-thread');
  g.t.clock.forward(60);
  await g.t.closeEpoch();
  await phone.locator('details:has(form input[value=proof]) summary').click();
  await formOf(phone, 'proof').locator('button').click();
  assert.match((await phone.locator('[data-text=proof]').textContent()) ?? '', /^\{"/);
  await phone.locator('details:has(form input[value=withdraw]) summary').click();
  await formOf(phone, 'withdraw').locator('button').click();
  await phone.locator('[role=status]').waitFor();
  assert.equal(await formOf(phone, 'withdraw').count(), 0, 'taken back once');

  assert.ok(addresses.length > 10);
  for (const address of addresses)
    assert.ok(
      !address.includes(code) && !address.includes(WORDS) && !/\d{4}[ +-]?\d{4}[ +-]?\d{4}/.test(address),
      address,
    );
  assert.deepEqual(await visitor.cookies(), []);
  assert.deepEqual(g.faults, []);
});

test('without script a wrong code opens nothing and says so in the worker’s language', async () => {
  const phone = await (await g.visitor({ ...PHONE, javaScriptEnabled: false })).newPage();
  await phone.goto(`${g.base}/w/open?l=th`);
  await phone.locator('input[name=code]').fill('1234 5678');
  await go(phone);
  await phone.locator('[data-problem="open.short"]').waitFor();
  assert.equal(await phone.locator('html').getAttribute('lang'), 'th');
});

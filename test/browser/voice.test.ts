import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { parsePolicy, verifyBundle, vkeyOf } from '../../ledger/index.ts';
import { fourWords } from '../../seal/index.ts';
import { logKey } from '../../app/features/log/index.ts';
import { type Ground, ground, PHONE, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';
import { fillReport, formOf, openThread, shownCode } from './worker.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g.close());

const WORDS = 'နှစ်လ လစာ မရသေးပါ။ ပတ်စပို့ကို သိမ်းထားသည်။';
const ANSWER = 'မင်္ဂလာပါ။ သင့်စာကို ဖတ်ပြီးပါပြီ။';
const REPLY = 'ယနေ့လည်း မရသေးပါ။';
const photo = () =>
  sharp({ create: { width: 1800, height: 900, channels: 3, background: '#a63' } })
    .withExif({ IFD0: { Copyright: 'WHERE-IT-WAS-TAKEN' } })
    .jpeg()
    .toBuffer();

test('a worker reports in Burmese, a case worker answers, the worker reads, replies, proves and takes back', async () => {
  const phone = await (await g.visitor(PHONE)).newPage();
  await phone.goto(`${g.base}/w/`);
  assert.equal(await phone.locator('html').getAttribute('lang'), 'my');
  await shot(phone, 'j1-first');
  await fillReport(phone, {
    language: 'my',
    categories: ['WAG', 'DOC'],
    place: 'Plant One',
    words: WORDS,
    photo: await photo(),
    danger: 'P1',
  });
  await phone.locator('[data-fill=fourwords]', { hasText: await fourWords(g.o.jwk) }).waitFor();
  assert.equal(await phone.locator('[data-fill=reader]').textContent(), 'Worker Line');
  assert.match((await phone.locator('[data-fill=words]').textContent()) ?? '', /နှစ်လ/);
  await shot(phone, 'j1-check');
  await phone.locator('[data-act=send]:visible').click();
  const code = await shownCode(phone);
  assert.match(code, /^\d{20}$/);
  await phone.locator('[data-end=code] details summary').click();
  assert.match((await phone.locator('[data-fill=receipt]').textContent()) ?? '', /^vouch\/1 receipt\n/);
  await shot(phone, 'j1-code');

  const desk = await atDesk(g, 'Mon');
  await desk.locator('.it', { hasText: 'နှစ်လ' }).click();
  await desk.locator('.statement.worker', { hasText: WORDS }).waitFor();
  await desk.getByText('compare them: page, poster, ledger').waitFor();
  await shot(desk, 'j1-thread');
  await desk.locator('.attachments button').click();
  await desk.locator('.statement.worker img').first().waitFor();
  g.t.clock.forward(60);
  await desk.getByLabel('Your answer to the worker').fill(ANSWER);
  await desk.getByRole('button', { name: 'Send', exact: false }).last().click();
  await desk.locator('.statement', { hasText: ANSWER }).waitFor();
  await shot(desk, 'j1-answered');

  g.t.clock.forward(60);
  const other = await (await g.visitor(PHONE)).newPage();
  await openThread(other, g.base, { code, language: 'my' });
  await other.locator('.msg', { hasText: ANSWER }).waitFor();
  assert.ok(!other.url().includes(code));
  await shot(other, 'j1-read');
  await formOf(other, 'reply').locator('textarea').fill(REPLY);
  await formOf(other, 'reply').locator('button').click();
  await other.locator('.msg.me', { hasText: REPLY }).waitFor();
  await desk.reload();
  await unlock(desk);
  await desk.locator('.statement.worker', { hasText: REPLY }).waitFor();

  g.t.clock.forward(10);
  await g.t.closeEpoch();
  await verifiesAlone(await proofOf(other));
  await other.locator('details:has(form input[value=withdraw]) summary').click();
  await formOf(other, 'withdraw').locator('button').click();
  await other.getByText('ဤစာကို သင် ပြန်ရုပ်သိမ်းခဲ့သည်။').waitFor();
  await shot(other, 'j1-withdrawn');
  await desk.reload();
  await unlock(desk);
  await desk.getByText('The worker took this back.').waitFor();
  assert.equal(await desk.getByText(REPLY).count(), 0, 'words that were taken back are read nowhere');
  await desk.getByText('0 wait').waitFor();
  await shot(desk, 'j1-taken-back');
  assert.deepEqual(g.faults, []);
});

/** The proof as the phone saves it. */
async function proofOf(page: Page): Promise<string> {
  await page.locator('details:has(form input[value=proof]) summary').click();
  await formOf(page, 'proof').locator('button').click();
  const saved = page.waitForEvent('download');
  await page.locator('button[data-save=proof]').click();
  const file = await saved;
  assert.equal(file.suggestedFilename(), 'note.vouch.jsonl', 'its name says nothing');
  return readFileSync(await file.path(), 'utf8');
}

async function verifiesAlone(bundle: string): Promise<void> {
  const policy = parsePolicy(`log ${vkeyOf(logKey(g.t.world)).vkey}\nquorum none\n`);
  assert.ok(typeof policy !== 'string', String(policy));
  const verdict = await verifyBundle([Buffer.from(bundle)], {
    policy,
    at: g.t.clock.now().getTime() / 1000,
  });
  assert.ok('unaltered' in verdict && verdict.unaltered, JSON.stringify(verdict));
}

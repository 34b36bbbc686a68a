// What goes back to those who spoke, at the desk: told in one act, a notice that two people make, a coordinator enrolled.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { type Worked, openedCase } from '../case.ts';
import { type Ground, PHONE, ground, shot } from './ground.ts';
import { atDesk } from './partner.ts';

let g: Ground;
let mon: Page;
let aye: Page;
let worked: Worked;
before(async () => {
  g = await ground();
  worked = await openedCase(g.t, g.o, 3);
  await worked.move('closed', 'resolved_by_information');
  mon = await atDesk(g, 'Mon');
  aye = await atDesk(g, 'Aye');
});
after(async () => {
  await g?.close();
  assert.deepEqual(g?.faults, []);
});

const community = async (page: Page) => {
  await page.getByRole('link', { name: 'Community', exact: true }).click();
  await page.getByRole('heading', { name: 'Public notices' }).waitFor();
};
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

test('everybody who spoke in a closed case is told in one act, each in the language of their report', async () => {
  await community(mon);
  await mon.getByText('3 workers to tell').waitFor();
  await button(mon, 'Write to them').click();
  await mon.locator('[data-telling] textarea').first().waitFor();
  const words = mon.locator('[data-telling] textarea').first();
  assert.match(await words.inputValue(), /What you told us has come to an end/);
  await words.fill('The passports are back with you.');
  await shot(mon, 'community-tell');
  await button(mon, 'Send to 3 workers').click();
  await mon.getByText('Everybody who spoke in a closed case has been told.').waitFor();
  for (const by of worked.phones) {
    const told = (await by.thread()).statements.filter(({ kind }) => kind === 'what_changed');
    assert.deepEqual(
      told.map(({ asks }) => asks?.kind),
      ['satisfaction'],
    );
  }
  assert.equal((await worked.desk.see('community/owed')).owed.length, 0);
});

test('a notice is written by one and published by another, and everybody reads it on a phone without script', async () => {
  await community(mon);
  await button(mon, 'Write a notice').click();
  const form = mon.locator('[data-notice-form]');
  await form.getByLabel('Country (two letters)').fill('TH');
  await form.getByLabel('Corridor, as MM-TH').fill('MM-TH');
  await form.getByLabel('Burmese: Heading').fill('သင့်ကတ်');
  await form.getByLabel('Burmese: Words').fill('သင့်ကတ်ကို ဘယ်သူမှ သိမ်းထားခွင့် မရှိပါ။');
  await form.getByLabel('English: Heading').fill('Your card');
  await form.getByLabel('English: Words').fill('Nobody may keep your card.');
  await form.getByRole('checkbox').check();
  await button(mon, 'Keep as a draft').click();
  await mon.locator('[data-notice=draft]').waitFor();
  assert.equal(await mon.locator('.barred', { hasText: 'you wrote it' }).count(), 1);
  await shot(mon, 'community-desk');
  await community(aye);
  await button(aye, 'Publish').click();
  await aye.locator('[data-notice=published]').waitFor();

  const worker = await (await g.visitor({ ...PHONE, javaScriptEnabled: false })).newPage();
  await worker.goto(`${g.base}/w/notices?l=my`);
  assert.match((await worker.locator('[data-notice]').textContent()) ?? '', /သိမ်းထားခွင့် မရှိပါ/);
  await shot(worker, 'community-board-my');
  const listening = await (await g.visitor(PHONE)).newPage();
  await listening.goto(`${g.base}/w/notices?l=my`);
  await listening.locator('[data-notice] [data-listen]:visible').waitFor();
});

test('whoever leads enrols a coordinator, whose slip is shown once; a colleague can’t', async () => {
  await community(aye);
  await aye.getByLabel(/^Name/).fill('Daw Hla');
  await aye.getByLabel('Village or area').fill('Mahachai');
  await button(aye, 'Enrol').click();
  const slip = await aye.locator('[data-slip] .kitcode').textContent();
  assert.match((slip ?? '').replace(/\D/g, ''), /^\d{20}$/);
  await shot(aye, 'community-slip');
  await button(aye, 'I have handed it over').click();
  await aye.locator('[data-coordinator=invited]', { hasText: 'Daw Hla' }).waitFor();
  await community(mon);
  assert.equal(await button(mon, 'Enrol').count(), 0);
});

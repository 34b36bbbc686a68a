import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { addIssue, intoCase, openFromInbox } from './casework.ts';
import { type Ground, PHONE, ground, shot } from './ground.ts';
import { atDesk } from './partner.ts';
import { openThread, reportByScript } from './worker.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g.close());

const WORDS = 'They keep our passports in the office.';

test('a worker says how to be reached and touches “punished”; the desk has it first, and one member loses the case', async () => {
  const worker = await (await g.visitor({ ...PHONE, locale: 'en-GB' })).newPage();
  const given = {
    language: 'en',
    categories: ['DOC'],
    place: 'plant one',
    words: WORDS,
    danger: 'P2',
  } as const;
  const code = await reportByScript(worker, g.base, given);
  await openThread(worker, g.base, { code, language: 'en' });
  await worker.getByText('How you may reach me').click();
  await worker.locator('label:has(input[name=way][value=line])').click();
  await worker.locator('label:has(input[name=never_call])').click();
  await worker.locator('form:has(input[value=contact]) textarea[name=words]').fill('Ask for Auntie first.');
  await shot(worker, 'protection-wish');
  await worker.locator('form:has(input[value=contact]) button.btn').click();
  await worker.locator('.msg.me', { hasText: 'How I may be reached' }).waitFor();
  await worker.getByText('Somebody punishes me for speaking').click();
  await shot(worker, 'protection-flag');
  await worker.getByRole('button', { name: 'They threaten me' }).click();
  await worker.locator('.msg.me', { hasText: 'They threaten me' }).waitFor();

  const kinds = await g.t.world.jobs.read({}, (db) => db.selectFrom('statement').select('kind').where('by_org', 'is', null).execute()); // prettier-ignore
  assert.deepEqual(
    [...new Set(kinds.map(({ kind }) => kind))].sort(),
    ['message', 'report'],
    'the ledger tells',
  );

  const mon = await atDesk(g, 'Mon');
  await openFromInbox(mon, WORDS);
  const strip = mon.getByRole('note', { name: 'How this worker may be reached' });
  await strip.getByText('Only by LINE').waitFor();
  await mon.getByText('The worker says: threatened').waitFor();
  assert.ok(await mon.locator('.bar1 .urg.p1').isVisible(), 'it is at least P1');
  await mon.getByRole('button', { name: 'That is what it was' }).click();
  await mon.getByText('Hidden from the business until decided.').waitFor();
  await shot(mon, 'protection-thread');
  await intoCase(mon);
  await addIssue(mon, 'GRV-03');
  await mon.getByRole('tab', { name: 'Protection' }).click();
  await mon.getByRole('heading', { name: 'Safety plan' }).waitFor();
  await shot(mon, 'protection-case');
  await mon.getByRole('button', { name: 'Yes, the worker agrees' }).click();
  await mon.getByText('The worker has not agreed').waitFor();
  await mon.getByRole('button', { name: 'No, keep it back' }).click();
  await mon.getByText('Kept back from the business.').waitFor();

  await mon.getByRole('button', { name: 'I have a conflict of interest' }).click();
  await mon.getByRole('dialog').getByRole('button', { name: 'Take it away from me' }).click();
  await mon.getByRole('dialog').waitFor({ state: 'detached' });
  await mon.getByRole('link', { name: 'Inbox', exact: true }).click();
  await mon.getByRole('heading', { level: 1 }).first().waitFor();
  await mon.getByText(WORDS).first().waitFor({ state: 'detached' });
  const aye = await atDesk(g, 'Aye');
  await openFromInbox(aye, WORDS);
  assert.deepEqual(g.faults, []);
});

test('on a phone in Burmese the touch fits; without script it works too', async () => {
  const phone = await (await g.visitor(PHONE)).newPage();
  const given = {
    language: 'my',
    categories: ['DOC'],
    place: 'plant one',
    words: 'နိုင်ငံကူးလက်မှတ်',
    danger: 'P2',
  } as const;
  const code = await reportByScript(phone, g.base, given);
  await openThread(phone, g.base, { code, language: 'my' });
  await phone.locator('details.safety summary').click();
  await shot(phone, 'protection-flag-my');
  assert.doesNotMatch(await phone.locator('main').innerText(), /\bsafety\.\w/, 'a word is missing');
  const width = await phone.evaluate<number>('document.documentElement.scrollWidth');
  assert.ok(width <= 360, `the page is ${width} px wide`);
  for (const button of await phone.locator('details.safety button').all())
    assert.ok(((await button.boundingBox())?.height ?? 0) >= 44, 'a target of less than 44 px');
  const plain = await (await g.visitor({ ...PHONE, javaScriptEnabled: false })).newPage();
  await openThread(plain, g.base, { code, language: 'my' });
  await plain.locator('details.safety summary').click();
  await plain.locator('details.safety form:has(input[name=value][value=police]) button').click();
  await plain.locator('.msg.me', { hasText: 'ရဲ' }).waitFor();
  assert.deepEqual(g.faults, []);
});

// Few could know it: the desk warns, the worker decides on a phone, and only then is the business told. And a business
// that begins to look at its own recruitment.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { desk } from '../phone.ts';
import { type Ground, PHONE, ground, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';
import { formOf, openThread, reportByScript } from './worker.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g?.close());

const SCOPES = ['case_handling', 'share_case_without_identity_with_employer'];
const TOLD = 'Wages of a small group are held back.';

test('a worker is asked before a business that could guess is told, and the answer is about this text', async () => {
  const phone = await (await g.visitor({ ...PHONE, locale: 'en-GB' })).newPage();
  const given = {
    language: 'en',
    categories: ['WAG'],
    place: 'Plant One',
    words: 'Only I know this.',
    danger: 'P2',
  } as const;
  const code = await reportByScript(phone, g.base, given);
  g.t.clock.forward(60);
  const api = await desk(g.t, g.o, g.o.caseworker);
  const [row] = (await api.see('inbox?state=all')).rows;
  const caseId = randomUUID();
  await api.done(`threads/${row.docket}/${row.threadId}/case`, { caseId, distinct: 'distinct' });
  const at = `cases/${row.docket}/${caseId}`;
  const move = async (to: string) =>
    api.done(`${at}/transitions`, {
      to,
      reason: 'As agreed in the team.',
      seq: (await api.see(at)).case.seq,
    });
  await move('acknowledged');
  await move('triaged');
  const grades = { scale: 2, scope: 1, irremediability: 1, affected: { unknown: true } };
  await api.done(`${at}/issues`, { issueId: randomUUID(), code: 'WAG-01', ...grades });
  await move('consent_pending');
  const said = { scopes: SCOPES, value: 'given', answerStatement: row.threadId };
  await api.done(`${at}/consents`, { threadDocket: row.docket, threadId: row.threadId, ...said });
  await move('consented');

  const page = await atDesk(g, 'Mon');
  await page.goto(`${g.base}/desk/${at}`);
  await unlock(page);
  await page.getByRole('button', { name: 'Write a disclosure' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Words to the business').fill(TOLD);
  await dialog.getByText('Fewer than ten could know this').waitFor();
  await shot(page, 'business-guard');
  await dialog.getByRole('button', { name: 'Ask for the go-ahead' }).click();
  await dialog.getByText('asked, no answer yet').waitFor();
  const send = dialog.getByRole('button', { name: 'Send to the business' });
  assert.ok(await send.isDisabled(), 'not before the warning was read');
  await dialog.getByRole('checkbox').check();
  await send.click();
  await dialog.getByText('wait for the go-ahead').waitFor();

  await openThread(phone, g.base, { code, language: 'en' });
  const form = formOf(phone, 'answer');
  await form.getByText('They ask you: may we go ahead?').waitFor();
  await phone.getByText(TOLD).waitFor();
  await form.scrollIntoViewIfNeeded();
  await shot(phone, 'business-phone-go-ahead');
  await form.locator('label:has(input[name=value][value=given])').click();
  await form.getByRole('button', { name: 'Send', exact: true }).click();
  await phone.locator('[role=status]', { hasText: 'Sent' }).waitFor();
  await phone.getByText('You answered: Yes, go ahead').waitFor();

  const [ask] = (await api.see(`${at}/business`)).goAheads;
  assert.equal(ask.answered, true);
  await api.done(`${at}/asks/${ask.askId}/code`, { value: 'given' });
  await page.reload();
  await unlock(page);
  await page.getByRole('button', { name: 'Write a disclosure' }).click();
  await dialog.getByLabel('Words to the business').fill(TOLD);
  await dialog.getByText('said: go ahead').waitFor();
  await dialog.getByRole('checkbox').check();
  await send.click();
  await page.locator('.statement.us', { hasText: TOLD }).waitFor();
  const hr = await desk(g.t, g.o, g.o.hr);
  assert.equal((await hr.see('disclosures')).rows.length, 1);
  assert.deepEqual(g.faults, []);
});

test('a business begins with its recruitment, answers by the keyboard, and plans a first step', async () => {
  const page = await atDesk(g, 'Hari');
  await page.getByRole('link', { name: 'Improvement', exact: true }).click();
  await page.getByText('Begin by answering what is in place today').waitFor();
  await shot(page, 'improvement-empty');
  await page.keyboard.press('b');
  await page.getByText('0 of 22 answered').waitFor();
  const first = page.getByRole('radiogroup').first();
  await first.getByLabel('Partly').focus();
  await page.keyboard.press('Space');
  await page.getByText('1 of 22 answered').waitFor();
  await page.getByRole('button', { name: 'Add a task' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('What is to be done').fill('Ask new workers what they paid.');
  await form.getByRole('combobox', { name: 'Area' }).click();
  await form.getByRole('option', { name: 'Fees and costs' }).click();
  await form.getByRole('combobox', { name: 'Who does it' }).click();
  await form.getByRole('option', { name: 'Recruitment' }).click();
  await form.getByLabel('By when').fill('2030-01-31');
  await form.getByRole('button', { name: 'Keep' }).click();
  await page.getByText('Ask new workers what they paid.').waitFor();
  await shot(page, 'improvement-begun');
  await page.setViewportSize({ width: 360, height: 640 });
  await shot(page, 'improvement-phone');
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  assert.ok(wide <= 360, `${wide} px wide`);
  assert.deepEqual(g.faults, []);
});

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import {
  addIssue,
  askConsent,
  askWorkers,
  caseNumber,
  endRound,
  intoCase,
  openCase,
  openFromInbox,
  recordAnswers,
  step,
  tellBusiness,
} from './casework.ts';
import { type Ground, PHONE, shot } from './ground.ts';
import { unlock } from './partner.ts';
import { formOf, openThread, reportByScript } from './worker.ts';

/** Both sides of one remedy; who does what is the same, whatever the workers say at the end. */
export type Story = { g: Ground; desk: Page };
export type Voice = { words: string; code: string };
const TOLD = 'Passports of workers are kept in the office.';
export type Outcome = 'fully' | 'partly' | 'not';
const SCOPES = ['case_handling', 'share_case_without_identity_with_employer'];

/** Each worker with a phone of their own. */
export async function speak(g: Ground, name: string, count: number): Promise<Voice[]> {
  const voices: Voice[] = [];
  for (let n = 1; n <= count; n++) {
    const phone = await (await g.visitor({ ...PHONE, locale: 'en-GB' })).newPage();
    const words = `${name} number ${n}: they keep my passport in the office`;
    const given = { language: 'en', categories: ['DOC'], place: 'Plant One', words, danger: 'P2' } as const;
    voices.push({ words, code: await reportByScript(phone, g.base, given) });
    await phone.context().close();
    g.t.clock.forward(60);
  }
  return voices;
}

/** The worker opens the thread on a phone that never saw it, and answers what is asked. */
async function answer(
  g: Ground,
  voice: Voice,
  act: 'consent' | 'remedy',
  value: 'yes' | Outcome,
): Promise<void> {
  g.t.clock.forward(60);
  const phone = await (await g.visitor({ ...PHONE, locale: 'en-GB' })).newPage();
  await openThread(phone, g.base, { code: voice.code, language: 'en' });
  const form = formOf(phone, act);
  if (act === 'consent')
    for (const scope of SCOPES)
      await form.locator(`label:has(input[name="scope.${scope}"][value=yes])`).click();
  else await form.locator(`label:has(input[name=outcome][value=${value}])`).click();
  await shot(phone, `j5-phone-${act}`);
  await form.getByRole('button', { name: 'Send', exact: true }).click();
  await phone.locator('[role=status]', { hasText: 'Sent' }).waitFor();
  await phone.context().close();
}

/** Up to the business's own screen: reports, case, issue, consent of everybody, disclosure. */
export async function told({ g, desk }: Story, voices: readonly Voice[]): Promise<string> {
  let number: string | undefined;
  for (const voice of voices) {
    await openFromInbox(desk, voice.words);
    await intoCase(desk, number);
    number ??= await caseNumber(desk);
  }
  assert.ok(number);
  await step(desk, 'Acknowledge', 'Acknowledged');
  await step(desk, 'Triage', 'Triaged');
  await addIssue(desk, 'DOC-01');
  await step(desk, 'Ask for consent', 'Consent asked');
  for (const voice of voices) {
    await openFromInbox(desk, voice.words);
    await askConsent(desk, ['Handle the case', 'Tell employer, no name']);
  }
  for (const voice of voices) await answer(g, voice, 'consent', 'yes');
  await desk.reload();
  await unlock(desk);
  await openCase(desk, number);
  assert.equal(await recordAnswers(desk), voices.length);
  await step(desk, 'Record consent', 'Consented');
  await tellBusiness(desk, TOLD);
  await shot(desk, 'j5-case-told');
  return number;
}

async function proposes(hr: Page): Promise<void> {
  await hr.getByRole('link', { name: 'Disclosures', exact: true }).click();
  await hr.reload();
  await unlock(hr);
  // What nobody answered yet.
  await hr.locator('.list .it.told:not(.read)').click();
  await hr.locator('p.told', { hasText: TOLD }).waitFor();
  await shot(hr, 'j5-employer-told');
  await hr.getByRole('button', { name: 'Propose an action' }).click();
  const form = hr.getByRole('dialog');
  await form.getByLabel('What you will do').fill('Every passport goes back, with a locker for each worker.');
  await form.getByRole('combobox', { name: 'Kind of remedy' }).click();
  await form.getByRole('option', { name: 'Give back' }).click();
  await form.getByRole('combobox', { name: 'Root cause' }).click();
  await form.getByRole('option', { name: 'A rule is missing' }).click();
  await form.getByLabel('By when').fill('2027-01-31');
  await form.getByRole('button', { name: 'Send proposal' }).click();
  await form.waitFor({ state: 'detached' });
  await hr.getByText('Your action: Give back').waitFor();
}

async function reportsDone(hr: Page): Promise<void> {
  await hr.getByRole('button', { name: 'Report done' }).click();
  const form = hr.getByRole('dialog');
  await form.getByLabel('What was done').fill('All passports were given back on Monday.');
  const picture = await sharp({ create: { width: 640, height: 400, channels: 3, background: '#567' } })
    .jpeg()
    .toBuffer();
  await form
    .locator('input[type=file]')
    .setInputFiles({ name: 'lockers.jpg', mimeType: 'image/jpeg', buffer: picture });
  await form.getByRole('button', { name: 'Report done' }).click();
  await form.waitFor({ state: 'detached' });
  await shot(hr, 'j5-employer-done');
  await hr.getByText('Said done').first().waitFor();
}

/** Business and case worker, up to the question to the workers, who answer on their phones. */
export async function remedied(
  { g, desk }: Story,
  hr: Page,
  number: string,
  answers: readonly (readonly [Voice, Outcome])[],
): Promise<void> {
  await proposes(hr);
  await openCase(desk, number);
  await step(desk, 'Plan proposed', 'Plan proposed');
  await step(desk, 'Agree to the plan', 'Plan agreed');
  await step(desk, 'Remedy starts', 'Remedy under way');
  await reportsDone(hr);
  await desk.reload();
  await unlock(desk);
  await step(desk, 'Business says done', 'Business says done');
  await step(desk, 'Go and ask workers', 'Workers are asked');
  await askWorkers(desk, answers.length);
  for (const [voice, outcome] of answers) await answer(g, voice, 'remedy', outcome);
  await desk.reload();
  await unlock(desk);
  assert.equal(await recordAnswers(desk), answers.length);
  await endRound(desk);
}

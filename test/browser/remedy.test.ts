import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import {
  addIssue,
  askConsent,
  askWorkers,
  caseNumber,
  intoCase,
  openCase,
  openFromInbox,
  recordAnswers,
  step,
  tellBusiness,
} from './casework.ts';
import { type Ground, ground, PHONE, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';
import { formOf, openThread, reportByScript } from './worker.ts';

let g: Ground;
let desk: Page;
before(async () => {
  g = await ground();
});
after(() => g.close());

type Voice = { words: string; code: string };
const TOLD = 'Passports of workers are kept in the office.';
type Outcome = 'fully' | 'partly' | 'not';
const SCOPES = ['case_handling', 'share_case_without_identity_with_employer'];

/** Each worker with a phone of their own. */
async function speak(name: string, count: number): Promise<Voice[]> {
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
async function answer(voice: Voice, act: 'consent' | 'remedy', value: 'yes' | Outcome): Promise<void> {
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
async function told(voices: readonly Voice[]): Promise<string> {
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
  for (const voice of voices) await answer(voice, 'consent', 'yes');
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
async function remedied(
  hr: Page,
  number: string,
  voices: readonly Voice[],
  outcomes: readonly Outcome[],
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
  await askWorkers(desk, voices.length);
  for (const [n, voice] of voices.entries()) await answer(voice, 'remedy', outcomes[n] ?? 'fully');
  await desk.reload();
  await unlock(desk);
  assert.equal(await recordAnswers(desk), voices.length);
}

test('workers agree that it is done: verified by both sides', async () => {
  const voices = await speak('Agreement', 2);
  desk = await atDesk(g, 'Mon');
  const number = await told(voices);
  const hr = await atDesk(g, 'Hari');
  await remedied(hr, number, voices, ['fully', 'fully']);
  await desk.locator('tr', { hasText: 'DOC-01' }).getByText('Verified by both').waitFor();
  await shot(desk, 'j5-verified');
  await step(desk, 'Verified by workers', 'Verified by both');
  assert.deepEqual(g.faults, []);
});

/** Everything that the server ever answered to this person's browser, by address. */
function answersTo(page: Page): Map<string, string> {
  const seen = new Map<string, string>();
  page.on('response', (response) => {
    if (response.url().includes('/api/'))
      void response.text().then(
        (text) => seen.set(`${response.request().method()} ${response.url()} ${seen.size}`, text),
        () => undefined,
      );
  });
  return seen;
}

test('of three workers two say not: disputed, and the business learns nothing of who, when or how many', async () => {
  const voices = await speak('Dispute', 3);
  desk = await atDesk(g, 'Mon');
  const number = await told(voices);
  const hr = await atDesk(g, 'Hari');
  const answers = answersTo(hr);
  await remedied(hr, number, voices, ['not', 'fully', 'not']);
  await desk.locator('tr', { hasText: 'DOC-01' }).getByText('Disputed by workers').waitFor();
  const verify = desk.locator('.transitions').getByRole('button', { name: 'Verified by workers' });
  assert.ok(await verify.isDisabled(), 'nor can the case worker wish it away');
  await shot(desk, 'j5-disputed');
  await step(desk, 'Workers dispute it', 'Disputed');

  await hr.reload();
  await unlock(hr);
  await hr.locator('.detail').getByText('Disputed: workers do not agree').waitFor();
  await shot(hr, 'j5-employer-disputed');
  for (const name of ['Close', 'Mark verified'])
    assert.ok(await hr.locator('.detail').getByRole('button', { name, exact: true }).isDisabled(), name);
  await seesNobody(hr, answers, voices);
  await cannotClose(hr);
  assert.deepEqual(g.faults, []);
});

/** Names, times of day, threads, languages and numbers of those who spoke. */
async function seesNobody(hr: Page, answers: Map<string, string>, voices: readonly Voice[]): Promise<void> {
  const threads = await g.t.world.app.read({ org: g.o.org, kind: 'cso' }, (db) =>
    db.selectFrom('thread').select(['thread_id', 'case_id']).execute(),
  );
  const shown = [await hr.locator('body').innerText()];
  for (const link of await hr.locator('nav.rail a').all()) {
    await link.click();
    await hr.waitForLoadState('networkidle');
    shown.push(await hr.locator('body').innerText());
  }
  assert.ok(shown.length > 2 && answers.size > 5);
  const told = [...answers].filter(([address]) => address.includes('/disclosures'));
  assert.ok(told.length > 3);
  const secrets = [
    ...voices.flatMap(({ words, code }) => [words, code]),
    ...threads.flatMap((t) => [t.thread_id, t.case_id ?? 'case']),
  ];
  for (const [where, text] of [...answers, ...shown.map((text, n): [string, string] => [`page ${n}`, text])])
    for (const secret of secrets) assert.ok(!text.includes(secret), `${where} holds ${secret}`);
  for (const [where, text] of told) {
    assert.doesNotMatch(text, /\d\d:\d\d:\d\d/, `${where} tells a time of day`);
    assert.doesNotMatch(text, /fully|partly|"not"|asked|answers|distinct|voices|language|"Mon"/, where);
  }
  for (const text of shown) assert.doesNotMatch(text, /\b(two|three|[23]) (of|workers?|answers?)\b/, text);
}

/** Not by a button, and not by asking the server without one. */
async function cannotClose(hr: Page): Promise<void> {
  const [row] = await g.t.world.app.read({ org: g.o.org, kind: 'cso' }, (db) =>
    db.selectFrom('case_file').select(['docket_id', 'case_id']).execute(),
  );
  assert.ok(row);
  const close = {
    to: 'closed',
    reason: 'We are done here',
    closure: 'remediated_verified_by_worker',
    seq: 1,
  };
  const there = `${g.base}/api/v1/desk/cases/${row.docket_id}/${row.case_id}`;
  const nowhere = `${g.base}/api/v1/desk/cases/${row.docket_id}/00000000-0000-4000-8000-000000000000`;
  const headers = { origin: g.base };
  const refused = await hr.request.post(`${there}/transitions`, { data: close, headers });
  const absent = await hr.request.post(`${nowhere}/transitions`, { data: close, headers });
  assert.ok(refused.status() >= 400);
  assert.deepEqual([refused.status(), await refused.text()], [absent.status(), await absent.text()]);
  assert.equal((await hr.request.get(there)).status(), (await hr.request.get(nowhere)).status());
}

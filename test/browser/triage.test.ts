// J2: a hotline operator's shift. Twenty wait; every key is counted.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { keepProtection } from '../../app/features/protection/index.ts';
import { type Desk, type Phone, desk, phone } from '../phone.ts';
import { type Ground, PHONE, ground, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';
import { openThread } from './worker.ts';

let g: Ground;
let mon: Desk;
let aye: Desk;
let admin: pg.Client;
let agency: Phone;
let known: Phone;
let page: Page;

const KNOWN = 'They know that I called you. The guard took my phone.';
const INFO = ['Where can I renew my pink card?', 'How do I renew a pink card for my wife?'];
const JOB = 'An agent offers me a job in Malaysia and asks 3000.';
const AGENCY = 'Golden Bridge agency kept my deposit.';
/** What is done with the rest, and by which keys. */
const ROUTINE: readonly [words: string, n: number, keys: readonly string[]][] = [
  ['Our pay is late', 4, ['M', 'G']],
  ['Please call somebody for us', 3, ['H', 'G']],
  ['They cut us for the room', 3, ['Q', 'Control+Enter', 'G']],
  ['I send the paper next week', 3, ['Z', 'Enter']],
  ['They keep our papers', 1, ['U', 'G']],
  ['No rest day since June', 1, ['C', 'Enter']],
];

before(async () => {
  g = await ground();
  mon = await desk(g.t, g.o, g.o.caseworker);
  aye = await desk(g.t, g.o, g.o.lead);
  admin = new pg.Client({ connectionString: g.t.adminUrl });
  await admin.connect();
  const say = (words: string, over: Record<string, string[]> = {}) =>
    phone(g.t, g.o, { words: [words], danger: ['P2'], ...over });
  agency = await say(AGENCY);
  for (const words of INFO) await say(words, { what: ['INF'], danger: ['P3'] });
  await say(JOB, { where: ['unsaid'], what: ['REC'] });
  for (const [words, n] of ROUTINE) for (let i = 0; i < n; i++) await say(`${words} (${i + 1}).`);
  known = await say(KNOWN, { danger: ['P3'] });
  const entry = { version: 0, topic: 'INF-03', country: 'TH', place: 'Samut Sakhon', phone: '1506', address: '', validUntil: '2030-12-31' }; // prettier-ignore
  await aye.done(`triage/entries/${randomUUID()}`, {
    ...entry,
    title: 'Renew the pink card',
    texts: { en: 'Go to the employment office with your pink card. It is free.' },
  });
  await aye.done(`triage/entries/${randomUUID()}`, {
    ...entry,
    topic: 'INF-04',
    title: 'Clinic',
    texts: { en: 'The clinic is open every day.' },
  });
});
after(async () => {
  await admin?.end();
  await g?.close();
});

const row = async (p: Phone) => (await aye.see(`threads/${p.docket}/${p.threadId}`)).thread;
const title = (on: Page) => on.locator('.detail .statement.worker .said').first();

test('who is known to have called stands first, with one hour and a safety plan, and nothing of it at the employer', async () => {
  page = await atDesk(g, 'Mon');
  const first = page.locator('.queue .it').first();
  await first.locator('.heedc', { hasText: 'they know' }).waitFor();
  assert.match(await first.innerText(), /They know that I called you/);
  const at = await row(known);
  assert.ok(at.knownAt);
  const left = Date.parse(at.dueAt) - g.t.clock.now().getTime();
  assert.ok(left > 0 && left <= 3_600_000, `${left} ms`);
  assert.match(
    await page.locator('.queue .grp').first().innerText(),
    /THEY KNOW I CALLED|They know I called/,
  );
  await keepProtection(g.t.world);
  const plans = (await aye.see(`threads/${known.docket}/${known.threadId}/protection`)).plans;
  assert.deepEqual(
    plans.map((p: { why: string; state: string }) => p.why),
    ['known'],
    'a plan is open by itself',
  );
  const told = await admin.query('select * from vouch.alert where org_id = $1', [g.o.org]);
  assert.ok(told.rows.length > 0, 'somebody on call is told');
  assert.ok(!JSON.stringify(told.rows).includes(known.threadId), 'and nothing else');
  const hr = await atDesk(g, 'Hari');
  await hr.locator('nav.rail').waitFor();
  const seen = await desk(g.t, g.o, g.o.hr);
  for (const path of ['disclosures', 'members', 'watch', 'me'])
    assert.ok(!(await seen.get(path)).text.includes(known.threadId), path);
  assert.doesNotMatch(await hr.locator('body').innerText(), /called|known|guard/i);
  await shot(page, 'queue-wide');
});

test('twenty items by keys, three for a routine one at most', async () => {
  let keys = 0;
  const counts: { words: string; keys: number }[] = [];
  const press = async (key: string) => {
    keys++;
    await page.keyboard.press(key);
  };
  const waits = async (): Promise<string> => {
    await page.locator('.detail .qbar').waitFor();
    return (await title(page).innerText()).trim();
  };
  await page.locator('.queue .it').nth(3).waitFor();
  await press('J');
  assert.equal(await waits(), KNOWN, 'J opens the one on top');
  await page.locator('.knownbar').waitFor();
  await shot(page, 'known-wide');
  const left = new Set<string>();
  for (let words = await waits(), i = 0; i < 20; i++) {
    keys = 0;
    assert.ok(!left.has(words), `${words} came twice`);
    left.add(words);
    await work(words, press);
    counts.push({ words, keys });
    if (i === 19) break;
    await another(words);
    words = await waits();
  }
  assert.equal(left.size, 20);
  const most = Math.max(...counts.map((c) => c.keys));
  console.log(`keys: ${counts.reduce((n, c) => n + c.keys, 0)} for ${counts.length} items, ${most} at most`);
  for (const c of counts) assert.ok(c.keys <= 3, `${c.words}: ${c.keys} keys`);
  await isDone();
});

/** Until another item stands open. */
async function another(than: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if ((await title(page).count()) > 0 && (await title(page).innerText()).trim() !== than) return;
    await page.waitForTimeout(25);
  }
  await shot(page, 'stuck');
  assert.fail(`stuck at ${than}`);
}

async function work(words: string, press: (key: string) => Promise<void>): Promise<void> {
  if (INFO.includes(words)) {
    await press('I');
    const dialog = page.getByRole('dialog');
    await dialog.locator('.pickrow.chosen', { hasText: 'pink card' }).waitFor();
    await dialog.locator('input:focus').waitFor();
    if (words === INFO[0]) await shot(page, 'directory-wide');
    return press('Enter');
  }
  if (words === JOB) {
    await press('B');
    await page.locator('.qbar [aria-pressed=true]', { hasText: 'Looks for work' }).waitFor();
    return press('G');
  }
  const routine = ROUTINE.find(([start]) => words.startsWith(start));
  for (const key of routine?.[2] ?? ['M', 'G']) {
    if (key === 'Enter') await page.getByRole('dialog').locator(':is(input, button):focus').waitFor();
    if (key === 'G') await settled();
    await press(key);
  }
  if (routine?.[2][0] !== 'C') return;
  await page.locator('.stepsbar').waitFor();
  assert.ok(page.url().includes('/cases/'));
  await press('G');
}

/** What was written is sent: the keys are the desk’s again. */
const settled = () => page.locator('textarea:focus').waitFor({ state: 'detached' });

async function isDone(): Promise<void> {
  // The last answer is still on its way when the last key is pressed.
  for (let i = 0; i < 200 && (await aye.see('inbox?state=answered')).total < 5; i++)
    await page.waitForTimeout(25);
  const all = (await aye.see('inbox?state=all&snoozed=any')).rows as { help: boolean; state: string; assignee: object | null; snoozedUntil: string | null; jobseeker: boolean; urgency: string; caseNumber: number | null }[]; // prettier-ignore
  const n = (is: (r: (typeof all)[number]) => unknown) => all.filter((r) => is(r)).length;
  assert.equal(all.length, 20);
  assert.deepEqual(
    {
      answered: n((r) => r.state === 'answered'),
      mine: n((r) => r.assignee),
      later: n((r) => r.snoozedUntil),
      jobseekers: n((r) => r.jobseeker),
      raised: n((r) => r.urgency === 'P1'),
      cases: n((r) => r.caseNumber !== null),
    },
    { answered: 5, mine: 6, later: 3, jobseekers: 1, raised: 1, cases: 1 },
  );
  const help = (await aye.see('triage/help')).months;
  assert.deepEqual(
    [help.length, help[0].topic, help[0].n],
    [1, 'INF-03', 2],
    'two questions, counted as help',
  );
  assert.equal((await admin.query('select 1 from vouch.issue')).rows.length, 0, 'and not as issues');
}

test('the operator’s brother runs the agency: it is gone from list, search, counts and what is taken away', async () => {
  const at = `threads/${agency.docket}/${agency.threadId}`;
  const before = (await mon.see('inbox?state=all&snoozed=any')).total;
  await mon.done(`${at}/recusals`, { recusalId: randomUUID(), why: 'family' });
  for (const path of [at, `triage/${at}`, `${at}/protection`])
    assert.equal((await mon.get(path)).status, 404, path);
  const list = await mon.see('inbox?state=all&snoozed=any');
  assert.equal(list.total, before - 1);
  assert.ok(!JSON.stringify(list).includes(agency.threadId));
  const counted = (who: { counts: Record<string, number> }) => Object.values(who.counts).reduce((a, b) => a + b, 0); // prettier-ignore
  assert.equal(counted(await mon.see('inbox')), counted(await aye.see('inbox')) - 1);
  for (const act of ['urgency', 'assign', 'later', 'ties'])
    assert.ok([404, 422].includes((await mon.post(`triage/${at}/${act}`, { to: null, was: null, known: true })).status)); // prettier-ignore
  assert.equal((await mon.post(`triage/${at}/assign`, { to: null, was: null })).status, 404);
  assert.equal((await aye.see(at)).thread.threadId, agency.threadId, 'the lead has it');
  await g.t.closeEpoch();
  const taken = async (who: Desk) => (await who.get(`evidence/docket/${agency.docket}`)).text;
  assert.ok(!(await taken(mon)).includes(agency.threadId), 'nor in what is taken away');
  await page.reload();
  await unlock(page);
  await page.locator('.queue .it').first().waitFor();
  await page.locator('[data-search]').fill('Golden Bridge');
  await page.getByText('Nothing found').waitFor();
  await page.goto(`${g.base}/desk/inbox/${agency.docket}/${agency.threadId}`);
  await unlock(page);
  await page.locator('.detail [role=alert]', { hasText: 'There is nothing here' }).waitFor();
});

test('a call is written down: the worker’s code opens it on a phone', async () => {
  await page.goto(`${g.base}/desk/inbox`);
  await unlock(page);
  await page.locator('.queue .it').first().waitFor();
  await page.keyboard.press('W');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What the worker said').fill('လုပ်ငန်းရှင်က လစာမပေးပါ');
  await dialog.getByLabel('The worker knows that it is written down').check();
  await shot(page, 'written-wide');
  await dialog.getByRole('button', { name: 'Seal and keep' }).click();
  const code = ((await dialog.locator('[data-code]').innerText()) ?? '').replace(/\D/g, '');
  assert.equal(code.length, 20);
  await dialog.getByRole('button', { name: 'The worker has it' }).click();
  await page.locator('.queue .it', { hasText: 'လုပ်ငန်းရှင်က' }).locator('text=written down').waitFor();
  const worker = await (await g.visitor(PHONE)).newPage();
  await openThread(worker, g.base, { code, language: 'my' });
  assert.match(await worker.locator('.msgs').innerText(), /လုပ်ငန်းရှင်က/);
  await shot(worker, 'written-phone');
  assert.deepEqual(g.faults, []);
});

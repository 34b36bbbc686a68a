// J9: three cases in two countries name one broker. The labour office gets a pattern, and the record of who agreed; it acts,
// and what the workers then have is counted under the state. One of the three refuses: nothing of that worker leaves.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { sql } from 'kysely';
import type { Other } from '../../app/features/joint/joint.fixture.ts';
import {
  AUTHORITY,
  askFor,
  between,
  labourOffice,
  secondOffice,
  sentTo,
} from '../../app/features/referral/referral.fixture.ts';
import { type Worked, openedCase } from '../case.ts';
import type { Office } from '../office.ts';
import { type Desk, desk } from '../phone.ts';
import { openCase } from './casework.ts';
import { dialog, pick } from './fields.ts';
import { type Ground, ground, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';

const BROKER = 'Swift Passage';
let g: Ground;
let lo: Other;
let second: { there: Other; office: Office };
let lead: Desk;
let agreed: Worked;
let refuses: Worked;
let far: Worked;
let mon: Page;
let siri: Page;
let broker = -1;
const got: string[] = [];

before(async () => {
  g = await ground('2026-11-02T03:00:00Z');
  lo = await labourOffice(g.t, g.o);
  second = await secondOffice(g.t, g.o);
  lead = await desk(g.t, g.o, g.o.lead);
  broker = (await lead.done('brokers', { name: BROKER, country: 'MM' })).docket;
  await g.t.closeEpoch();
  agreed = await consented(g.o);
  refuses = await consented(g.o);
  far = await consented(second.office);
});
after(() => g.close());

async function consented(at: Office): Promise<Worked> {
  const c = await openedCase(g.t, at, 1, { where: [String(at.workplaces[0])] });
  await c.issue('REC-01');
  await c.move('consent_pending');
  for (const by of c.phones) await c.consent(by, 'given', ['case_handling']);
  await c.move('consented');
  return c;
}

const numberOf = async (c: Worked): Promise<string> => `Case ${(await c.see()).case.number}`;

test('a pattern is raised and shared: two organisations, one investigation', async () => {
  mon = await atDesk(g, 'Mon');
  await mon.getByRole('link', { name: 'Referrals', exact: true }).click();
  await mon.getByText('Nothing was sent to you or by you yet.').waitFor();
  await mon.getByRole('link', { name: 'Patterns' }).click();
  await mon.getByRole('button', { name: 'Raise a pattern' }).click();
  await pick(mon, 'About whom', BROKER);
  await pick(mon, 'Cases that name them', `${await numberOf(agreed)},`, `${await numberOf(refuses)},`);
  await pick(mon, 'Work on it together with', 'Origin Desk');
  await dialog(mon).getByRole('button', { name: 'Raise it' }).click();
  await dialog(mon).waitFor({ state: 'detached' });
  await mon.getByRole('heading', { name: BROKER }).waitFor();
  await shot(mon, 'j9-pattern');
  const [pattern] = (await second.there.desk.see('patterns')).rows;
  const path = `patterns/${broker}/${pattern.patternId}`;
  await far.desk.done(`${path}/cases`, { cases: [{ docket: far.docket, caseId: far.caseId }] });

  const jointId = randomUUID();
  const own = { docket: agreed.docket, caseId: agreed.caseId };
  await agreed.desk.done('together', {
    jointId,
    docket: broker,
    case: own,
    code: 'REC-01',
    invite: [second.there.org],
  });
  await second.there.desk.done(`together/${broker}/${jointId}/answer`, { answer: 'join' });
  await second.there.desk.done(`together/${broker}/${jointId}/cases`, { case: { docket: far.docket, caseId: far.caseId } }); // prettier-ignore
  const joint = await agreed.desk.see(`together/${broker}/${jointId}`);
  assert.deepEqual(joint.parts.map((p: { country: string }) => p.country).sort(), ['MM', 'TH']);
  for (const secret of [far.caseId, far.phones[0]?.threadId ?? '?'])
    assert.ok(!JSON.stringify(joint).includes(secret));
});

test('with the worker’s yes for this one office a package of picked facts goes, as the preview says', async () => {
  const [by] = agreed.phones;
  assert.ok(by);
  await openCase(mon, await numberOf(agreed));
  await mon.getByRole('tab', { name: 'Referrals' }).click();
  await mon.getByRole('button', { name: 'Offer a referral' }).click();
  await pick(mon, 'To whom', 'Labour Office');
  await pick(mon, 'For what service', 'Claim of wages or fees');
  await pick(mon, 'Why', 'Get money back');
  const asks = dialog(mon).getByLabel('The question to the worker');
  assert.match(await asks.inputValue(), /tell Labour Office .*claim of wages or fees/i);
  await shot(mon, 'j9-offer');
  await dialog(mon).getByRole('button', { name: 'Ask the worker' }).click();
  await dialog(mon).waitFor({ state: 'detached' });
  const [ask] = (await agreed.see()).asks.filter((a: { coded: string | null }) => a.coded === null);
  const question = (await by.thread()).statements.find((s) => s.kind === 'consent_asked' && s.asks);
  const asked = (await by.thread()).statements.filter((s) => s.kind === 'consent_asked').at(-1);
  assert.ok(question && asked);
  g.t.clock.forward(60);
  await by.say('consent_answer', { re: asked.id, answers: { [AUTHORITY]: 'yes' } }, asked.id);
  await agreed.desk.done(`${agreed.at}/asks/${ask.askId}/code`, { value: 'given' });

  await mon.getByRole('button', { name: 'Choose what goes' }).click();
  assert.equal(await dialog(mon).locator('input[type=checkbox]:checked').count(), 0, 'everything is off');
  await dialog(mon).getByText('Nothing yet.').waitFor();
  await dialog(mon).getByRole('checkbox', { name: 'Amounts paid or owed' }).check();
  await dialog(mon)
    .getByRole('textbox', { name: 'Amounts paid or owed' })
    .fill('900 USD at the border, no receipt');
  await dialog(mon).getByRole('checkbox', { name: 'Recruiter or broker' }).check();
  await dialog(mon).getByRole('textbox', { name: 'Recruiter or broker' }).fill(BROKER);
  await dialog(mon)
    .locator('fieldset', { hasText: 'Issues that they could put right' })
    .getByRole('checkbox')
    .check();
  const preview = dialog(mon).getByRole('region', { name: 'Exactly this goes' });
  assert.match(await preview.innerText(), /900 USD at the border/);
  assert.doesNotMatch(await preview.innerText(), /Heron|workplace/i);
  await shot(mon, 'j9-package');
  await dialog(mon).getByRole('button', { name: 'Seal and send' }).click();
  await dialog(mon).waitFor({ state: 'detached' });
  await mon.locator('.statement', { hasText: 'Labour Office' }).getByText('Sent', { exact: true }).waitFor();
  const [there] = far.phones;
  assert.ok(there);
  const issueId = (await far.see()).issues[0].issueId;
  await sentTo(g.t, far, there, { other: lo, ring: second.there.ring, issueIds: [issueId] });
});

test('the worker who refuses: no package can go, the pattern goes without', async () => {
  const [by] = refuses.phones;
  assert.ok(by);
  await refuses.desk.done(`${refuses.at}/referrals`, {
    referralId: randomUUID(),
    threadDocket: by.docket,
    threadId: by.threadId,
    toOrg: lo.org,
    service: 'wage_or_fee_claim',
    purpose: 'recover_money',
  });
  await askFor(g.t, refuses, by, { org: lo.org, scope: AUTHORITY, value: 'no' });
  await openCase(mon, await numberOf(refuses));
  await mon.getByRole('tab', { name: 'Referrals' }).click();
  await mon.getByRole('button', { name: 'Choose what goes' }).click();
  assert.ok(await dialog(mon).getByRole('button', { name: 'Seal and send' }).isDisabled());
  await dialog(mon).getByText('This worker has not agreed').waitFor();
  await mon.keyboard.press('Escape');
  await dialog(mon).waitFor({ state: 'detached' });
  await mon.locator('.statement').getByRole('link', { name: 'Open' }).click();
  await mon.getByText('The worker said no, or took the yes back.').waitFor();
  await mon.getByRole('button', { name: 'Worker said no' }).click();
  await mon.locator('.detail .bar1').getByText('Worker said no').waitFor();

  await mon.getByRole('link', { name: 'Patterns' }).click();
  await mon.getByText('1 worker of ours is left out').waitFor();
  await mon.getByRole('button', { name: 'Send to an office' }).click();
  await pick(mon, 'To whom', 'Labour Office');
  await dialog(mon).getByText('fewer than 10 workers').waitFor();
  await dialog(mon)
    .getByLabel(`What the office should know about ${BROKER}`)
    .fill('Takes money at the border and has no licence.');
  await dialog(mon).getByRole('button', { name: 'Seal and send' }).click();
  await dialog(mon).waitFor({ state: 'detached' });
  await mon.getByText('Sent to Labour Office, sent').waitFor();
});

async function take(name: string): Promise<void> {
  await siri.locator('.list .it', { hasText: name }).first().click();
  await siri.getByRole('button', { name: 'Take it up' }).click();
  await siri.locator('.detail .bar1').getByText('Taken up').waitFor();
}
async function act(what: string, words: string): Promise<void> {
  await siri.getByRole('button', { name: 'Put down an act' }).click();
  await pick(siri, 'What', what);
  await dialog(siri).getByLabel('Decided on').fill(g.t.clock.now().toISOString().slice(0, 10));
  await dialog(siri)
    .getByLabel(/^In words/)
    .fill(words);
  await dialog(siri).getByRole('button', { name: 'Seal and put on record' }).click();
  await dialog(siri).waitFor({ state: 'detached' });
  await siri.locator('.card', { hasText: 'What the state did' }).getByText(words).waitFor();
}

test('the office takes it up by its own clock, suspends the licence, and two workers are paid', async () => {
  siri = await atDesk(g, 'Siriporn');
  siri.on(
    'response',
    (response) =>
      void response.text().then(
        (text) => got.push(text),
        () => undefined,
      ),
  );
  await siri.getByRole('link', { name: 'Queue', exact: true }).click();
  await siri.getByRole('heading', { name: 'Queue' }).waitFor();
  await siri.locator('.list .it').nth(2).waitFor();
  assert.equal(await siri.locator('.list .it').count(), 3);
  await shot(siri, 'j9-queue');
  await siri.keyboard.press('j');
  // What is sealed needs the office's own keys, the list does not.
  await siri.locator('input[type=password]').waitFor();
  await unlock(siri);
  await siri.locator('.detail h1').waitFor();
  await take(`About ${BROKER}`);
  await act('Licence suspended', 'No licence was ever issued; the permit of the partner is suspended.');
  await shot(siri, 'j9-office');
  await take('Worker Line');
  await siri.getByText('900 USD at the border').waitFor();
  await act('Money paid to the worker', 'Paid 900 USD from the deposit.');
  const { rows } = await lo.desk.see('referrals');
  const theirs = rows.find((r: { kind: string; with: { name: string } }) => r.kind === 'record' && r.with.name === 'Origin Desk'); // prettier-ignore
  const path = `referrals/${theirs.docket}/${theirs.id}`;
  await lo.desk.done(`${path}/steps`, { to: 'received_by_partner', seq: (await lo.desk.see(path)).seq });
  const envelope = await between(second.there.ring, lo.ring, { v: 1, kind: 'state_action', words: 'Paid.' });
  await lo.desk.done(`${path}/acts`, { actionId: randomUUID(), act: 'money_paid', status: 'done', day: '2026-11-02', envelope }); // prettier-ignore
});

test('the workers are asked, and it is the state’s remedy, not the employer’s', async () => {
  for (const c of [agreed, far]) {
    const [by] = c.phones;
    const { issueId, outcome } = (await c.see()).issues[0];
    assert.equal(outcome, 'claimed');
    assert.ok(by);
    await c.remedy(by, issueId, 'fully');
    assert.partialDeepStrictEqual((await c.see()).issues[0], { outcome: 'verified', remediedBy: 'state' });
  }
  const counted = await g.t.world.jobs.read(
    {},
    (db) =>
    sql<{ by: string | null; n: number }>`select remedied_by as by, count(*)::int as n from issue group by 1 order by 1`.execute(db), // prettier-ignore
  );
  assert.deepEqual(counted.rows, [
    { by: 'state', n: 2 },
    { by: null, n: 1 },
  ]);
  assert.equal((await refuses.see()).issues[0].outcome, null);
  await mon.reload();
  await unlock(mon);
  await openCase(mon, await numberOf(agreed));
  await mon.locator('tr', { hasText: 'REC-01' }).getByText('Verified').first().waitFor();
  await shot(mon, 'j9-verified');
});

test('the public is warned of the broker, with how sure it is and that it was asked to reply', async () => {
  const notice = {
    noticeId: randomUUID(),
    kind: 'broker_warning',
    seq: 0,
    country: 'TH',
    corridor: 'MM-TH',
    validFrom: '2026-11-02',
    subjectName: BROKER,
    evidence: 'official',
    texts: { en: { title: 'No licence', words: 'This broker has no licence to send workers abroad.' } },
    validUntil: '2027-06-01',
    namesNobody: true,
  };
  await agreed.desk.done('community/notices', notice);
  const at = `community/notices/${notice.noticeId}`;
  assert.equal((await lead.post(`${at}/publish`, { seq: 1 })).status, 409, 'not before it could reply');
  await agreed.desk.done(`${at}/invite`, { seq: 1, days: 7 });
  g.t.clock.forward(8 * 86_400);
  await lead.done(`${at}/publish`, { seq: 2 });
  const page = await (await g.visitor()).newPage();
  await page.goto(`${g.base}/w/notices?l=en`);
  await page.getByText(BROKER).first().waitFor();
  await page.getByText(`${BROKER} was asked on`).waitFor();
  await shot(page, 'j9-warning');
});

test('nothing of the worker who refused came to the office’s browser', async () => {
  const [by] = refuses.phones;
  assert.ok(by && got.length > 5);
  const { rows } = await g.t.world.app.read(
    { org: g.o.org, kind: 'cso' },
    (db) =>
    sql<{ id: string }>`select statement_id::text as id from statement where thread_id = ${by.threadId} or case_id = ${refuses.caseId}`.execute(db), // prettier-ignore
  );
  assert.ok(rows.length > 5);
  for (const secret of [by.threadId, refuses.caseId, ...rows.map((r) => r.id)])
    for (const text of got) assert.ok(!text.includes(secret), `the office was sent ${secret}`);
  const caseOf = `${g.base}/api/v1/desk/cases/${refuses.docket}/${refuses.caseId}`;
  const nowhere = `${g.base}/api/v1/desk/cases/${refuses.docket}/${randomUUID()}`;
  assert.equal(await (await siri.request.get(caseOf)).text(), await (await siri.request.get(nowhere)).text());
  assert.deepEqual(g.faults, []);
});

// J5: fees of sixty workers are to be repaid. The business says it did; sixty phones say what came; three months later it
// is taken back. The phones are real keys and envelopes by HTTP; the business and the case worker sit at browsers.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { forEmployer } from '../case.ts';
import { type Desk, desk } from '../phone.ts';
import { type Issue, type Value, answerOf, askAll, begin, code, issueOf } from '../rounds.ts';
import { openCase } from './casework.ts';
import { type Ground, ground, shot } from './ground.ts';
import { atDesk, unlock } from './partner.ts';

let g: Ground;
let hr: Desk;
before(async () => {
  g = await ground();
  hr = await desk(g.t, g.o, g.o.hr);
});
after(() => g.close());

const DAY = 86_400;
const THB = 100;
const today = (): string => g.t.world.clock.now().toISOString().slice(0, 10);
type Told = Issue & { told: string; action: string };

/** Workers who agree, an issue, and the business that is told of it, on the day on which it may read it. */
async function tellBusiness(count: number, code: string): Promise<Told> {
  const issue = await issueOf(g.t, g.o, count, code);
  const { c } = issue;
  await c.move('consent_pending');
  for (const by of c.phones.slice(0, 3)) await c.consent(by, 'given');
  await c.move('consented');
  const envelope = await forEmployer(g.o, { v: 1, words: 'Workers paid fees to get this job.' });
  const body = await c.disclosure(issue.issueId, { envelope, understood: true });
  const { visibleFrom } = await c.desk.done(`${c.at}/disclosures`, body);
  const wait = Date.parse(visibleFrom) - g.t.world.clock.now().getTime();
  if (wait > 0) g.t.clock.forward(Math.ceil(wait / 1000) + 3600);
  return { ...issue, told: `disclosures/${c.docket}/${body['disclosureId']}`, action: randomUUID() };
}

/** The plan, and that it is done: the acts of app/features/remedy/business.actions.ts, which have a journey of their own. */
async function proposes({ c, told, action }: Told): Promise<void> {
  const terms = { remedyType: 'restitution', rootCause: 'recruitment_channel', owner: 'finance', cost: 0, currency: 'THB', evidence: ['payment_list'] }; // prettier-ignore
  const envelope = await forEmployer(g.o, { v: 1, words: 'All fees go back by bank.' });
  const due = new Date(g.t.world.clock.now().getTime() + 60 * DAY * 1000).toISOString().slice(0, 10);
  await hr.done(`${told}/actions`, { actionId: action, ...terms, dueDate: due, envelope });
  await c.move('cap_proposed');
  await c.move('cap_agreed');
  await c.move('remediation_in_progress');
}
async function saysDone({ c, told, action }: Told): Promise<void> {
  const envelope = await forEmployer(g.o, { v: 1, words: 'Sixty transfers were made.' });
  await hr.done(`${told}/actions/${action}/report`, { envelope });
  await c.move('remediation_reported');
  await c.move('worker_verification');
}

async function business(): Promise<Page> {
  const page = await atDesk(g, 'Hari');
  await page.getByRole('link', { name: 'Disclosures', exact: true }).click();
  await page.locator('.list .it.told').first().click();
  await page.getByText('Workers paid fees to get this job.').waitFor();
  return page;
}
const dialog = (page: Page) => page.getByRole('dialog');
const shut = (page: Page) => dialog(page).waitFor({ state: 'detached' });

async function plansAndGrades(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Plan an instalment or a remedy' }).click();
  const form = dialog(page);
  await form.getByLabel('Amount of all workers together').fill('1 200 000');
  await form.getByLabel('For how many workers').fill('60');
  await form.getByLabel('By when').fill(today());
  await form.getByRole('button', { name: 'Keep the plan' }).click();
  await shut(page);
  await page.locator('[data-own=planned]').getByRole('button', { name: 'Say it is done' }).click();
  await form.getByLabel('Done on').fill(today());
  await form.getByLabel('Paid in all').fill('1 200 000');
  await form.getByLabel('Workers who received it').fill('60');
  await form.getByLabel('How well, 1 to 5').fill('5');
  await form.getByRole('button', { name: 'Say it is done' }).click();
  await shut(page);
  await page.locator('[data-own=done]').getByText('own grade 5 of 5').waitFor();
  await shot(page, 'j5-business-grade');
}

const value = (n: number): Value => (n < 52 ? 'fully' : n < 57 ? 'partly' : 'not');

test('52 paid in full, 5 in part, 3 nothing: partly, disputed by 8 of 60; three months later it comes back', async () => {
  const issue = await tellBusiness(60, 'REC-01');
  const { c, at } = issue;
  const rows = c.phones.map((p) => ({
    threadDocket: p.docket,
    threadId: p.threadId,
    ...{ currency: 'THB', corridor: 'MM-TH', recruiter: 'Golden Bridge', quarter: '2026-Q1', seq: 0 },
    costs: [{ type: 'RF-01', amount: 20_000 * THB, evidenced: true }],
  }));
  await c.desk.done(`${at}/amounts`, { rows });
  await proposes(issue);
  const page = await business();
  await plansAndGrades(page);
  await saysDone(issue);

  const desk = await atDesk(g, 'Mon');
  const number = `Case ${(await c.see()).case.number}`;
  await openCase(desk, number);
  await desk.getByRole('button', { name: /^Ask workers/ }).click();
  await dialog(desk).getByLabel('Whether the money came').check();
  await dialog(desk).getByText('All 60 whom we know are asked.').waitFor();
  await shot(desk, 'j5-ask-dialog');
  await dialog(desk).getByRole('button', { name: 'Ask 60 workers' }).click();
  await shut(desk);

  g.t.clock.forward(120);
  const asked = await g.t.world.app.read({ org: g.o.org, kind: 'cso' }, (db) =>
    db
      .selectFrom('statement')
      .select(['thread_id', 'statement_id'])
      .where('kind', '=', 'payment_asked')
      .execute(),
  );
  const questions = new Map(asked.map((one) => [one.thread_id, one.statement_id]));
  for (const [n, by] of c.phones.entries()) {
    const re = questions.get(by.threadId) ?? '';
    const said = { re, about: 'payment', value: value(n), ...(value(n) === 'partly' ? { amount: '5 000', well: 2 } : {}) }; // prettier-ignore
    await by.say('answer', said, re);
  }
  await desk.reload();
  await unlock(desk);
  await desk.getByRole('tab', { name: 'Remedy' }).click();
  await desk.getByRole('button', { name: 'Record 60 answers' }).click();
  // One key each: what the worker chose, as it stands on the screen.
  for (let n = 1; n <= 60; n++) {
    await desk.locator(`[data-coding="${n}"] .bt.go`).waitFor();
    if (n === 55) await shot(desk, 'j5-record');
    await desk.keyboard.press('Enter');
  }
  await desk.getByText('All answers are recorded.').waitFor();
  await desk.getByRole('button', { name: 'Back' }).click();
  await desk.locator('[data-disputed]', { hasText: 'Disputed by 8 of 60.' }).waitFor();
  await desk.getByText('All were asked: 8 of 60 are still affected.').waitFor();
  await desk.getByText('52 fully, 5 partly, 3 not', { exact: false }).waitFor();
  await desk.getByText('own grade 5 of 5').waitFor();
  const sums = await desk.locator('[data-sums] tbody').innerText();
  assert.match(sums, /THB 1,200,000\.00\s+THB 1,200,000\.00\s+THB 1,200,000\.00\s+THB 1,065,000\.00/);
  await shot(desk, 'j5-both-sides');
  assert.equal((await hr.see(issue.told)).outcome, 'claimed', 'not before the round has ended');
  await desk.getByRole('button', { name: 'End this round' }).click();
  await desk.locator('[data-round=ended]').waitFor();

  const word = await hr.see(issue.told);
  assert.equal(word.outcome, 'partly');
  assert.doesNotMatch(JSON.stringify([word, await hr.see(`${issue.told}/remedies`)]), /\b(52|57|8|5)\b(?! of 5)(?=.*(fully|partly|not))|threadId|caseId/); // prettier-ignore
  await page.reload();
  await unlock(page);
  assert.equal(await page.getByRole('button', { name: 'Close', exact: true }).isEnabled(), false);
  await shot(page, 'j5-business-word');

  await paidAtLast(issue);
  g.t.clock.forward(92 * DAY);
  const first = (await c.see()).case.firstReceived;
  await desk.reload();
  await unlock(desk);
  await desk.getByRole('button', { name: 'It came back' }).click();
  await dialog(desk)
    .getByLabel('Reason, for the team')
    .fill('The same sum is deducted from wages since May.');
  await dialog(desk).getByRole('button', { name: 'It came back' }).click();
  await shut(desk);
  await desk.getByText('came back once').first().waitFor();
  await shot(desk, 'j5-came-back');
  const after = await c.see();
  assert.deepEqual(
    [after.case.state, after.case.firstReceived, after.issues[0].outcome],
    ['reopened', first, null],
  );
  assert.deepEqual(g.faults, []);
});

/** The eight get the rest, say so in a second round, and the case ends as verified. */
async function paidAtLast(issue: Issue): Promise<void> {
  const { c, at } = issue;
  await c.move('remediation_disputed');
  await c.move('remediation_in_progress');
  await c.move('remediation_reported');
  await c.move('worker_verification');
  const round = await begin(issue, 60, { about: 'payment' });
  const asked = await askAll(g.t, issue, round.body);
  for (const by of c.phones.slice(52)) {
    await answerOf(by, asked.get(by.threadId)?.statementId ?? '', 'payment', 'fully');
    assert.equal((await code(issue, asked, by, { value: 'fully' })).status, 200);
  }
  assert.equal((await c.see()).issues[0].outcome, 'verified');
  await c.move('verified_remediated');
  await c.move('retaliation_monitoring');
  await c.move('closed', 'remediated_verified_by_worker');
  assert.equal((await c.desk.see(`${at}/sides`)).workers.open, 52, 'who answered before may say more');
}

test('of three two say not: whatever the business asks, a real thing and none are answered alike', async () => {
  const issue = await tellBusiness(3, 'DED-01');
  const { c, at, told } = issue;
  await proposes(issue);
  await saysDone(issue);
  const round = (await begin(issue, 3)).body;
  const asked = await askAll(g.t, issue, round);
  for (const [n, by] of c.phones.entries()) {
    const said = n === 0 ? 'fully' : 'not';
    await answerOf(by, asked.get(by.threadId)?.statementId ?? '', 'remedy', said);
    await code(issue, asked, by, { value: said });
  }
  await c.desk.done(`${at}/rounds/${round.roundId}/end`, {});
  assert.equal((await hr.see(told)).outcome, 'disputed');
  const [one] = c.phones;
  const askId = asked.get(one?.threadId ?? '')?.askId ?? '';
  const none = (path: string) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, () => randomUUID());
  const reads = [c.at, `${at}/sides`, `${at}/rounds`, `${at}/answers`, `threads/${one?.docket}/${one?.threadId}`, 'cases?state=all', 'inbox?state=all']; // prettier-ignore
  for (const path of reads) {
    const [real, nothing] = [await hr.get(path), await hr.get(none(path))];
    assert.deepEqual([real.status, real.text], [nothing.status, nothing.text], path);
    assert.equal(real.status, 404, path);
  }
  const closing = {
    to: 'closed',
    reason: 'We are done here.',
    closure: 'remediated_verified_by_worker',
    seq: 1,
  };
  const writes: [string, object][] = [
    [`${c.at}/transitions`, closing],
    [`${at}/rounds`, { roundId: randomUUID(), about: 'remedy', roster: { from: 3, to: 3 } }],
    [`${at}/rounds/${round.roundId}/end`, {}],
    [`${at}/rounds/${round.roundId}/draw`, {}],
    [`${at}/amounts`, { rows: [{ threadDocket: one?.docket, threadId: one?.threadId, currency: 'THB', corridor: 'MM-TH', recruiter: 'xx', quarter: '2026-Q1', costs: [{ type: 'RF-01', amount: 1, evidenced: false }], seq: 0 }] }], // prettier-ignore
    [`${at}/relapse`, { relapseId: randomUUID(), reason: 'Let us see.', was: 'disputed' }],
    [`${c.at}/asks/${askId}/code`, { value: 'fully', was: 'not' }],
    [`${c.at}/asks/${askId}/attempts`, { attemptId: randomUUID(), channel: 'thread' }],
  ];
  for (const [path, body] of writes) {
    const [real, nothing] = [await hr.post(path, body), await hr.post(none(path), body)];
    assert.deepEqual([real.status, real.text], [nothing.status, nothing.text], path);
    assert.equal(real.status, 404, path);
  }
  assert.equal((await c.see()).issues[0].not, 2, 'nothing of it changed anything');
});

// From all that a business can ask for, the day of a report can't be told closer than the window between two batch days.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { forEmployer, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';

let t: TestWorld;
let cso: Office;
let hr: Desk;
let lead: Desk;
const DAY = 86_400;
const WEEKLY = { everyDays: 7, weekday: 0, minDays: 2, extraDays: 0 };

before(async () => {
  t = await testWorld();
  cso = await office(t);
  hr = await desk(t, cso, cso.hr);
  lead = await desk(t, cso, cso.lead);
});
after(() => t.close());

/** What a business's own addresses say, of one disclosure or all; what is sealed or drawn by chance is replaced by what it is. */
async function everything(only?: string): Promise<string> {
  const list = await hr.see('disclosures');
  const rows = list.rows.filter((row: { id: string }) => only === undefined || row.id === only);
  const each = await Promise.all(
    rows.map((row: { docket: number; id: string }) => hr.see(`disclosures/${row.docket}/${row.id}`)),
  );
  return JSON.stringify({ rows, answeredIn: list.answeredIn, each })
    .replaceAll(/"envelope":"(?:[^"\\]|\\.)*"/g, '"envelope":"sealed"')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, 'drawn')
    .replaceAll(/"(kid|x|y)":"[^"]*"/g, '"$1":"key"');
}

const toDay = (weekday: number): void => {
  const now = t.world.clock.now();
  const ahead = (weekday - ((now.getUTCDay() + 6) % 7) + 7) % 7 || 7;
  t.clock.forward(
    ahead * DAY - (now.getUTCHours() * 3600 + now.getUTCMinutes() * 60 + now.getUTCSeconds()) + 9 * 3600,
  );
};

/** A report of today, worked on at once, and told. */
async function toldToday(): Promise<{ id: string; visibleFrom: string }> {
  const c = await openedCase(t, cso, 1);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  const [by] = c.phones;
  assert.ok(by);
  await c.consent(by, 'given');
  await c.move('consented');
  const body = await c.disclosure(issueId);
  const done = await c.desk.done(`${c.at}/disclosures`, body);
  return { id: String(body['disclosureId']), visibleFrom: done.visibleFrom };
}

test('reports of different days of a window leave the same answers, at every moment at which a business can ask', async () => {
  assert.equal((await lead.post('telling-days', WEEKLY)).status, 200);
  const seen: string[] = [];
  // Each week one report, on another weekday and at another hour: the worlds that an employer would have to tell apart.
  for (const [weekday, hour] of [
    [1, 0],
    [2, 5],
    [4, 11],
  ] as const) {
    toDay(0);
    const before = await everything();
    toDay(weekday);
    t.clock.forward(hour * 3600);
    const { id, visibleFrom } = await toldToday();
    const day0 = new Date(visibleFrom).getTime();
    assert.equal((new Date(day0).getUTCDay() + 6) % 7, 0, 'a Monday');
    // Twice a day until the batch day: not a letter of any answer moves.
    while (t.world.clock.now().getTime() < day0) {
      assert.equal(await everything(), before);
      t.clock.forward(DAY / 2);
    }
    const text = await everything(id);
    assert.match(text, /DOC-01/);
    assert.doesNotMatch(text, /\d\d:\d\d/, 'no time of day stands anywhere');
    // Days as they lie around the batch day: all that could tell one week from another.
    seen.push(
      text.replaceAll(/\d{4}-\d\d-\d\d/g, (day) => String((new Date(day).getTime() - day0) / (DAY * 1000))),
    );
  }
  assert.equal(seen[0], seen[1]);
  assert.equal(seen[1], seen[2]);
});

test('several of one window come together, in an order that follows no report', async () => {
  toDay(0);
  toDay(1);
  const told: { id: string; visibleFrom: string }[] = [];
  for (let i = 0; i < 5; i++) {
    told.push(await toldToday());
    t.clock.forward(11 * 3600);
  }
  assert.equal(new Set(told.map((one) => one.visibleFrom)).size, 1);
  const ids = new Set(told.map(({ id }) => id));
  for (const { id } of told) assert.ok(!(await everything()).includes(id));
  assert.equal((await hr.see('disclosures')).rows.filter((r: { id: string }) => ids.has(r.id)).length, 0);
  toDay(0);
  const rows = (await hr.see('disclosures')).rows.filter((r: { id: string }) => ids.has(r.id));
  assert.equal(rows.length, 5);
  const order = rows.map((r: { id: string }) => r.id);
  assert.deepEqual(order, [...order].sort(), 'by a number drawn by chance');
});

test('the extra days are drawn once: the same request again moves nothing, and a later rule moves nothing either', async () => {
  const rule = { everyDays: 1, weekday: 0, minDays: 3, extraDays: 20 };
  assert.equal((await lead.post('telling-days', rule)).status, 200);
  const c = await openedCase(t, cso, 1);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  const [by] = c.phones;
  assert.ok(by);
  await c.consent(by, 'given');
  await c.move('consented');
  const body = await c.disclosure(issueId);
  const first = await c.desk.done(`${c.at}/disclosures`, body);
  const waits = (new Date(first.visibleFrom).getTime() - t.world.clock.now().getTime()) / (DAY * 1000);
  assert.ok(waits > 2 && waits <= 23, `${waits} days`);
  for (let i = 0; i < 5; i++) assert.deepEqual(await c.desk.done(`${c.at}/disclosures`, body), first);
  assert.equal((await lead.post('telling-days', WEEKLY)).status, 200);
  assert.deepEqual(await c.desk.done(`${c.at}/disclosures`, body), first);
});

test('only whoever leads sets the days; a change in between is said; what is nonsense is refused', async () => {
  const worker = await desk(t, cso, cso.caseworker);
  assert.equal((await worker.post('telling-days', WEEKLY)).status, 403);
  assert.equal((await worker.see('telling-days')).everyDays, 7);
  const other = { ...WEEKLY, weekday: 3 };
  const behind = await lead.post('telling-days', { ...other, was: { ...WEEKLY, minDays: 5 } });
  assert.equal(behind.status, 409);
  for (const bad of [
    { everyDays: 0 },
    { weekday: 7 },
    { minDays: -1 },
    { extraDays: 61 },
    { everyDays: 1.5 },
  ])
    assert.equal((await lead.post('telling-days', { ...WEEKLY, ...bad })).status, 422);
});

test('an answer to a question is read on the next batch day, dated by it', async () => {
  assert.equal((await lead.post('telling-days', WEEKLY)).status, 200);
  const c = await openedCase(t, cso, 1);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  const [by] = c.phones;
  assert.ok(by);
  await c.consent(by, 'given');
  await c.move('consented');
  const body = await c.disclosure(issueId);
  await c.desk.done(`${c.at}/disclosures`, body);
  toDay(0);
  toDay(0);
  const at = `disclosures/${c.docket}/${body['disclosureId']}`;
  const wordId = randomUUID();
  await hr.done(`${at}/questions`, { wordId, envelope: await forEmployer(cso, { words: 'Which office?' }) });
  t.clock.forward(DAY);
  await c.desk.done(`${c.at}/${at.replace(`disclosures/${c.docket}`, 'disclosures')}/answers`, {
    wordId: randomUUID(),
    re: wordId,
    names: [],
    envelope: await forEmployer(cso, { words: 'The office at the gate.' }),
  });
  for (let i = 0; i < 5; i++) {
    assert.equal((await hr.see(at)).words.length, 1, 'not before');
    t.clock.forward(DAY);
  }
  toDay(0);
  const { words } = await hr.see(at);
  const answer = words.find((w: { kind: string }) => w.kind === 'answer');
  assert.equal((new Date(answer.day).getUTCDay() + 6) % 7, 0, answer.day);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { type WatchAnswer, watchAnswer } from './watch.contract.ts';

let t: TestWorld;
let cso: Office;
let mon: Desk;
let aye: Desk;
let hr: Desk;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  mon = await desk(t, cso, cso.caseworker);
  aye = await desk(t, cso, cso.lead);
  hr = await desk(t, cso, cso.hr);
});
after(() => t.close());

const see = async (who: Desk, query = ''): Promise<WatchAnswer> =>
  watchAnswer.parse(await who.see(`watch${query}`));
const times = ({ counts }: WatchAnswer, what: string): number =>
  counts.filter((c) => c.what === what).reduce((n, c) => n + c.n, 0);

test('every member sees how often, by role and month; who and when only whoever leads', async () => {
  const one = await phone(t, cso);
  await mon.see(`threads/${one.docket}/${one.threadId}`);
  t.clock.forward(86_400);
  await aye.see(`threads/${one.docket}/${one.threadId}`);
  const [asMember, asLead] = [await see(mon), await see(aye)];
  assert.equal(asMember.lines, null);
  assert.equal(times(asMember, 'thread'), 2);
  assert.deepEqual(asLead.counts, asMember.counts);
  assert.deepEqual(
    asMember.counts.filter((c) => c.what === 'thread').map((c) => [c.month, c.act, c.role, c.n]),
    [
      ['2026-11', 'opened', 'caseworker', 1],
      ['2026-11', 'opened', 'lead', 1],
    ],
  );
  const lines = asLead.lines?.rows.filter((l) => l.what === 'thread') ?? [];
  assert.deepEqual(
    lines.map((l) => [l.at, l.name, l.role]),
    [
      ['2026-11-22T09:00:00.000Z', 'Aye', 'lead'],
      ['2026-11-21T09:00:00.000Z', 'Mon', 'caseworker'],
    ],
  );
  assert.equal(lines[0]?.about, lines[1]?.about, 'the same report has the same mark');
  assert.ok(!JSON.stringify(asLead).includes(one.threadId), 'and the mark doesn’t say which it is');
});

test('the list is searched by person and by what was done, by act and by month', async () => {
  const of = async (query: string) => (await see(aye, `?${query}`)).lines;
  assert.ok((await of('q=mon'))?.rows.every((l) => l.name === 'Mon'));
  assert.deepEqual([...new Set((await of('q=opened+report'))?.rows.map((l) => l.what))], ['thread']);
  assert.ok((await of('act=setting'))?.rows.every((l) => l.act === 'setting'));
  assert.equal((await of('month=2020-01'))?.total, 0);
  assert.equal((await of('q=%25'))?.total, 0, 'no wildcard of the database’s');
  const page = await of('limit=1&from=1');
  assert.equal(page?.rows.length, 1);
  assert.ok((page?.total ?? 0) > 2);
  assert.equal((await mon.get('watch?month=2026-13')).status, 422);
});

test('an employer’s people see their own organisation’s acts and nobody else’s', async () => {
  const answer = await see(hr);
  assert.equal(times(answer, 'thread'), 0);
  assert.ok(times(answer, 'own_key_set') > 0);
  assert.ok(answer.lines?.rows.every((l) => l.name === 'Hari'));
});

test('the table to take away has what the screen has, and taking it is on record', async () => {
  const table = await mon.get('watch.csv');
  assert.equal(table.status, 200);
  assert.match(table.text, /^month,role,act,what,words,times\r\n/);
  assert.ok(!table.text.includes('Mon'), 'no names for who doesn’t see them');
  const whole = await aye.get('watch.csv');
  assert.match(whole.text, /^at,member,role,act,what,words,reports_or_statements,about\r\n/);
  assert.match(whole.text, /Mon,caseworker,opened,thread,Opened a report and its letters,/);
  assert.equal(times(await see(mon), 'watch'), 2);
});

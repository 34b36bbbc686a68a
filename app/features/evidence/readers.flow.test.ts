import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { isRefusal } from '../refusal.ts';
import { isShownTo } from './audience.ts';
import { makeDocketBundle } from './bundle.actions.ts';
import { type Network, aQuarter, cosign, network, spoken, textOf, verdictOf } from './evidence.fixture.ts';
import { judgeQuarters } from './quarter.actions.ts';

let n: Network;
before(async () => {
  n = await network();
  await aQuarter(n);
  await cosign(n);
});
after(() => n?.close());

const BUYER = { org: 'vouch:nordic', kind: 'buyer', role: 'analyst' };
type Line = { leaf?: string; fields?: { name: string; value: string }[]; state?: string };
const made = async (ask: Parameters<typeof makeDocketBundle>[1]): Promise<string> => {
  const bundle = await makeDocketBundle(n.t.world, ask);
  assert.ok(!isRefusal(bundle), JSON.stringify(bundle));
  const text = await textOf(bundle);
  assert.equal(text.split('\n').length - 1, bundle.count);
  return text;
};

/** Whether there is one; it isn't read. */
const isGiven = async (ask: Parameters<typeof makeDocketBundle>[1]): Promise<boolean> => {
  const answer = await makeDocketBundle(n.t.world, ask);
  if (!isRefusal(answer)) await answer.return();
  return !isRefusal(answer);
};

test('a buyer gets what stood at the end of a closed quarter, both verdicts yes, and not one date', async () => {
  const text = await made({ ...BUYER, docketId: n.places.busy });
  const [header, ...lines] = text.trimEnd().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
  assert.equal(header.epoch.closed, '2026-09-30T18:00:00Z');
  const verdict = await verdictOf(n, text);
  assert.deepEqual([verdict.unaltered, verdict.complete, verdict.reasons], [true, true, []]);
  assert.equal(verdict.counts.disclosed, 12);
  for (const line of lines as Line[]) {
    for (const { name, value } of line.fields ?? []) {
      assert.ok(isShownTo('buyer')(name), name);
      assert.doesNotMatch(value, /2026-\d\d/);
    }
  }
  // What came after the quarter isn't there, and the case's own organisation has it.
  const own = await made({ org: n.o.org, kind: 'cso', docketId: n.places.busy });
  assert.equal((await verdictOf(n, own)).counts.disclosed, 13);
  assert.ok(own.includes('"recorded","value":"2026-08-03'));
});

test('of any other epoch, of a running quarter, of few, of none, of another chain a buyer gets nothing', async () => {
  const epochs = await n.admin.query('select n, closed from epoch order by n');
  const rows = epochs.rows as { n: number; closed: Date }[];
  const end = rows.find((e) => e.closed.toISOString() === '2026-09-30T18:00:00.000Z');
  for (const { n: epoch } of rows) {
    const given = await isGiven({ ...BUYER, docketId: n.places.busy, epoch });
    assert.equal(given, epoch === end?.n, `epoch ${epoch}`);
  }
  for (const quarter of ['2026-Q4', '2026-Q2', '2027-Q1', 'Q3', '2026-q3']) {
    assert.ok(!(await isGiven({ ...BUYER, docketId: n.places.busy, quarter })), quarter);
  }
  for (const docketId of [n.places.few, n.places.empty, n.places.elsewhere, 0, 999_999])
    assert.ok(!(await isGiven({ ...BUYER, docketId })), String(docketId));
  const other = { ...BUYER, org: 'vouch:southern' };
  assert.ok(await isGiven({ ...other, docketId: n.places.elsewhere }));
});

test('a quarter is judged once: what is confirmed, withdrawn or said later changes nothing of it', async () => {
  await n.admin.query("update thread set distinct_worker = 'unconfirmed' where placed_in = $1", [
    n.places.busy,
  ]);
  assert.ok(await isGiven({ ...BUYER, docketId: n.places.busy }));
  await n.admin.query("update thread set distinct_worker = 'distinct' where placed_in = $1", [n.places.busy]);
  for (let i = 0; i < 12; i++) await spoken(n, { docket: n.places.few });
  n.t.clock.set('2026-10-20T12:00:00Z');
  await n.t.closeEpoch();
  assert.ok(!(await isGiven({ ...BUYER, docketId: n.places.few })));
  const rows = await n.admin.query('select docket_id, holds from quarter_judged order by 1');
  assert.deepEqual(rows.rows, [
    { docket_id: n.places.busy, holds: true },
    { docket_id: n.places.few, holds: false },
    { docket_id: n.places.empty, holds: false },
    { docket_id: n.places.elsewhere, holds: true },
  ]);
});

test('one who spoke on the last day of a quarter keeps the docket back: `since` would tell the day', async () => {
  n.t.clock.set('2026-12-31T17:00:00Z');
  await n.t.closeEpoch();
  await spoken(n, { docket: n.places.elsewhere });
  n.t.clock.set('2026-12-31T23:00:00Z');
  await n.t.closeEpoch();
  n.t.clock.set('2027-01-09T12:00:00Z');
  await n.t.closeEpoch();
  await judgeQuarters(n.t.world);
  const ask = { ...BUYER, org: 'vouch:southern' };
  assert.ok(!(await isGiven({ ...ask, docketId: n.places.elsewhere })));
  const before_ = { ...ask, docketId: n.places.elsewhere, quarter: '2026-Q3' };
  assert.ok(await isGiven(before_), 'the quarter before stays as it was');
  // By then twelve more were heard at the other plant, two months before: no day is told, k stand behind it.
  const few = await made({ ...BUYER, docketId: n.places.few });
  assert.equal((await verdictOf(n, few)).counts.disclosed, 15);
});

test('a regulator and an auditor hold a docket while their licence is in time, in the right role, and no other', async () => {
  const of = (org: string, kind: string, role: string, docketId = n.places.busy) =>
    isGiven({ org, kind, role, docketId });
  const office = () => of('vouch:labour-th', 'labour_office', 'officer');
  assert.ok(!(await office()));
  const licence = (org: string, from: string, until: string) =>
    n.admin.query("insert into licence values ($1, $2, 'vouch:worker-line', 'inspection', $3, $4)", [org, n.places.busy, from, until]); // prettier-ignore
  await licence('vouch:labour-th', '2026-01-01', '2027-01-08');
  assert.ok(!(await office()), 'it ended yesterday');
  await licence('vouch:labour-th', '2027-01-10', '2027-02-01');
  assert.ok(!(await office()), 'it begins tomorrow');
  await licence('vouch:labour-th', '2027-01-09', '2027-01-09');
  assert.ok(await office());
  const text = await made({ org: 'vouch:labour-th', kind: 'labour_office', docketId: n.places.busy });
  assert.ok(text.includes('"name":"recorded","value"') && !text.includes('"name":"thread","value"'));
  await licence('vouch:audit-co', '2027-01-01', '2027-02-01');
  assert.ok(await of('vouch:audit-co', 'auditor', 'auditor'));
  assert.ok(!(await of('vouch:audit-co', 'auditor', 'analyst')));
  assert.ok(!(await of('vouch:audit-co', 'auditor', 'auditor', n.places.few)));
  assert.ok(!(await of('vouch:second-line', 'cso', 'lead')));
});

test('an export stands on record in the asking organisation’s own docket, and as a handout for what is erased later', async () => {
  const told = await n.admin.query(
    "select act, what, org_id as org from watch where act = 'exported' order by at",
  );
  assert.ok(told.rows.some((r) => r.org === 'vouch:nordic' && r.what === 'bundle'));
  assert.ok(told.rows.some((r) => r.org === n.o.org));
  assert.ok(told.rows.some((r) => r.org === 'vouch:labour-th' && r.what === 'bundle licensed by vouch:worker-line')); // prettier-ignore
  const handed = await n.admin.query('select distinct to_org from handout order by 1');
  assert.deepEqual(handed.rows.map((r) => r.to_org), ['vouch:audit-co', 'vouch:labour-th', 'vouch:nordic', 'vouch:southern']); // prettier-ignore
});

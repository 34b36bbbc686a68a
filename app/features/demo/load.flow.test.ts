import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { parsePolicy, verifyBundle, vkeyOf } from '../../../ledger/index.ts';
import { lookupId, open, stretch, unwrapPrivate, wrapKey } from '../../../seal/index.ts';
import { office } from '../../../test/office.ts';
import { TEST_SECRET, type TestWorld, testWorld } from '../../../test/world.ts';
import { makeDocketBundle } from '../evidence/index.ts';
import { logKey } from '../log/index.ts';
import { isRefusal } from '../refusal.ts';
import { openThread } from '../reports/index.ts';
import type { DemoEvent } from './event.ts';
import { findDemo, isDemoLoaded, loadDemo, tourOf } from './index.ts';
import { columnOf, countBy, everything, figures, markOf, people, told } from './load.fixture.ts';
import { DAY, PLAN_END } from './moments.ts';
import { MAIN_CSO } from './network.ts';
import { planDemo } from './plan.ts';
import { idsOf } from './references.ts';
import { taleOf } from './tale.ts';
import { FLAGSHIP } from './workplaces.ts';

const SMALL = { scale: 0.02, months: 3, seed: 7 };
const ids = idsOf(SMALL.seed);
const NOW = '2026-11-21T09:00:00Z';
const quiet = () => {};

const world = async (): Promise<TestWorld> => {
  const t = await testWorld({ at: NOW });
  // The owner's way in follows from this secret in a test.
  t.world.keys = { ...t.world.keys, roles: TEST_SECRET };
  return t;
};

describe('a loaded demo', () => {
  let t: TestWorld;
  let events: DemoEvent[];
  before(async () => {
    t = await world();
    events = planDemo(SMALL);
    await loadDemo(t.world, SMALL, quiet);
  });
  after(() => t.close());

  test('holds as many of everything as was planned', async () => {
    const { counts } = taleOf(events);
    const kinds = await countBy(
      t.adminUrl,
      // What a coordinator filed is shown beyond the plan.
      `select kind as k, count(*) as n from statement where moved_from is null and not fields @> '[{"name":"filing"}]' group by 1`,
    );
    // Nor what was written down of a call.
    assert.equal((kinds['report'] ?? 0) - (kinds['written_down'] ?? 0), counts['report']);
    assert.equal(kinds['acknowledgement'], counts['acknowledge']);
    assert.equal(kinds['transition'], (counts['transition'] ?? 0) + (counts['open_case'] ?? 0));
    assert.equal(kinds['issue'], counts['code_issue']);
    assert.equal(kinds['filing'], counts['attach_report']);
    assert.equal(kinds['consent_asked'], counts['consent_asked']);
    assert.equal(kinds['consent_answer'], counts['consent_answered']);
    assert.equal(kinds['remedy_answer'], counts['remedy_answered']);
    assert.equal(kinds['disclosure'], counts['disclosure']);
    // One more shows what a plan can hold.
    assert.equal(kinds['action'], (counts['action_proposed'] ?? 0) + 1);
    assert.equal(kinds['action_report'], counts['action_reported']);
    assert.equal(kinds['withdrawal'], counts['withdrawal']);
    const [sizes] = await everything<Record<string, string>>(
      t.adminUrl,
      `select (select count(*) from organisation) as organisations, (select count(*) from workplace) as workplaces,
        (select count(*) from note) as notes, (select count(*) from licence) as licences`,
    );
    assert.equal(Number(sizes?.['organisations']), counts['register_organisation']);
    assert.equal(Number(sizes?.['workplaces']), counts['register_workplace']);
    assert.equal(Number(sizes?.['notes']), counts['note'] ?? 0);
    assert.ok(Number(sizes?.['licences']) > 0);
  });

  test('every case stands where the plan leaves it, and every issue has the outcome of both sides', async () => {
    const { states, outcomes } = taleOf(events);
    const found = await columnOf(t.adminUrl, 'select case_id as id, state as v from case_file');
    assert.equal(found.size, states.size);
    for (const [ref, state] of states) assert.equal(found.get(ids(`case ${ref}`)), state, ref);
    const judged = await columnOf(t.adminUrl, 'select issue_id as id, outcome as v from issue');
    assert.ok(outcomes.size > 3);
    for (const [ref, outcome] of outcomes) assert.equal(judged.get(ids(`issue ${ref}`)), outcome, ref);
  });

  test('only what still waits has moved: the inbox is as fresh as the moment of loading', async () => {
    const moved = Date.parse(NOW) - PLAN_END;
    const at = await columnOf(t.adminUrl, 'select statement_id as id, recorded_at::text as v from statement');
    const waiting = new Set(taleOf(events).waiting.map((e) => e.report));
    assert.ok(waiting.size >= 20);
    for (const e of events) {
      if (e.kind !== 'report') continue;
      const due = Date.parse(e.at) + (waiting.has(e.report) ? moved : 0);
      const got = Date.parse(at.get(ids(`report ${e.report}`)) ?? '');
      assert.ok(Math.abs(got - due) < 1000, `${e.report} stands at ${new Date(got).toISOString()}`);
    }
    const late = await everything(
      t.adminUrl,
      `select 1 from thread where receiver_org = '${MAIN_CSO}' and state = 'waiting' and due_at < '${NOW}'`,
    );
    assert.ok(late.length >= 1 && late.length <= 4, `${late.length} clocks have run out`);
  });

  test('the printed codes open their threads, and the question of the tour waits there', async () => {
    const tour = await tourOf(t.world);
    assert.ok(tour);
    for (const code of [tour.code, tour.burmese]) {
      const root = await stretch(code, t.world.keys.origin);
      const opened = await openThread(t.world, await lookupId(root));
      assert.ok(!isRefusal(opened));
      const { thread } = opened;
      const key = await unwrapPrivate(thread.wrappedKey, await wrapKey(root));
      assert.ok(key);
      for (const { envelope } of thread.statements) if (envelope) assert.ok(await open(envelope, key));
      if (code !== tour.code) continue;
      const asked = thread.statements.filter((s) => s.asks?.kind === 'remedy');
      assert.equal(asked.length, 1);
      assert.ok(!thread.statements.some((s) => s.re === asked[0]?.id));
      const since = Date.parse(NOW) - Date.parse(asked[0]?.recorded ?? '');
      assert.ok(since > 0 && since < 10 * DAY, 'asked in the days before');
    }
  });

  test('the bundle of the flagship workplace verifies, over an epoch a day and the live beat', async () => {
    await t.closeEpoch();
    const [flagship] = await everything<{ docket_id: number }>(
      t.adminUrl,
      `select docket_id from docket where id = '${FLAGSHIP}'`,
    );
    const made = await makeDocketBundle(t.world, {
      docketId: flagship?.docket_id ?? -1,
      org: MAIN_CSO,
      kind: 'cso',
    });
    assert.ok(!isRefusal(made));
    const lines: Buffer[] = [];
    for await (const line of made) lines.push(Buffer.from(line));
    const policy = parsePolicy(
      `log ${vkeyOf(logKey(t.world)).vkey}\n# epoch ${t.world.config.epochSeconds}\nquorum none\n`,
    );
    assert.ok(typeof policy !== 'string');
    const verdict = await verifyBundle(lines, { policy, at: Date.parse(NOW) / 1000 });
    assert.ok('unaltered' in verdict, JSON.stringify(verdict));
    assert.equal(verdict.unaltered, true, verdict.unalteredReasons.join());
    const flipped = lines.map((line, i) =>
      i === lines.length - 3 ? Buffer.from(String(line).replace(/[0-9a-f]{3}/, '000')) : line,
    );
    const other = await verifyBundle(flipped, { policy, at: Date.parse(NOW) / 1000 });
    assert.ok(!('unaltered' in other) || !other.unaltered);
  });

  test('a second load is refused', async () => {
    await assert.rejects(loadDemo(t.world, SMALL, quiet), /loaded here already/);
  });

  test('the same seed gives the same people, dates, texts and figures, also after a load that was cut off', async () => {
    const other = await world();
    try {
      const cut = (done: number, all: number) => {
        if (done > all / 2) throw new Error('the power went');
      };
      await assert.rejects(loadDemo(other.world, SMALL, cut), /the power went/);
      assert.equal(await isDemoLoaded(other.world), false);
      assert.equal(await findDemo(other.world), 'half');
      await loadDemo(other.world, SMALL, quiet);
      assert.deepEqual(await people(other.adminUrl), await people(t.adminUrl));
      assert.deepEqual(await told(other.world, other.adminUrl), await told(t.world, t.adminUrl));
      const [one, two] = [await figures(other.adminUrl), await figures(t.adminUrl)];
      assert.ok(one.length > 0);
      assert.deepEqual(one, two);
      const numbers = 'select case_id as id, number::text as v from case_file';
      assert.deepEqual(await columnOf(other.adminUrl, numbers), await columnOf(t.adminUrl, numbers));
    } finally {
      await other.close();
    }
  });
});

test('an installation of somebody’s own is never taken for a demo', async () => {
  const t = await world();
  try {
    await office(t);
    const before = await people(t.adminUrl);
    await assert.rejects(loadDemo(t.world, SMALL, quiet), /installation of its own/);
    assert.deepEqual(await people(t.adminUrl), before);
    assert.deepEqual(await markOf(t.world), []);
  } finally {
    await t.close();
  }
});

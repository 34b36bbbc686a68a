import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import { commit, signEd25519, utf8, actText } from '../../../ledger/index.ts';
import { record } from '../record/index.ts';
import { isRefusal } from '../refusal.ts';
import { makeCaseSingle, makeDocketBundle, makeSingleBundle } from './bundle.actions.ts';
import {
  type Network,
  type Spoken,
  cosign,
  forward,
  network,
  signed,
  spoken,
  textOf,
  verdictOf,
} from './evidence.fixture.ts';

let n: Network;
before(async () => {
  n = await network();
});
after(() => n?.close());

const CSO = () => ({ org: n.o.org, kind: 'cso' });
const AUDITOR = { org: 'vouch:audit-co', kind: 'auditor' };

async function bundle(docketId: number, reader: { org: string; kind: string } = CSO()) {
  await cosign(n);
  const made = await makeDocketBundle(n.t.world, { ...reader, docketId });
  assert.ok(!isRefusal(made), JSON.stringify(made));
  const text = await textOf(made);
  return { text, verdict: await verdictOf(n, text) };
}

const good = ({
  unaltered,
  complete,
  reasons,
}: {
  unaltered: boolean;
  complete: boolean;
  reasons: string[];
}) => assert.deepEqual([unaltered, complete, reasons], [true, true, []]);

const leaf = (
  docket: number,
  kind: 'erased' | 'moved',
  of: string,
  to?: { docket: number; commitment: string },
) =>
  n.admin.query(
    'insert into waiting_leaf (docket_id, waiting_id, kind, commitment, target_docket, target_commitment) values ($1, $2, $3, $4, $5, $6)',
    [docket, randomUUID(), kind, Buffer.from(of, 'hex'), to?.docket ?? null, to ? Buffer.from(to.commitment, 'hex') : null], // prettier-ignore
  );

/** What rights does, in its order: the leaf, then the destruction. */
async function erase(s: Spoken, byWorker: boolean, at: string): Promise<void> {
  await leaf(s.docket, 'erased', s.committed.commitment);
  await forward(n, at);
  const commitment = Buffer.from(s.committed.commitment, 'hex');
  const authority = byWorker ? JSON.stringify(signed(n, s, { act: 'erasure' })) : null;
  await n.admin.query('delete from record_secret where statement_id = $1', [s.statementId]);
  await n.admin.query('delete from statement where statement_id = $1', [s.statementId]);
  await n.admin.query('insert into erased_leaf values ($1, $2, $3, now())', [
    s.docket,
    commitment,
    authority,
  ]);
}

/** A copy in another docket, and the leaf that names it. */
async function move(s: Spoken, to: number, at: string): Promise<string> {
  const found = await n.admin.query('select fields from statement where statement_id = $1', [s.statementId]);
  const subject = await n.admin.query("select kind || ' ' || id as it from docket where docket_id = $1", [
    to,
  ]);
  const fields = (found.rows[0].fields as { name: string; value: string }[]).map((f) =>
    f.name === 'subject' ? { ...f, value: String(subject.rows[0].it) } : f,
  );
  const m = new Uint8Array(randomBytes(32));
  const { commitment } = commit(fields, m);
  await n.admin.query(
    `with s as (insert into statement (docket_id, statement_id, thread_id, thread_docket, kind, fields, commitment, recorded_at, placed_in, cso_org, key_raw, moved_from)
       select $2, statement_id, thread_id, thread_docket, kind, $3, $4, recorded_at, $2, cso_org, key_raw, docket_id from statement where statement_id = $1),
     m as (insert into record_secret values ($2, $1, $5))
     insert into waiting_leaf (docket_id, waiting_id, kind, commitment) values ($2, $1, 'statement', $4)`,
    [s.statementId, to, JSON.stringify(fields), Buffer.from(commitment, 'hex'), m],
  );
  await n.admin.query('update statement set placed_in = $2 where docket_id = $3 and statement_id = $1', [s.statementId, to, s.docket]); // prettier-ignore
  await leaf(s.docket, 'moved', s.committed.commitment, { docket: to, commitment });
  await forward(n, at);
  return commitment;
}

test('each kind of line in one docket: disclosed, withdrawn, erased with and without a signature, moved; both verdicts yes', async () => {
  const { busy, empty } = n.places;
  const said: Spoken[] = [];
  for (let i = 0; i < 6; i++) said.push(await spoken(n, { docket: busy }));
  const [first, second, third, fourth] = said as [Spoken, Spoken, Spoken, Spoken];
  await forward(n, '2026-07-21T06:00:00Z');
  await erase(first, true, '2026-07-21T12:00:00Z');
  await erase(second, false, '2026-07-21T18:00:00Z');
  const origin = n.t.world.keys.origin;
  const text = actText({ act: 'withdrawal', origin, docket: busy, commitment: third.committed.commitment });
  await n.admin.query('update statement set authority = $2 where statement_id = $1', [third.statementId, Buffer.from(signEd25519(third.seed, utf8(text)))]); // prettier-ignore
  const there = await move(fourth, empty, '2026-07-22T00:00:00Z');
  const authority = signed(n, fourth, { act: 'move', target: empty, newCommitment: there });
  await n.admin.query('insert into moved_leaf values ($1, $2, $3, now())', [busy, Buffer.from(fourth.committed.commitment, 'hex'), JSON.stringify(authority)]); // prettier-ignore

  const made = await bundle(busy);
  good(made.verdict);
  assert.deepEqual(made.verdict.counts, {
    statements: 6,
    disclosed: 2,
    erased: { by_worker: 1, unsigned: 1 },
    moved: 1,
    withheld: { 'not-licensed': 0, withdrawn: 1, suppressed: 0, sealed: 0 },
  });
  assert.equal((made.text.match(/"leaf":"(erased|moved) /g) ?? []).length, 3, 'control leaves');
  good((await bundle(empty)).verdict);
  // Without the worker's signature a move out of a named docket isn't proven, and only that is said.
  await n.admin.query('update moved_leaf set authority = null');
  const unsigned = (await bundle(busy)).verdict;
  assert.deepEqual([unsigned.unaltered, unsigned.reasons], [true, ['move-unproven']]);
  await n.admin.query('update moved_leaf set authority = $1', [JSON.stringify(authority)]);
  // Moved and then erased is erased, here and there.
  await leaf(busy, 'erased', fourth.committed.commitment);
  await leaf(empty, 'erased', there);
  await forward(n, '2026-07-22T06:00:00Z');
  await n.admin.query('delete from record_secret where statement_id = $1', [fourth.statementId]);
  await n.admin.query('delete from statement where statement_id = $1', [fourth.statementId]);
  const both = await bundle(busy);
  good(both.verdict);
  assert.deepEqual([both.verdict.counts.moved, both.verdict.counts.erased.unsigned], [0, 2]);
});

test('the epoch before an erasure can’t be made again, and says so in words; a buyer hears nothing', async () => {
  const { busy } = n.places;
  const { rows } = await n.admin.query("select n from epoch where closed = '2026-07-21T06:00:00Z'");
  const before_ = await makeDocketBundle(n.t.world, { ...CSO(), docketId: busy, epoch: rows[0].n });
  assert.ok(
    isRefusal(before_) && before_.refused === 'wrong_state' && /erased after that epoch/.test(before_.why),
  );
  const stranger = { org: 'vouch:second-line', kind: 'cso', docketId: busy, epoch: rows[0].n };
  const other = await makeDocketBundle(n.t.world, stranger);
  assert.ok(isRefusal(other) && other.refused === 'not_found');
});

test('a statement that is gone without an erased leaf is an error in words, and no bundle', async () => {
  const lost = await spoken(n, { docket: n.places.few });
  await forward(n, '2026-07-23T00:00:00Z');
  await n.admin.query('delete from record_secret where statement_id = $1', [lost.statementId]);
  await assert.rejects(bundle(n.places.few), /what opens the statement of leaf 0 is missing/);
  await n.admin.query('delete from statement where statement_id = $1', [lost.statementId]);
  await assert.rejects(bundle(n.places.few), /leaf 0 is missing in the database, and was not erased/);
});

test('withheld: another organisation’s in unplaced, sealed words there under a licence, few in a programme', async () => {
  const { rows } = await n.admin.query("select docket_id from docket where kind = 'unplaced'");
  const unplaced: number = rows[0].docket_id;
  await spoken(n, { docket: unplaced });
  await spoken(n, { docket: unplaced, csoOrg: 'vouch:second-line' });
  const next = await n.admin.query('select max(docket_id) + 1 as id from docket');
  const programme: number = next.rows[0].id;
  await n.admin.query("insert into docket (docket_id, kind, id) values ($1, 'programme', 'gls:repay-2026')", [programme]); // prettier-ignore
  await forward(n, '2026-07-24T00:00:00Z');
  for (let i = 0; i < 3; i++) await spoken(n, { docket: programme });
  await n.t.world.app.write({ org: n.o.org, kind: 'cso' }, (tx) =>
    record(tx, n.t.world, {
      docketId: programme,
      kind: 'issue',
      by: n.o.org,
      csoOrg: n.o.org,
      at: n.t.clock.now(),
    }),
  );
  await forward(n, '2026-07-24T06:00:00Z');
  for (const docket of [unplaced, programme])
    await n.admin.query("insert into licence values ($1, $2, 'vouch:worker-line', 'inspection', '2026-01-01', '2026-12-31')", [AUDITOR.org, docket]); // prettier-ignore
  const own = (await bundle(unplaced)).verdict;
  good(own);
  assert.deepEqual([own.counts.disclosed, own.counts.withheld['not-licensed']], [1, 1]);
  const sealed = await bundle(unplaced, AUDITOR);
  good(sealed.verdict);
  assert.equal(sealed.verdict.counts.withheld.sealed, 2);
  const few = await bundle(programme, AUDITOR);
  good(few.verdict);
  assert.deepEqual([few.verdict.counts.withheld.suppressed, few.verdict.counts.disclosed], [3, 1]);
  assert.equal((await bundle(programme)).verdict.counts.disclosed, 4);
});

test('a single bundle: the worker’s own and the case’s, unaltered, small; for anybody else nothing', async () => {
  const { empty } = n.places;
  const one = await spoken(n, { docket: empty });
  assert.equal(await makeSingleBundle(n.t.world, empty, one.statementId), undefined, 'not before its epoch');
  await forward(n, '2026-07-25T00:00:00Z');
  await cosign(n);
  const text = await makeSingleBundle(n.t.world, empty, one.statementId);
  assert.ok(text && text.length < 8000, String(text?.length));
  const verdict = await verdictOf(n, text);
  assert.deepEqual([verdict.unaltered, verdict.complete, verdict.reasons], [true, false, ['count-mismatch']]);
  const ask = { ...CSO(), docketId: empty, statementId: one.statementId };
  assert.equal(await makeCaseSingle(n.t.world, ask), text);
  for (const [org, kind] of [
    ['vouch:second-line', 'cso'],
    ['vouch:nordic', 'buyer'],
    ['vouch:audit-co', 'auditor'],
    ['vouch:heron', 'employer'],
  ] as const)
    // prettier-ignore
    assert.ok(isRefusal(await makeCaseSingle(n.t.world, { ...ask, org, kind })), org);
  for (const statementId of [randomUUID(), '', "' or 1=1", one.statementId.toUpperCase()])
    assert.ok(isRefusal(await makeCaseSingle(n.t.world, { ...ask, statementId })), statementId);
});

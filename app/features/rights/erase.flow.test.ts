// A worker's wish to erase, from the phone to the empty leaf: what is gone, what stays, and in which order.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { dumpOf, found, spellings } from '../../../test/faults/at-rest.ts';
import { releaseFigures } from '../insight/index.ts';
import { advanceErasures, backupsEnd } from './index.ts';

let t: TestWorld;
let o: Office;
let admin: pg.Client;
before(async () => {
  t = await testWorld();
  o = await office(t);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const rows = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await admin.query(text, values)).rows as Record<string, unknown>[];
const count = async (table: string, where: string, values: unknown[] = []): Promise<number> =>
  Number((await rows(`select count(*)::int as n from vouch.${table} where ${where}`, values))[0]?.['n']);
const leafLines = async (docket: number): Promise<string[]> =>
  (await rows('select line from vouch.docket_leaf where docket_id = $1 order by leaf', [docket])).map((r) => String(r['line'])); // prettier-ignore
const tick = async (): Promise<void> => {
  t.clock.forward(10);
  await t.closeEpoch();
};
/** Ids and secrets that stand for one statement anywhere at rest. */
const anywhere = async (words: readonly string[]): Promise<string[]> => {
  const needles = words.flatMap(spellings);
  return [...(await dumpOf(t.adminUrl))]
    .filter(([, text]) => found(Buffer.from(text), needles))
    .map(([table]) => table);
};

test('one message: written down, its leaf out, then destroyed, then said; the rest of the thread stays', async () => {
  const by = await phone(t, o);
  const said = await by.say('message', { words: 'And her name is on the list.' });
  await tick();
  const docket = by.docket;
  const [secret] = await rows('select encode(m, $2) as m from vouch.record_secret where statement_id = $1', [said, 'hex']); // prettier-ignore
  assert.ok((await anywhere([said])).length >= 4);

  const asked = await by.erase('one', said);
  assert.equal(asked.status, 201, asked.text);
  const [item] = await rows('select authority, state from vouch.erasure_item where statement_id = $1', [
    said,
  ]);
  assert.equal(item?.['state'], 'asked');
  assert.ok(item?.['authority'], 'the opening of its key is kept');
  const seen = await desk(t, o, o.caseworker);
  const view = () => seen.see(`threads/${by.docket}/${by.threadId}`);
  const shown = async () => (await view()).statements.find((s: { id: string }) => s.id === said);
  assert.equal((await shown()).envelope, null, 'nobody reads it from the wish on');

  assert.equal(await advanceErasures(t.world), 1);
  assert.equal(await count('statement', 'statement_id = $1', [said]), 1, 'not before its leaf is out');
  assert.equal(await advanceErasures(t.world), 0);
  t.clock.forward(10);
  await tick();
  const before = await leafLines(docket);
  assert.equal(before.filter((l) => l.startsWith('erased ')).length, 1);
  assert.equal(await advanceErasures(t.world), 2, 'destroyed, answered');
  assert.equal(await advanceErasures(t.world), 0);

  assert.deepEqual(await anywhere([String(secret?.['m'])]), []);
  // Its own name stays where the thread says that something stood there, and in the wish's `re`.
  assert.deepEqual((await anywhere([said])).sort(), ['vouch.erasure', 'vouch.statement']);
  assert.equal(await count('erased_leaf', 'docket_id = $1 and authority is not null', [docket]), 1);
  const opened = await by.thread();
  assert.ok(!opened.statements.some((s: { id: string }) => s.id === said));
  assert.deepEqual(opened.erased, [
    { said: '2026-11-21', on: '2026-11-21', until: backupsEnd(t.clock.now()) },
  ]);
  assert.equal(await shown(), undefined);
  assert.deepEqual(await leafLines(docket), before, 'the docket only grows');
});

test('everything: statements, secrets, look-up, case words; the code then opens one sentence until the backups end', async () => {
  const c = await openedCase(t, o, 1, { words: ['They lock the gate at night.'] });
  const [by] = c.phones;
  assert.ok(by);
  await by.say('message', { words: 'It is worse now.' });
  await c.issue('DOC-01');
  await c.desk.done(`threads/${by.docket}/${by.threadId}/notes`, { noteId: randomUUID(), envelope: await by.sealed({ words: 'note' }) }).catch(() => {}); // prettier-ignore
  await c.move('consent_pending');
  await c.consent(by, 'given');
  await tick();
  const ids = (await rows('select distinct statement_id::text as id from vouch.statement where thread_id = $1', [by.threadId])).map((r) => String(r['id'])); // prettier-ignore
  assert.ok(ids.length >= 4);

  const kept = (id: string) => JSON.stringify({ start: '2026-01', rows: [{ month: '2026-10', count: 3, workers: [id, 'another'] }], decisions: [] }); // prettier-ignore
  await admin.query(`insert into vouch.release (day, audience, name, sha256, canonical) values ('2026-11-07', 'kept', 'kept.2026-11-07', 'x', $1)`, [kept(by.threadId)]); // prettier-ignore

  assert.equal((await by.erase('all')).status, 201);
  const late = await c.desk.post(`threads/${by.docket}/${by.threadId}/messages`, {
    statementId: randomUUID(),
    envelope: await by.sealed({ v: 1, kind: 'message', words: 'Wait.' }),
  });
  assert.ok([200, 409].includes(late.status));
  assert.equal((await by.open()).body.thread.erasing, true);
  await advanceErasures(t.world);
  await tick();
  await advanceErasures(t.world);
  // What was put on record in between has its own leaf to wait for.
  await tick();
  await advanceErasures(t.world);

  assert.deepEqual(await anywhere([by.threadId, ...ids]), []);
  for (const table of ['thread', 'ask', 'consent', 'move_ask', 'erasure_item'])
    assert.equal(await count(table, 'thread_id = $1', [by.threadId]), 0, table);
  const [release] = await rows(`select canonical, sha256 from vouch.release where audience = 'kept'`);
  const text = String(release?.['canonical']);
  const [name] = (JSON.parse(text) as { rows: { workers: string[] }[] }).rows[0]?.workers ?? [];
  assert.match(String(name), /^[0-9a-f-]{36}$/);
  assert.equal(text, kept(String(name)), 'what releases rest on keeps its counts, under a name that nothing else bears'); // prettier-ignore
  assert.equal(release?.['sha256'], createHash('sha256').update(text).digest('hex'));
  await releaseFigures(t.world, '2026-11-20');
  const gone = await by.open();
  assert.deepEqual(gone.body, { gone: { on: '2026-11-21', until: backupsEnd(t.clock.now()) } });
  const after = await c.see();
  assert.deepEqual(after.threads, []);
  assert.equal(after.case.state, 'consent_pending');
  assert.deepEqual(after.notes, []);
  assert.ok(after.events.every((e: { reason: string | null }) => e.reason === null), 'why a step was taken is gone too'); // prettier-ignore
  const kinds = await rows(`select count(*) filter (where authority is not null)::int as signed, count(*)::int as n
    from vouch.erased_leaf where docket_id = $1`, [by.docket]); // prettier-ignore
  assert.ok(Number(kinds[0]?.['signed']) >= 4, 'what the worker said is signed for');
  assert.ok(Number(kinds[0]?.['n']) > Number(kinds[0]?.['signed']), 'what was said about it is not');
});

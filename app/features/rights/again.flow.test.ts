// A backup from before an erasure is restored: the log knows better, and what came back is erased again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { dumpOf, found, spellings } from '../../../test/faults/at-rest.ts';
import { openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { advanceErasures, eraseAgain } from './index.ts';

let t: TestWorld;
let o: Office;
let admin: pg.Client;
before(async () => {
  t = await testWorld();
  o = await office(t);
  admin = new pg.Client({ connectionString: t.adminUrl, options: '-c search_path=vouch' });
  await admin.connect();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const OF_THREADS = ['thread', 'thread_lookup', 'statement', 'record_secret', 'envelope', 'idempotency'];
const holding = async (words: readonly string[]): Promise<string[]> => {
  const needles = words.flatMap(spellings);
  return [...(await dumpOf(t.adminUrl))]
    .filter(([name, text]) => !name.startsWith('backup.') && found(Buffer.from(text), needles))
    .map(([name]) => name);
};
const tick = async (): Promise<void> => {
  t.clock.forward(10);
  await t.closeEpoch();
};

test('what a restored backup brings back is erased again, one message as all of a thread, and nobody else’s', async () => {
  const c = await openedCase(t, o, 1);
  const [all] = c.phones;
  const [one, none] = [await phone(t, o), await phone(t, o)];
  assert.ok(all);
  const said = await one.say('message', { words: 'This one.' });
  await tick();
  await admin.query('create schema backup');
  for (const table of OF_THREADS) await admin.query(`create table backup.${table} as table ${table}`);
  const secrets = await admin.query<{ m: string }>(`select encode(m, 'hex') as m from record_secret where statement_id = any($1::uuid[])`, [[all.threadId, said]]); // prettier-ignore
  const needles = secrets.rows.map((r) => r.m);
  assert.equal(needles.length, 2);

  await all.erase('all');
  await one.erase('one', said);
  await advanceErasures(t.world);
  await tick();
  await advanceErasures(t.world);
  assert.deepEqual(await holding(needles), []);
  assert.deepEqual(await eraseAgain(t.world), { found: 0, left: 0 }, 'nothing came back');

  for (const table of OF_THREADS)
    await admin.query(`insert into ${table} select * from backup.${table} on conflict do nothing`);
  assert.deepEqual((await holding(needles)).sort(), ['vouch.record_secret']);
  assert.equal((await all.open()).body.thread.threadId, all.threadId, 'it is back');

  const { found: back, left } = await eraseAgain(t.world);
  assert.ok(back >= 3 && left === 0, `${back} ${left}`);
  await tick();
  await advanceErasures(t.world);
  assert.deepEqual(await holding(needles), []);
  assert.ok((await all.open()).body.gone);
  const thread = await one.thread();
  assert.ok(!thread.statements.some((s: { id: string }) => s.id === said));
  assert.ok(thread.statements.some((s: { id: string }) => s.id === one.threadId));
  assert.equal((await none.open()).body.thread.threadId, none.threadId);
  const { rows } = await admin.query(`select line from docket_leaf where line like 'erased %' group by docket_id, line having count(*) > 1`); // prettier-ignore
  assert.deepEqual(rows, [], 'no leaf is erased twice');
});

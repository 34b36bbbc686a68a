// The machine is cut off before each step, in every round, and goes on from wherever it was: the end is the same.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { dumpOf, filesWith, found, spellings } from '../../../test/faults/at-rest.ts';
import { multipart } from '../../../test/faults/form.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Phone, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { advanceErasures } from './index.ts';

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

const one = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>> =>
  ((await admin.query(text, values)).rows[0] ?? {}) as Record<string, unknown>;
const files = (): string[] =>
  existsSync(join(t.world.config.dir, 'files'))
    ? readdirSync(join(t.world.config.dir, 'files'), { recursive: true, withFileTypes: true })
        .filter((f) => f.isFile())
        .map((f) => f.name)
    : [];
const tick = async (): Promise<void> => {
  t.clock.forward(10);
  await t.closeEpoch();
};
const STEPS = ['sequence', 'destroy', 'files', 'rows', 'answer'];

class Cut extends Error {}
/** Cuts before `step`, then once more right after it, then lets the machine go. */
async function cutBefore(step: string): Promise<void> {
  const cut = () =>
    advanceErasures(t.world, {
      before: (at) => {
        if (at === step) throw new Cut(step);
      },
    });
  await cut().catch((error: unknown) => assert.ok(error instanceof Cut, String(error)));
}

async function withPhoto(by: Phone): Promise<string> {
  const { sealed, files: bytes } = await by.photo(`photo ${randomBytes(20).toString('hex')}`);
  const form = multipart([['report', JSON.stringify(sealed)]], bytes.map((f) => Buffer.from(f)), 'file'); // prettier-ignore
  const answer = await t.app.inject({ method: 'POST', url: '/api/v1/thread/add', ...form });
  assert.equal(answer.statusCode, 201, answer.body);
  return String(sealed.attachments[0]?.sha256);
}

for (const step of STEPS)
  test(`cut off before ${step}: nothing is lost, nothing is done twice, and all of it is gone at the end`, async () => {
    const by = await phone(t, o, { words: [`before ${step}`] });
    const other = await phone(t, o);
    const [photo, theirs] = [await withPhoto(by), await withPhoto(other)];
    assert.ok(files().includes(photo), 'it was there');
    await tick();
    const secret = String((await one(`select encode(m, 'hex') as m from vouch.record_secret where statement_id = $1`, [by.threadId]))['m']); // prettier-ignore
    const sealed = String((await one(`select content from vouch.envelope where statement_id = $1`, [by.threadId]))['content']).slice(20, 90); // prettier-ignore
    const needles = [secret, by.threadId, photo, sealed].flatMap(spellings);
    const holding = async () =>
      [...(await dumpOf(t.adminUrl))].filter(([, text]) => found(Buffer.from(text), needles)).map(([name]) => name); // prettier-ignore
    assert.ok((await holding()).length >= 5);
    assert.equal((await by.erase('all')).status, 201);

    for (let round = 0; round < 3; round++) {
      await cutBefore(step);
      await advanceErasures(t.world);
      await tick();
    }
    await advanceErasures(t.world);
    assert.deepEqual(await holding(), []);
    assert.ok(!files().includes(photo), 'its file is gone from the disk');
    assert.ok(files().includes(theirs), 'another worker’s is not');
    assert.deepEqual(filesWith(t.world.config.dir, [...spellings(secret), ...spellings(by.threadId)]).holding, []); // prettier-ignore
    const { n, leaves } = await one(
      `select count(*)::int as n, count(distinct line)::int as leaves from vouch.docket_leaf where docket_id = $1 and line like 'erased %'`,
      [by.docket],
    );
    assert.equal(n, leaves, 'no leaf is erased twice');
    assert.equal((await by.open()).body.gone.on, '2026-11-21');
    assert.equal((await other.open()).status, 200);
  });

test('two machines at once do what one does', async () => {
  const all = await Promise.all([phone(t, o), phone(t, o), phone(t, o)]);
  await tick();
  for (const by of all) assert.equal((await by.erase('all')).status, 201);
  for (let round = 0; round < 3; round++) {
    await Promise.all([1, 2, 3].map(() => advanceErasures(t.world)));
    await tick();
  }
  for (const by of all) assert.ok((await by.open()).body.gone);
  const { n } = await one(`select count(*)::int as n from vouch.docket_leaf where line like 'erased %' group by docket_id, line having count(*) > 1`); // prettier-ignore
  assert.equal(n, undefined);
});

test('while the log stands still nothing is destroyed, and reports and wishes go on', async () => {
  const by = await phone(t, o);
  assert.equal((await by.erase('all')).status, 201);
  await advanceErasures(t.world);
  for (let i = 0; i < 3; i++) await advanceErasures(t.world);
  assert.equal((await by.open()).body.thread.erasing, true);
  assert.equal((await one('select count(*)::int as n from vouch.record_secret where statement_id = $1', [by.threadId]))['n'], 1); // prettier-ignore
  // Statement and `erased` leaf in one epoch: both waited for the same one.
  await tick();
  await advanceErasures(t.world);
  assert.ok((await by.open()).body.gone);
});

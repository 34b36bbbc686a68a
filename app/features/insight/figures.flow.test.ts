import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import Fastify from 'fastify';
import pg from 'pg';
import { openGates, prepareDatabase } from '../../platform/database.ts';
import { serverKeys } from '../../platform/keys.ts';
import { startEmbedded } from '../../platform/postgres/embedded.ts';
import type { World } from '../../platform/world.ts';
import { releaseFigures } from './actions.ts';
import { figuresCsv } from './csv.ts';
import { figuresOf, latestRelease } from './store.ts';
import { type Figure, K_PARTNER, PUBLIC } from './figure.ts';
import { readOpen } from './read.actions.ts';
import { insightRoutes } from './routes.ts';

const dir = mkdtempSync(join(tmpdir(), 'vouch-figures-'));

// The database's own user must be able to enter it.

chmodSync(dir, 0o711);
const closing: (() => Promise<void>)[] = [];
let world: World;
let admin: (text: string, values?: unknown[]) => Promise<void>;
const now = new Date('2025-04-10T12:00:00Z');

/** Site 0 is loud, 1 and 2 are middling, 3 has four voices, 4 is silent, 5 is tiny. All but 2 are in the buyer's chain. */
const SITES: [voices: number, headcount: number][] = [
  [60, 900],
  [30, 400],
  [25, 300],
  [4, 200],
  [0, 200],
  [8, 12],
  [45, 400],
  [36, 400],
  [33, 300],
];

async function seed(): Promise<void> {
  await admin(`insert into organisation (org_id, kind, name, country) values
    ('vouch:cso', 'cso', 'Worker Line', 'TH'), ('vouch:buyer', 'buyer', 'A Buyer', 'DE'), ('vouch:other', 'buyer', 'Another', 'SE')`);
  for (const [i, [, headcount]] of SITES.entries()) {
    await admin(`insert into docket values ($1, 'facility', $2)`, [i, `vouch:F0000${i}`]);
    await admin(`insert into workplace (docket_id, name, country, sector, headcount, receiver_org) values ($1, $2, $3, $4, $5, 'vouch:cso')`, [i, `=Site ${i}`, i % 2 ? 'MY' : 'TH', i < 3 || i === 7 ? 'seafood' : 'garments', headcount]); // prettier-ignore
    if (i !== 2) await admin(`insert into supply_link values ('vouch:buyer', $1, 1)`, [i]);
  }
  await admin(`insert into supply_link values ('vouch:other', 2, 1), ('vouch:other', 6, 1)`);
  for (const [i, [voices]] of SITES.entries())
    for (let n = 0; n < voices; n++) await addReport(i, `2025-0${(n % 3) + 1}-15T08:00:00Z`, 'distinct');
}

async function addReport(site: number, at: string, distinct: string, code = 'WAG-01'): Promise<string> {
  const [thread, caseId, issue, statement] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await admin(
    `insert into thread (docket_id, thread_id, placed_in, receiver_org, urgency, received_day, public_key, wrapped_key, case_id, case_docket, distinct_worker)
     values ($1, $2, $1, 'vouch:cso', 'P2', $3, '{}', '', $4, $1, $5)`,
    [site, thread, at.slice(0, 10), caseId, distinct],
  );
  await admin(
    `insert into statement (docket_id, statement_id, thread_id, thread_docket, kind, fields, commitment, recorded_at, placed_in, cso_org)
     values ($1, $2, $3, $1, 'report', '[]', $4, $5, $1, 'vouch:cso')`,
    [site, statement, thread, Buffer.alloc(32), at],
  );
  await admin(
    `insert into case_file (docket_id, case_id, placed_in, number, cso_org, state, urgency, opened_at, first_received)
     values ($1, $2, $1, 1, 'vouch:cso', 'triaged', 'P2', $3, $3)`,
    [site, caseId, at],
  );
  await admin(
    `insert into issue (docket_id, issue_id, case_id, cso_org, code, scale, scope, irremediability, severity, affected, raised_at, claimed_at, outcome, outcome_at)
     values ($1, $2, $3, 'vouch:cso', $4, 2, 1, 1, 2, '{}', $5, $5, 'verified', $5)`,
    [site, issue, caseId, code, at],
  );
  return thread;
}

before(async () => {
  const server = await startEmbedded({ dir, durable: false });
  closing.push(() => server.stop());
  const keys = serverKeys(dir, 'test.vouch.invalid');
  const base = await prepareDatabase(server.url, 'vouch', keys.roles);
  const gates = openGates(base, keys.roles);
  closing.unshift(() => gates.close());
  const client = new pg.Client({ connectionString: base });
  await client.connect();
  closing.unshift(() => client.end());
  await client.query('set search_path = vouch');
  admin = async (text, values) => void (await client.query(text, values));
  // What figures don't touch isn't there: whoever reaches for it fails.
  world = { ...gates, keys, clock: { now: () => now }, config: { demo: true } } as unknown as World;
  await seed();
});
after(async () => {
  for (const close of closing) await close();
  rmSync(dir, { recursive: true, force: true });
});

const find = (figures: readonly Figure[], scope: string, measure: string, period: string) =>
  figures.find((f) => f.scope.kind === scope && f.measure === measure && f.period.kind === period);
const own = (org: string) =>
  world.app.read({ org, kind: 'buyer', now: now.toISOString() }, (db) => figuresOf(db, org));

test('a quarter is released a week after it ends, once, with a line for the log', async () => {
  assert.deepEqual((await releaseFigures(world, '2025-04-06')).releases.map((r) => r.name), ['figures.2025-04-06.public']); // prettier-ignore
  const done = await releaseFigures(world, '2025-04-10');
  assert.deepEqual(done.releases.map((r) => r.name), ['figures.2025-04-10.public', 'figures.2025-04-10.vouch.buyer', 'figures.2025-04-10.vouch.other']); // prettier-ignore
  assert.deepEqual((await releaseFigures(world, '2025-04-10')).releases, []);
  assert.deepEqual((await releaseFigures(world, '2025-04-11')).releases, []);
  const waiting = await world.sequencer.read({}, (db) =>
    db.selectFrom('waiting_entry').select('line').execute(),
  );
  const [line] = done.releases.map((r) => `release ${r.sha256} ${r.name}\n`);
  assert.ok(waiting.some((w) => w.line === line));
  const saved = await world.anon.read({}, (db) => latestRelease(db, PUBLIC));
  assert.equal(saved?.sha256, done.releases[0]!.sha256);
});

test('the public reads its own rows and no organisation’s, an organisation reads its own and no other’s', async () => {
  const open = await readOpen(world);
  assert.equal(find(open.figures, 'network', 'contacts', 'quarter')?.value, 240);
  assert.equal(open.release?.announced, false);
  for (const audience of ['vouch:buyer', 'kept']) {
    assert.deepEqual(await world.anon.read({}, (db) => figuresOf(db, audience)), []);
    assert.equal(await world.anon.read({}, (db) => latestRelease(db, audience)), null);
  }
  const buyers = await own('vouch:buyer');
  assert.equal(find(buyers, 'chain', 'contacts', 'quarter')?.value, 216);
  assert.deepEqual(
    await world.app.read({ org: 'vouch:other', kind: 'buyer' }, (db) => figuresOf(db, 'vouch:buyer')),
    [],
  );
  assert.equal(
    await world.app.read({ org: 'vouch:buyer', kind: 'buyer' }, (db) => latestRelease(db, 'kept')),
    null,
  );
});

test('the silences differ: few voices, no voice, and a site too small to tell', async () => {
  const figures = await own('vouch:buyer');
  const state = (site: string) => figures.find((f) => f.scope.kind === 'workplace' && f.scope.workplace === site && f.measure === 'contacts' && f.period.kind === 'window')?.state; // prettier-ignore
  assert.deepEqual(['0', '3', '4', '5'].map(state), ['shown', 'too_few', 'not_heard', 'too_few']);
  for (const f of figures)
    if (f.value !== null && f.value > 0)
      assert.ok(f.unit === 'issues' ? f.base! >= K_PARTNER : f.value >= K_PARTNER);
});

test('unconfirmed reports, questions and withdrawn ones move no figure; a late confirmation counts in the next month', async () => {
  for (let n = 0; n < 30; n++) await addReport(1, '2025-05-03T08:00:00Z', 'unconfirmed');
  for (let n = 0; n < 12; n++) await addReport(0, '2025-04-20T08:00:00Z', 'distinct', 'INF-01');
  const withdrawn = await addReport(0, '2025-04-20T08:00:00Z', 'distinct');
  await admin('update thread set withdrawn = true where thread_id = $1', [withdrawn]);
  await addReport(0, '2025-02-20T08:00:00Z', 'distinct');
  const before2 = (await readOpen(world)).figures;
  await releaseFigures(world, '2025-05-20');
  const april = await world.jobs.read({}, (db) => db.selectFrom('release').select('canonical').where('audience', '=', 'kept').where('day', '=', '2025-05-20').execute()); // prettier-ignore
  const kept = JSON.parse(april[0]!.canonical) as {
    rows: { workplace: string; ordinary: Record<string, { count: number }> }[];
  };
  const loud = kept.rows.find((row) => row.workplace === '0')!;
  assert.equal(loud.ordinary.contacts?.count, 13);
  assert.equal(loud.ordinary.raised?.count, 1);
  const after2 = (await readOpen(world)).figures;
  assert.deepEqual(after2.slice(0, before2.length), before2);
});

test('over HTTP: figures, CSV with unit, period and base, the page, and the named text', async () => {
  const app = Fastify();
  await insightRoutes(app, world);
  const get = (url: string) => app.inject({ url });
  const page = await get('/open');
  assert.equal(page.statusCode, 200);
  assert.match(page.body, /What workers said, and what was put right/);
  assert.doesNotMatch(page.body, /<script|style=|undefined|NaN|\[object/);
  const json = await get('/api/v1/open/figures?measure=contacts&scope=network&period=quarter');
  assert.equal(json.json().figures.length, 1);
  const csv = await get('/api/v1/open/figures.csv?measure=raised');
  assert.match(
    csv.body,
    /^measure,unit,period,from,to,scope,country,sector,workplace,workplace_name,state,value,base_at_least_workers\r\nraised,issues,/,
  );
  const named = json.json().release as { day: string; sha256: string };
  const text = await get(`/api/v1/open/releases/${named.day}`);
  assert.equal(createHash('sha256').update(text.rawPayload).digest('hex'), named.sha256);
  assert.equal((await get('/api/v1/open/releases/2020-01-01')).statusCode, 404);
  assert.equal((await get('/api/v1/open/figures?nationality=MM')).statusCode, 422);
  assert.equal((await get('/api/v1/desk/figures')).statusCode, 401);
  await app.close();
});

test('a name that a spreadsheet would run comes out as text', () => {
  const f: Figure = { measure: 'contacts', unit: 'contacts', period: { kind: 'window', from: '2025-01-01', to: '2025-03-31' }, scope: { kind: 'workplace', workplace: '0' }, state: 'too_few', value: null, base: null }; // prettier-ignore
  assert.match(figuresCsv([f], new Map([['0', '=Site, "0"']])), /,0,"'=Site, ""0""",too_few,,\r\n$/);
});

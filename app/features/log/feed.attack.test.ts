// The auditors' channel against everybody who isn't one (ledger.md 7).
import assert from 'node:assert/strict';
import { request } from 'node:https';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { sql } from 'kysely';
import { Frontier, Remembered, UNPLACED_REASONS, auditFeed, equalBytes, hex } from '../../../ledger/index.ts';
import { openedCase } from '../../../test/case.ts';
import { office } from '../../../test/office.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { certify } from '../../platform/certificates.ts';
import { isRefusal } from '../refusal.ts';
import { epochFeed, sealKey } from './feed.actions.ts';
import {
  type Channel,
  type Feed,
  auditorsKnown,
  epochs,
  inviteAuditors,
  policyText,
  revokeAuditor,
  startFeed,
} from './index.ts';

let t: TestWorld;
let feed: Feed;
let channel: Channel;
let last = 0;

before(async () => {
  t = await testWorld();
  const worked = await openedCase(t, await office(t), 3);
  for (const phone of worked.phones) {
    await phone.say('message', { words: 'It goes on.' });
    t.clock.forward(60);
    last = await t.closeEpoch();
  }
  const policy = policyText(t.world, []);
  feed = await startFeed(t.world, { port: 0, host: '127.0.0.1', policy: () => policy });
  const made = await inviteAuditors(t.world, ['plumbline'], {
    url: `https://127.0.0.1:${feed.port}`,
    days: 30,
  });
  assert.ok(!isRefusal(made));
  channel = made[0] ?? assert.fail();
});
after(async () => {
  await feed?.stop();
  await t.close();
});

test('the feed of every epoch is in order, and leads to the root that the log signed', async () => {
  const memory = new Remembered();
  const isReason = (reason: string) => (UNPLACED_REASONS as readonly string[]).includes(reason);
  for (let n = 0; n <= last; n++) {
    const given = await epochFeed(t.world, n);
    assert.ok(typeof given !== 'string');
    const bytes = (async function* () {
      for await (const line of given.lines) yield Buffer.from(line);
    })();
    const wants = { origin: t.world.keys.origin, sealKey: sealKey(t.world), epoch: n, isReason };
    assert.deepEqual(await auditFeed(bytes, memory, wants), []);
    await given.release();
    const [row] = await t.world.jobs.read({}, (db) => epochs(db, [n]));
    assert.ok(equalBytes(Frontier.fromJSON(memory.log().frontier).root(), row?.log_root ?? Buffer.of()));
  }
  assert.ok(memory.leaves.size > 5);
  assert.equal(await epochFeed(t.world, last + 1), 'unknown');
});

type Shown = { key?: string; cert?: string; ca?: string; path?: string; max?: 'TLSv1.2' };
/** One request to the channel: its status and body, or why there was none. */
function fetched({
  key = channel.key,
  cert = channel.cert,
  ca = channel.authority,
  path = '/audit/v1/keys',
  max,
}: Shown): Promise<{ status: number; body: string; why: string }> {
  // prettier-ignore
  return new Promise((done) => {
    const asked = request(
      {
        ...{ host: '127.0.0.1', port: feed.port, path, key, cert, ca, agent: false },
        servername: 'audit-feed.vouch.invalid',
        ...(max ? { maxVersion: max } : {}),
      },
      (answer) => {
        let body = '';
        answer.on('data', (part: Buffer) => (body += part.toString()));
        answer.on('end', () => done({ status: answer.statusCode ?? 0, body, why: '' }));
        answer.on('error', (error) => done({ status: 0, body, why: error.message }));
      },
    );
    asked.on('error', (error) => done({ status: 0, body: '', why: error.message }));
    asked.end();
  });
}

test('the channel answers nobody without a certificate that stands: none, strange, expired, revoked, older TLS', async () => {
  assert.equal((await fetched({})).status, 200);
  assert.equal((await fetched({ key: '', cert: '' })).status, 0);
  const other = await certify(join(t.world.config.dir, 'other'), [
    { name: 'plumbline', usage: 'client', days: 9 },
  ]);
  assert.equal((await fetched({ ...other.made[0] })).status, 0, 'by another authority');
  const own = await certify(t.world.config.dir, [
    { name: 'plumbline', usage: 'client', days: -0.01 },
    { name: 'plumbline', usage: 'client', days: 9 },
    { name: 'plumbline', usage: 'server', days: 9 },
  ]);
  const [expired, unknown, server] = own.made;
  assert.equal((await fetched({ ...expired })).status, 0, 'expired');
  assert.equal((await fetched({ ...unknown })).status, 403, 'by our authority, and nobody was invited by it');
  assert.equal((await fetched({ ...server })).status, 0, 'a server’s is no client’s');
  assert.match((await fetched({ max: 'TLSv1.2' })).why, /protocol|version/i);
  assert.notEqual((await fetched({ ca: other.authority })).why, '', 'and it proves itself too');
  const plain = await fetch(`http://127.0.0.1:${feed.port}/audit/v1/keys`).then(
    (answer) => answer.status,
    () => 0,
  );
  assert.notEqual(plain, 200);

  const second = await inviteAuditors(t.world, ['second'], { url: channel.url, days: 3 });
  assert.ok(!isRefusal(second));
  const { key, cert } = second[0] ?? assert.fail();
  assert.equal((await fetched({ key, cert })).status, 200);
  assert.ok(isRefusal(await inviteAuditors(t.world, ['second'], { url: channel.url, days: 3 })));
  assert.equal(await revokeAuditor(t.world, 'second'), undefined);
  assert.equal((await fetched({ key, cert, path: '/audit/v1/epochs/0' })).status, 403);
  assert.ok(isRefusal(await revokeAuditor(t.world, 'second')));
});

test('nothing of the private feed is on the public port, and no role but one reads what it is made of', async () => {
  const salt = /"salt":"([0-9a-f]{64})"/.exec((await fetched({ path: '/audit/v1/epochs/1' })).body)?.[1];
  assert.ok(salt);
  for (const path of [
    '/audit/v1/keys',
    '/audit/v1/epochs/1',
    '/audit/v1/checkpoint',
    '/ledger/audit/v1/epochs/1',
    '/ledger/keys',
  ]) {
    // prettier-ignore
    const answer = await t.app.inject(path);
    assert.equal(answer.statusCode, 404, path);
    assert.ok(!answer.body.includes(salt) && !answer.body.includes(hex(sealKey(t.world))));
  }
  for (const path of ['/ledger/status.json', '/ledger/', '/ledger/policy', '/api/v1/openapi.json']) {
    const { body } = await t.app.inject(path);
    assert.ok(!body.includes('plumbline') || path !== '/api/v1/openapi.json');
    assert.ok(!body.includes(salt));
  }
  for (const gate of [t.world.anon, t.world.app, t.world.sequencer])
    await assert.rejects(
      gate.read({}, (db) => sql`select * from auditor`.execute(db)),
      /permission denied/,
    );
});

test('each fetch is written down: who, what, when', async () => {
  const { rows } = await t.world.jobs.read({}, (db) =>
    sql<{
      name: string;
      epochs: number[];
    }>`select a.name, array_agg(distinct f.epoch order by f.epoch) as epochs
      from audit_fetch f join auditor a using (cert) group by a.name order by a.name`.execute(db),
  );
  const [plumbline, second] = rows;
  assert.deepEqual(plumbline?.name, 'plumbline');
  assert.deepEqual(plumbline.epochs, [-1, 1]);
  assert.deepEqual(second, { name: 'second', epochs: [-1] });
  assert.ok((await auditorsKnown(t.world)).some((a) => a.name === 'second' && a.revoked_at !== null));
});

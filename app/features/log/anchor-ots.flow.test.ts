// The log written down at calendars that speak the real wire format of OpenTimestamps.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { formatCheckpoint, hex, sha256, utf8 } from '../../../ledger/index.ts';
import { type Calendar, startCalendar } from '../../../test/calendar.ts';
import { startJobs } from '../../jobs.ts';
import { office } from '../../../test/office.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { anchorFaults, anchorLog, anchorStatus } from './anchor.actions.ts';
import { attested, parseOts } from './anchor-ots.ts';
import { lastPublished } from './sequencer.store.ts';

let t: TestWorld;
let [alice, bob]: Calendar[] = [];
before(async () => {
  t = await testWorld();
  await office(t);
  [alice, bob] = [await startCalendar(), await startCalendar()];
});
after(async () => {
  await Promise.all([alice?.stop(), bob?.stop()]);
  await t.close();
});

const calendars = (): [Calendar, Calendar] => {
  assert.ok(alice && bob);
  return [alice, bob];
};
async function nextDay(): Promise<{ size: number; root: Uint8Array }> {
  t.clock.forward(86_400);
  await t.closeEpoch();
  const last = await t.world.anon.read({}, lastPublished);
  assert.ok(last);
  return { size: last.size, root: last.log_root };
}
const states = async (): Promise<string[]> =>
  (await anchorStatus(t.world)).map(({ kind, size, state }) => `${kind} ${size} ${state}`);
const empty = () => t.world.jobs.write({}, (tx) => tx.deleteFrom('anchor').execute());

test('nothing is anchored where nobody asked for it', async () => {
  await nextDay();
  assert.deepEqual(await anchorLog(t.world), []);
  assert.deepEqual(await states(), []);
  assert.doesNotMatch((await t.app.inject('/ledger/')).payload, /elsewhere/);
});

test('calendars get the hash of the checkpoint and nothing else; once a day; their promises become Bitcoin’s word', async () => {
  const [a, b] = calendars();
  t.world.config.anchors = { evm: undefined, ots: [a.url, b.url] };
  const { size, root } = await nextDay();
  await anchorLog(t.world);
  const text = formatCheckpoint({ origin: t.world.keys.origin, size, root });
  const digest = hex(sha256(utf8(text)));
  assert.deepEqual(a.asked, [`POST /digest ${digest}`]);
  assert.deepEqual(b.asked, [`POST /digest ${digest}`]);
  assert.deepEqual(await states(), [`ots ${size} pending`, `ots ${size} pending`]);

  await t.closeEpoch();
  t.clock.forward(3600);
  await anchorLog(t.world);
  assert.equal(a.asked.filter((one) => one.startsWith('POST')).length, 1, 'the same day, another epoch');
  assert.match(a.asked.at(-1) ?? '', /^GET \/timestamp\/[0-9a-f]{88}$/);
  assert.deepEqual(await states(), [`ots ${size} pending`, `ots ${size} pending`]);

  const block = a.mine(900_001);
  await anchorLog(t.world);
  assert.deepEqual((await states()).sort(), [`ots ${size} done`, `ots ${size} pending`]);
  const done = (await anchorStatus(t.world)).find(({ state }) => state === 'done');
  assert.deepEqual([done?.place, done?.block], [a.url, 900_001]);

  const { statusCode, rawPayload, headers } = await t.app.inject(`/ledger/anchors/${size}.ots`);
  assert.equal(statusCode, 200);
  assert.equal(headers['content-type'], 'application/vnd.opentimestamps.v1');
  const file = parseOts(rawPayload);
  assert.equal(hex(file.message), digest, 'a file that anybody’s ots program takes');
  const found = [...attested(file)];
  assert.deepEqual(found.map(({ attestation }) => attestation.kind).sort(), [
    'bitcoin',
    'pending',
    'pending',
  ]);
  const said = found.find(({ attestation }) => attestation.kind === 'bitcoin');
  assert.deepEqual(Buffer.from(said?.message ?? []), block.merkleRoot);

  const list = (await t.app.inject('/ledger/anchors.json')).json() as { anchors: unknown[] };
  assert.equal(list.anchors.length, 2);
  const status = (await t.app.inject('/ledger/status.json')).json() as { anchors: unknown[] };
  assert.deepEqual(status.anchors, list.anchors);
  const page = (await t.app.inject('/ledger/')).payload;
  assert.match(page, /Also written down elsewhere/);
  assert.ok(page.includes(`/ledger/anchors/${size}.ots`) && page.includes('Bitcoin block 900001'));
  assert.equal((await t.app.inject('/ledger/anchors/1.ots')).statusCode, 404);
  assert.equal((await t.app.inject('/ledger/anchors/..%2fkeys.ots')).statusCode, 404);
});

test('a calendar that fails, lies, talks too much or sends elsewhere: said to the operator, tried again, the other is asked', async () => {
  const [a, b] = calendars();
  await empty();
  const { size } = await nextDay();
  const answers: [number, Buffer | string, RegExp][] = [
    [500, 'no', /answers 500/],
    [302, '', /fetch failed|redirect/i],
    [200, 'not a timestamp', /can’t be read/],
    [200, Buffer.alloc(0), /can’t be read: it is cut/],
    [200, Buffer.alloc(20_000, 8), /too long/],
    [200, Buffer.from('08000001020304050607083070757470', 'hex'), /can’t be read/],
    [200, Buffer.from('0800000102030405060700', 'hex'), /promises nothing/],
  ];
  for (const [status, body, fault] of answers) {
    a.next.push({ status, body });
    await anchorLog(t.world);
    const row = (await anchorFaults(t.world)).find(({ place }) => place === a.url);
    assert.match(row?.fault ?? '', fault);
    assert.equal(row?.state, 'waiting');
  }
  assert.deepEqual((await states()).sort(), [`ots ${size} pending`, `ots ${size} waiting`]);
  assert.equal(
    b.asked.filter((one) => one.startsWith('POST')).length,
    2,
    'the other calendar was asked once for each state',
  );
  const before = b.asked.length;
  // A promise in the name of a machine within: it is kept, and not followed.
  const uri = Buffer.from('http://169.254.169.254/latest');
  a.next.push({
    status: 200,
    body: Buffer.concat([
      Buffer.from('08', 'hex'),
      Buffer.from('0083dfe30d2ef90c8e', 'hex'),
      Buffer.from([uri.length + 1, uri.length]),
      uri,
    ]),
  });
  await anchorLog(t.world);
  const asked = a.asked.length;
  await anchorLog(t.world);
  assert.equal(a.asked.length, asked);
  assert.ok(b.asked.length > before);
  const shown = JSON.stringify(await anchorStatus(t.world));
  assert.doesNotMatch(shown, /fault|answers|169\.254/, 'the operator’s trouble is not for everybody');
});

test('a calendar that is away, and comes back', async () => {
  await empty();
  const gone = await startCalendar();
  await gone.stop();
  t.world.config.anchors = { evm: undefined, ots: [gone.url] };
  const { size } = await nextDay();
  await anchorLog(t.world);
  assert.deepEqual(await states(), [`ots ${size} waiting`]);
  const later = await nextDay();
  await anchorLog(t.world);
  assert.deepEqual(
    await states(),
    [`ots ${later.size} waiting`],
    'what was never sent gives way to the newer',
  );
});

test('the job begins by itself after the start, and a calendar that never answers holds nothing up', async () => {
  const [a] = calendars();
  await empty();
  const dumb = createServer(() => {});
  await new Promise<void>((ready) => dumb.listen(0, '127.0.0.1', ready));
  const address = dumb.address();
  assert.ok(typeof address === 'object' && address);
  t.world.config.anchors = { evm: undefined, ots: [a.url, `http://127.0.0.1:${address.port}`] };
  const { size } = await nextDay();
  const jobs = await startJobs(t.world);
  try {
    const wanted = [`ots ${size} pending`, `ots ${size} waiting`];
    for (let tries = 0; tries < 200 && (await states()).sort().join() !== wanted.join(); tries++)
      await new Promise((done) => setTimeout(done, 100));
    assert.deepEqual((await states()).sort(), wanted);
    t.clock.forward(600);
  } finally {
    const began = performance.now();
    await jobs.stop();
    assert.ok(performance.now() - began < 15_000, 'the end waits for nobody elsewhere');
    dumb.closeAllConnections();
    dumb.close();
  }
});

// The static log on disk and in an S3-compatible bucket: written once, served, moved; and a disk that is full (ledger.md 5, 10).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { parsePolicy, readCheckpoint, verifyLog } from '../../../ledger/index.ts';
import { type Office, office } from '../../../test/office.ts';
import { phone } from '../../../test/phone.ts';
import { startBucket } from '../../../test/s3.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { readConfig } from '../../config.ts';
import { type S3Place, S3Tiles } from '../../platform/tile-store-s3.ts';
import { DiskTiles, OtherBytes, type TileStore } from '../../platform/tile-store.ts';
import { LogHalted, Publisher, Sequencer, ledgerStatus, policyText } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'vouch-store-'));
let bucket: Awaited<ReturnType<typeof startBucket>>;
let place: S3Place;
let t: TestWorld;
let o: Office;

before(async () => {
  bucket = await startBucket(join(dir, 's3'));
  place = bucket.place;
  t = await testWorld({ config: { ledgerS3: place } });
  o = await office(t);
});
after(async () => {
  await t?.close();
  await bucket?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const bytes = (text: string): Uint8Array => Buffer.from(text);

for (const [name, open] of [
  ['on disk', () => new DiskTiles(join(dir, 'disk'))],
  ['in a bucket', () => new S3Tiles({ ...place, url: `${place.url}-store` })],
] as const)
  test(`${name}: a file is written once; the same bytes again are fine, others are refused and change nothing`, async () => {
    const store: TileStore = open();
    assert.equal(await store.read('tile/0/000.p/3'), undefined);
    await store.once('tile/0/000.p/3', bytes('one'));
    await store.once('tile/0/000.p/3', bytes('one'));
    await assert.rejects(store.once('tile/0/000.p/3', bytes('two')), OtherBytes);
    assert.deepEqual(Buffer.from((await store.read('tile/0/000.p/3')) ?? []), bytes('one'));
    await store.once('tile/0/x001/234', bytes(''));
    assert.equal((await store.read('tile/0/x001/234'))?.length, 0);
    await store.replace('checkpoint', bytes('first'));
    await store.replace('checkpoint', bytes('second'));
    assert.deepEqual(Buffer.from((await store.read('checkpoint')) ?? []), bytes('second'));
  });

test('a bucket that takes conditional writes is asked for them, one that knows none is written to all the same', async () => {
  const kept = new Map<string, Buffer>();
  const asked: string[] = [];
  let knows = true;
  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = request.url ?? '';
      if (request.method === 'GET') {
        const there = kept.get(path);
        return void reply.writeHead(there ? 200 : 404).end(there);
      }
      const condition = request.headers['if-none-match'];
      asked.push(`${condition ?? 'plain'} ${request.headers['cache-control']}`);
      if (condition !== undefined && !knows) return void reply.writeHead(501).end();
      // Somebody else was quicker, between the look and the write.
      if (path.endsWith('raced') && !kept.has(path)) kept.set(path, Buffer.from('theirs'));
      if (condition !== undefined && kept.has(path)) return void reply.writeHead(412).end();
      kept.set(path, Buffer.concat(parts));
      reply.writeHead(200).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const store = new S3Tiles({ ...place, url: `http://127.0.0.1:${port}/b/p` });
  await store.once('tile/0/000', bytes('x'));
  await assert.rejects(store.once('raced', bytes('ours')), OtherBytes);
  knows = false;
  await new S3Tiles({ ...place, url: `http://127.0.0.1:${port}/b/p` }).once('tile/0/001', bytes('y'));
  await store.replace('checkpoint', bytes('c'));
  server.close();
  const long = 'public, max-age=31536000, immutable';
  // A 501 is asked again a few times, as any fault of a server is.
  const once = asked.slice(2).filter((line, i, all) => line !== all[i - 1]);
  assert.deepEqual(
    [...asked.slice(0, 2), ...once],
    [`* ${long}`, `* ${long}`, `* ${long}`, `plain ${long}`, 'plain no-cache'],
  );
  assert.equal(kept.get('/b/p/tile/0/001')?.toString(), 'y');
});

test('the address of a bucket comes from the environment, whole or not at all', () => {
  const read = (env: NodeJS.ProcessEnv) => readConfig([], env).ledgerS3;
  assert.equal(read({}), undefined);
  assert.throws(() => read({ VOUCH_LEDGER_S3: 'https://host' }), /such as https:\/\/host\/bucket\/prefix/);
  assert.throws(() => read({ VOUCH_LEDGER_S3: 'https://host/bucket' }), /VOUCH_LEDGER_S3_KEY/);
  const env = { VOUCH_LEDGER_S3: 'https://host/b', VOUCH_LEDGER_S3_KEY: 'k', VOUCH_LEDGER_S3_SECRET: 's' };
  assert.deepEqual(read(env), {
    url: 'https://host/b',
    accessKeyId: 'k',
    secretAccessKey: 's',
    region: 'us-east-1',
  });
});

test('a whole log lives in a bucket: published, served, verified, and nothing of it is on disk', async () => {
  await phone(t, o);
  await t.closeEpoch();
  t.clock.forward(10);
  const n = await t.closeEpoch();
  assert.equal(existsSync(join(t.world.ledgerDir, 'checkpoint')), false);
  const policy = parsePolicy(policyText(t.world, []));
  assert.ok(typeof policy !== 'string');
  const served = async (path: string) => {
    const answer = await t.app.inject(`/ledger/${path}`);
    return answer.statusCode === 200 ? answer.rawPayload : undefined;
  };
  const { ok, reasons, epochs } = await verifyLog(served, { policy });
  assert.deepEqual([ok, reasons, epochs], [true, [], n + 1]);
  const checkpoint = await t.app.inject('/ledger/checkpoint');
  assert.equal(checkpoint.headers['cache-control'], 'no-cache');
  const size = readCheckpoint(checkpoint.rawPayload)?.checkpoint.size ?? 0;
  const kept = await t.app.inject(`/ledger/checkpoint.${size}`);
  assert.match(String(kept.headers['cache-control']), /immutable/);
  for (const no of ['policy.new', '../keys/root', 'tile/0/x1/000', 'checkpoint.', 'tile/0/000.p/0/x'])
    assert.equal((await t.app.inject(`/ledger/${no}`)).statusCode, 404, no);
});

test('moved to an empty place the whole log is written there again, with the same bytes', async () => {
  const store = new DiskTiles(join(dir, 'moved'));
  await new Publisher(t.world, [], { store }).start();
  const files = readdirSync(store.place, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name).slice(store.place.length + 1));
  assert.ok(files.length >= 8);
  const old = new S3Tiles(place);
  for (const path of files)
    assert.deepEqual(Buffer.from((await old.read(path)) ?? []), readFileSync(join(store.place, path)), path);
});

test('a file with other bytes stops the log loudly; statements are taken; put right, it goes on', async () => {
  const store = new DiskTiles(join(dir, 'changed'));
  await new Publisher(t.world, [], { store }).start();
  const { size } = await new Sequencer(t.world).close(new Date(t.clock.now().getTime() + 60_000));
  const kept = join(store.place, `checkpoint.${size}`);
  writeFileSync(kept, 'something else\n');
  const publisher = new Publisher(t.world, [], { store });
  await assert.rejects(
    publisher.publish(),
    (e: unknown) => e instanceof LogHalted && e.kind === 'other-bytes',
  );
  const now = await ledgerStatus(t.world, policyText(t.world, []));
  assert.match(now.halted?.why ?? '', /checkpoint\.\d+ exists with other bytes/);
  assert.equal(now.published, false);
  assert.ok(await phone(t, o), 'a report is taken');
  assert.equal((await t.app.inject('/readyz')).statusCode, 200);
  rmSync(kept);
  await new Publisher(t.world, [], { store }).start();
  assert.equal((await ledgerStatus(t.world, policyText(t.world, []))).halted, null);
});

/** 64 kB of real disk where we may mount one; else a store that really runs out. */
function smallDisk(path: string): { store: TileStore; more: () => void; end: () => void } | undefined {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return {
    store: new DiskTiles(path),
    more: () => execFileSync('mount', ['-o', 'remount,size=16m', path]),
    end: () => execFileSync('umount', [path]),
  };
}

class Quota extends DiskTiles {
  left = 64 * 1024;
  override replace(path: string, content: Uint8Array): Promise<void> {
    this.left -= content.length;
    if (this.left < 0)
      return Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }));
    return super.replace(path, content);
  }
}

function quota(path: string): { store: TileStore; more: () => void; end: () => void } {
  const store = new Quota(path);
  return { store, more: () => (store.left = Infinity), end: () => {} };
}

test('a disk that is full: the epoch stays unpublished, nothing half stands under its name, later it goes on with the same bytes', async () => {
  const path = join(dir, 'small');
  const small = smallDisk(path) ?? quota(path);
  try {
    const publisher = new Publisher(t.world, [], { store: small.store });
    await publisher.start();
    // Registrations fill entry bundles soon enough.
    await t.world.sequencer.pool.query(
      `insert into docket (docket_id, kind, id, log_index) select i, 'facility', 'osid:FULL' || i, null
        from generate_series((select max(docket_id) + 1 from docket), (select max(docket_id) + 4000 from docket)) i`,
    );
    const { n, size } = await new Sequencer(t.world).close(new Date(t.clock.now().getTime() + 120_000));
    const before = readFileSync(join(path, 'checkpoint'), 'utf8');
    await assert.rejects(publisher.publish(), /ENOSPC/);
    await assert.rejects(publisher.publish(), /ENOSPC/, 'and again, for as long as it is full');
    const status = await ledgerStatus(t.world, policyText(t.world, []));
    assert.deepEqual([status.published, status.halted, status.verified?.epoch], [false, null, n - 1]);
    assert.equal(readFileSync(join(path, 'checkpoint'), 'utf8'), before);
    assert.equal(existsSync(join(path, `checkpoint.${size}`)), false);
    assert.deepEqual(
      names(path).filter((f) => f.endsWith('.new')),
      [],
    );
    const half = new Map(names(path).map((f) => [f, readFileSync(join(path, f), 'hex')]));
    small.more();
    assert.equal(await publisher.publish(), 1);
    const whole = new DiskTiles(join(dir, 'whole'));
    await new Publisher(t.world, [], { store: whole }).start();
    for (const [f, was] of half)
      if (f !== 'checkpoint') assert.equal(readFileSync(join(path, f), 'hex'), was, f);
    const compared = names(path).filter((f) => existsSync(join(whole.place, f)));
    assert.ok(compared.length > 30);
    for (const f of compared)
      assert.deepEqual(readFileSync(join(path, f)), readFileSync(join(whole.place, f)), f);
  } finally {
    small.end();
  }
});

const names = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name).slice(path.length + 1));

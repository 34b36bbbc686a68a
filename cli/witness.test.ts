import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  LogEdge,
  formatAddCheckpoint,
  formatCheckpoint,
  parseNote,
  parseSignatures,
  parseVkey,
  verifySignature,
} from '../ledger/index.ts';
import { type Running, TestLog, folder, startCosigner } from './witness.fixture.ts';

const { dir, clean } = folder();
const one = new TestLog('one.vouch.invalid/vouch/1', 20);
const two = new TestLog('two.vouch.invalid/vouch/1', 9);
const state = join(dir, 'state');
const key = join(dir, 'keys', 'witness');
const args = (at: string) => ['--log', one.vkey, '--log', two.vkey, '--key', key, '--name', 'union.example/w', '--state', at, '--listen', '127.0.0.1:0']; // prettier-ignore

let w: Running;
before(async () => void (w = await startCosigner('witness', args(state))));
after(async () => {
  await w.kill('SIGKILL');
  clean();
});

/** Reads our line off an answer: the checkpoint that it is about must be this one. */
function isCosigned(log: TestLog, size: number, body: string, vkey = w.vkey): boolean {
  const text = formatCheckpoint({ origin: log.key.name, size, root: log.tree.root(size) });
  const [line] = parseSignatures(body) ?? [];
  const by = parseVkey(vkey);
  const signed = line && by && verifySignature(text, line, by);
  return signed !== undefined && Math.abs(signed.time - Date.now() / 1000) < 60;
}

type About = { vkey: string; logs: { origin: string; size: number }[] };
// What it says of itself, as the README of a witness has it.
const aboutIt = async () => (await (await fetch(w.url)).json()) as About;

test('it follows two logs, each by itself, and says on / who it is and what it has seen', async () => {
  const first = await w.post(one.request(0, 5));
  assert.equal(first.status, 200);
  assert.ok(isCosigned(one, 5, first.body));
  assert.equal((await w.post(two.request(0, 9))).status, 200);
  assert.deepEqual(await w.post(one.request(0, 6)), { status: 409, body: '5\n' });
  assert.equal((await w.post(one.request(5, 12))).status, 200);
  const about = await aboutIt();
  assert.equal(about.vkey, w.vkey);
  assert.deepEqual(
    about.logs.map(({ origin, size }) => [origin, size]),
    [
      [one.key.name, 12],
      [two.key.name, 9],
    ],
  );
  assert.equal((await fetch(`${w.url}/keys`)).status, 404);
  assert.equal((await fetch(`${w.url}/add-checkpoint`)).status, 405);
});

test('its key is its own: mode 600, and refused if others may read it', async () => {
  assert.equal(statSync(key).mode & 0o777, 0o600);
  const open = join(dir, 'open-key');
  writeFileSync(open, `${'ab'.repeat(32)}\n`, { mode: 0o644 });
  const bad = ['--log', one.vkey, '--key', open, '--name', 'x', '--state', join(dir, 'other')];
  await assert.rejects(startCosigner('witness', bad), /ended with 2.*can be read by others/s);
});

test('it signs nothing for strangers, false signatures, false proofs, garbage, and stays up', async () => {
  const stranger = new TestLog('three.vouch.invalid/vouch/1', 3);
  assert.equal((await w.post(stranger.request(0))).status, 404);
  const liar = new TestLog(one.key.name, 20, 'another seed');
  assert.equal((await w.post(liar.request(12))).status, 403);
  const proof = one.tree.consistencyProof(12, 20).reverse();
  assert.equal((await w.post(formatAddCheckpoint(12, proof, one.note()))).status, 422);
  assert.equal((await w.post(one.request(12, 12).replace('old 12', 'old 13'))).status, 400);
  for (const body of ['', 'old 12', 'old 12\n\n', new Uint8Array([0xff, 0xfe, 0x0a]), '\0'.repeat(1000)])
    assert.ok([400, 413].includes((await w.post(body)).status));
  assert.deepEqual(await w.post(one.request(5, 20)), { status: 409, body: '12\n' });
});

test('a body that is too long is not read, whether its length is said or not', async () => {
  const huge = 'x'.repeat(70_000);
  const said = await w.post(huge).catch(() => ({ status: 413 }));
  assert.equal(said.status, 413);
  const sent = await new Promise<number>((done) => {
    let bytes = 0;
    const socket = connect(Number(new URL(w.url).port), '127.0.0.1');
    socket.write('POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ntransfer-encoding: chunked\r\n\r\n');
    const drip = setInterval(() => {
      socket.write(`4000\r\n${'x'.repeat(0x4000)}\r\n`);
      bytes += 0x4000;
    }, 5);
    socket.on('error', () => {});
    socket.once('close', () => {
      clearInterval(drip);
      done(bytes);
    });
  });
  assert.ok(sent < 4_000_000, `${sent} bytes were taken`);
  assert.equal((await fetch(w.url)).status, 200);
});

test('who sends slowly is cut off, and keeps nobody waiting', async () => {
  const port = Number(new URL(w.url).port);
  const closed = Promise.all(
    Array.from({ length: 20 }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.write('POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ncontent-length: 900\r\n\r\nold');
      const drip = setInterval(() => socket.write(' '), 500);
      socket.on('error', () => {});
      return new Promise<void>((done) =>
        socket.once('close', () => {
          clearInterval(drip);
          done();
        }),
      );
    }),
  );
  assert.deepEqual(await w.post(one.request(5, 20)), { status: 409, body: '12\n' });
  await Promise.race([closed, wait(30_000).then(() => assert.fail('still connected after half a minute'))]);
});

test('of many at once each is answered by what was signed before it, and none goes back', async () => {
  two.grow(40);
  const sizes = Array.from({ length: 12 }, (_, i) => 10 + i * 3);
  const answers = await Promise.all(sizes.map((size) => w.post(two.request(9, size))));
  const signed = answers.filter((answer) => answer.status === 200);
  assert.equal(signed.length, 1);
  for (const answer of answers)
    assert.ok([200, 409].includes(answer.status), `${answer.status} ${answer.body}`);
});

test('two histories of one size are kept, with both notes, once; other refusals do not fill the disk', async () => {
  assert.equal((await aboutIt()).logs[0]?.size, 12);
  const fork = new TestLog(one.key.name, 7);
  fork.grow(13, 'another');
  for (let i = 0; i < 3; i++) {
    // Whatever it claims to grow from.
    assert.equal((await w.post(fork.request(i + 4, 12))).status, 409);
    assert.equal((await w.post(fork.request(12, 12))).status, 409);
  }
  const refused = () => readdirSync(join(state, 'refused'));
  const splits = refused().filter((name) => name.startsWith('split-'));
  assert.equal(splits.length, 1);
  const kept = readFileSync(join(state, 'refused', splits[0] ?? ''), 'utf8');
  assert.ok(kept.includes(fork.note(12)) && kept.includes(one.note(12)), 'both of its notes');
  fork.grow(120, 'and on');
  for (let size = 20; size < 140; size++) {
    const body = formatAddCheckpoint(12, fork.tree.consistencyProof(12, size), fork.note(size));
    assert.equal((await w.post(body)).status, 422);
  }
  assert.ok(refused().length <= 101, `${refused().length} files`);
  assert.ok(refused().includes(splits[0] ?? ''));
});

test(
  'killed at any moment it remembers whatever it answered, and can go on',
  { timeout: 120_000 },
  async () => {
    const at = join(dir, 'killed');
    const log = new TestLog(one.key.name, 400);
    let proven = 0;
    let answered = 0;
    for (let round = 0; round < 14; round++) {
      const running = await startCosigner('witness', args(at));
      const posting = (async () => {
        for (let size = proven + 1; size < 400; size++) {
          const { status, body } = await running.post(log.request(proven, size));
          if (status === 409) {
            // It got further than its last answer came: never less far.
            assert.ok(Number(body) >= proven);
            proven = Number(body);
            continue;
          }
          assert.equal(status, 200);
          proven = size;
          answered++;
        }
      })().catch((error: unknown) => {
        if (error instanceof assert.AssertionError) throw error;
      });
      await wait(5 + round * 7);
      await running.kill('SIGKILL');
      await posting;
    }
    assert.ok(answered >= 14, `${answered} answers`);
    const last = await startCosigner('witness', args(at));
    const { body } = await last.post(log.request(0, 1));
    const size = Number(body);
    assert.ok(size >= proven && size <= proven + 1, `${size} after ${proven}`);
    assert.equal((await last.post(log.request(size, 400))).status, 200);
    await last.kill('SIGTERM');
  },
);

test('back with an older state it says so, and follows from there; with a damaged one it signs nothing', async () => {
  const at = join(dir, 'aged');
  const log = new TestLog(one.key.name, 30);
  let running = await startCosigner('witness', args(at));
  assert.equal((await running.post(log.request(0, 8))).status, 200);
  cpSync(at, `${at}-copy`, { recursive: true });
  assert.equal((await running.post(log.request(8, 20))).status, 200);
  assert.equal(await running.kill('SIGTERM'), 0);
  rmSync(at, { recursive: true });
  cpSync(`${at}-copy`, at, { recursive: true });
  running = await startCosigner('witness', args(at));
  assert.deepEqual(await running.post(log.request(20, 30)), { status: 409, body: '8\n' });
  assert.equal((await running.post(log.request(8, 30))).status, 200);
  await running.kill('SIGTERM');
  writeFileSync(join(at, encodeURIComponent(one.key.name)), '30 ');
  await assert.rejects(startCosigner('witness', args(at)), /ended with 2.*damaged/s);
});

/** A static log, and the door for cosignatures that come late. */
async function served(
  log: TestLog,
): Promise<{ url: string; brought: string[]; server: Server; mute: Set<string> }> {
  const brought: string[] = [];
  const mute = new Set<string>();
  const files = (): Map<string, Uint8Array> => {
    const edge = new LogEdge();
    for (const entry of log.entries) edge.append(entry);
    return new Map(edge.takeFiles().map(({ path, bytes }) => [`/${path}`, bytes]));
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (part: Buffer) => void (body += part.toString()));
      request.on('end', () => {
        brought.push(body);
        response.writeHead(204).end();
      });
      return;
    }
    const found = path === '/checkpoint.pending' ? log.note() : files().get(path);
    if (!found || mute.has(path)) return void response.writeHead(404).end();
    response.writeHead(200).end(found);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const at = server.address();
  return { url: `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`, brought, server, mute };
}

test('behind a wall it asks the log, proves the growth from its tiles, and brings its cosignature', async () => {
  const log = new TestLog(one.key.name, 300);
  const place = await served(log);
  const at = join(dir, 'fed');
  const common = ['--log', one.vkey, '--key', key, '--name', 'union.example/w', '--state', at];
  const running = await startCosigner('witness', [...common, '--feed', place.url, '--every', '1']);
  const until = async (size: number) => {
    for (let i = 0; i < 100; i++) {
      const note = parseNote(place.brought.at(-1) ?? '');
      const line = note?.signatures.find((s) => s.name === 'union.example/w');
      const by = parseVkey(running.vkey);
      const text = formatCheckpoint({ origin: log.key.name, size, root: log.tree.root(size) });
      if (note?.text === text && line && by && verifySignature(text, line, by)) return true;
      await wait(100);
    }
    return false;
  };
  assert.ok(await until(300));
  log.grow(65_700);
  assert.ok(await until(66_000), 'over whole tiles of two levels');
  await running.kill('SIGTERM');
  // Another history under the same key: nothing more is brought, and the proof is kept.
  const fork = new TestLog(one.key.name, 299);
  fork.grow(70_000, 'another');
  const other = await served(fork);
  const count = () => other.brought.length;
  const second = await startCosigner('witness', [...common, '--feed', other.url, '--every', '1']);
  for (let i = 0; i < 50 && !existsSync(join(at, 'refused')); i++) await wait(100);
  assert.equal(count(), 0);
  assert.ok(readdirSync(join(at, 'refused')).length > 0);
  await second.kill('SIGTERM');
  for (const { server } of [place, other]) {
    server.close();
    server.closeAllConnections();
  }
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test, { after, before } from 'node:test';
import { sql } from 'kysely';
import { LogHalted, Publisher, Sequencer } from '../../app/features/log/index.ts';
import { sendAlerts } from '../../app/features/network/index.ts';
import { outbox } from '../../app/platform/mail.ts';
import { phone } from '../phone.ts';
import { type Office, office } from '../office.ts';
import { type TestWorld, testWorld } from '../world.ts';

let t: TestWorld;
let o: Office;
before(async () => {
  t = await testWorld();
  o = await office(t);
});
after(() => t.close());

test('a P0 tells the people on call that something waits, and nothing else', async () => {
  await phone(t, o, { danger: ['P0'] });
  assert.ok((await sendAlerts(t.world)) >= 2);
  assert.deepEqual([...t.alerts].sort(), [
    'aye@worker-line.demo.vouch.invalid',
    'mon@worker-line.demo.vouch.invalid',
  ]);
  assert.equal(await sendAlerts(t.world), 0);
  await phone(t, o);
  assert.equal(await sendAlerts(t.world), 0);
});

test('the mail that goes out speaks SMTP and says neither who nor where nor how many', async () => {
  const lines: string[] = [];
  const smtp = createServer((socket) => {
    let data = false;
    socket.write('220 here\r\n');
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        lines.push(line);
        if (data) {
          if (line === '.') data = false;
          else continue;
          socket.write('250 kept\r\n');
        } else if (/^DATA/i.test(line)) {
          data = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  const at = smtp.address();
  const port = at && typeof at === 'object' ? at.port : 0;
  await outbox('unused', `smtp://127.0.0.1:${port}`, 'http://localhost:8080/desk').alert(
    'mon@worker-line.demo.vouch.invalid',
  );
  smtp.close();
  const mail = lines.join('\n');
  assert.match(mail, /Subject: Please open your desk/);
  assert.doesNotMatch(mail, /P0|Heron|report|thread|docket|worker says/i);
});

test('over a workplace’s hourly bound a report is taken and flagged', async () => {
  const docket = o.workplaces[1] ?? 0;
  await t.world.anon.write({}, (tx) =>
    sql`select * from count_intake(${Array.from({ length: 200 }, () => docket)}::int[], ${new Date('2026-11-21T09:00:00Z')})`.execute(
      tx,
    ),
  );
  const { threadId: statementId } = await phone(t, o, { where: [String(docket)] });
  const row = await t.world.app.read({ org: o.org, kind: 'cso' }, (db) =>
    db.selectFrom('thread').select('flagged').where('thread_id', '=', statementId).executeTakeFirst(),
  );
  assert.equal(row?.flagged, true);
});

test('a file of 100 MB is refused while it streams in, and nothing of it stays', async () => {
  const dir = join(t.world.config.dir, 'files');
  const before = existsSync(join(dir, 'arriving')) ? readdirSync(join(dir, 'arriving')).length : 0;
  let sent = 0;
  const endless = Readable.from(
    (function* () {
      for (let i = 0; i < 100; i++) {
        sent += 1024 * 1024;
        yield Buffer.alloc(1024 * 1024, 1);
      }
    })(),
  );
  await assert.rejects(t.world.files.receive(endless, 8 * 1024 * 1024));
  assert.ok(sent < 20 * 1024 * 1024, `${sent} bytes were read`);
  assert.equal(readdirSync(join(dir, 'arriving')).length, before);
  const edge = 'e';
  const payload = Buffer.concat([
    Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="file0"; filename="file0"\r\n\r\n`),
    Buffer.alloc(20 * 1024 * 1024, 1),
    Buffer.from(`\r\n--${edge}--\r\n`),
  ]);
  const answer = await t.app.inject({
    method: 'POST',
    url: '/api/v1/reports',
    payload,
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
  });
  assert.equal(answer.statusCode, 413, answer.body);
});

test('a clock that goes back can’t make the log go back', async () => {
  await t.closeEpoch();
  t.clock.forward(-7200);
  const n = await t.closeEpoch();
  t.clock.forward(7200);
  const { rows } = await t.world.anon.read({}, (db) =>
    sql<{ closed: Date }>`select closed from epoch where n >= ${n - 1} order by n`.execute(db),
  );
  assert.ok((rows[1]?.closed ?? 0) > (rows[0]?.closed ?? 0));
});

test('published again after a crash every file has the same bytes; a file with others stops the log', async () => {
  const dir = t.world.ledgerDir;
  const files = () =>
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((f) => f.isFile())
      .map((f) => join(f.parentPath, f.name))
      .sort();
  const before = new Map(files().map((f) => [f, readFileSync(f, 'hex')]));
  await t.world.sequencer.write({}, (tx) => sql`update epoch set published = false`.execute(tx));
  await new Publisher(t.world, []).publish();
  assert.deepEqual(new Map(files().map((f) => [f, readFileSync(f, 'hex')])), before);
  await new Sequencer(t.world).close(new Date(t.world.clock.now().getTime() + 60_000));
  const tile = files().find((f) => f.includes('/tile/0/'));
  assert.ok(tile);
  const was = readFileSync(tile);
  writeFileSync(tile, Buffer.alloc(was.length, 9));
  await t.world.sequencer.write({}, (tx) => sql`update epoch set published = false`.execute(tx));
  await assert.rejects(new Publisher(t.world, []).publish(), LogHalted);
  writeFileSync(tile, was);
  await new Publisher(t.world, []).publish();
});

test('sequencers of one process close their epochs one after the other', async () => {
  const [a, b] = [new Sequencer(t.world), new Sequencer(t.world)];
  const at = new Date(t.world.clock.now().getTime() + 120_000);
  const closed = await Promise.all([a.close(at), b.close(at), a.close(at), b.close(at)]);
  assert.equal(new Set(closed.map((c) => c.n)).size, 4);
  await new Publisher(t.world, []).publish();
});

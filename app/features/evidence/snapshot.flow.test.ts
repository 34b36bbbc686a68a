import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import test, { after, before } from 'node:test';
import { record } from '../record/index.ts';
import { isRefusal } from '../refusal.ts';
import { makeDocketBundle } from './bundle.actions.ts';
import { type Network, cosign, forward, network, verdictOf } from './evidence.fixture.ts';

const MANY = 2600;
let n: Network;
before(async () => {
  n = await network();
  await many();
  await forward(n, '2026-07-21T06:00:00Z');
  await cosign(n);
});
after(() => n?.close());

/** Statements of the case, more than are read at once. */
const many = (docketId = n.places.busy) =>
  n.t.world.app.write({ org: n.o.org, kind: 'cso' }, async (tx) => {
    const one = { docketId, kind: 'issue', by: n.o.org, csoOrg: n.o.org, at: n.t.clock.now() };
    for (let i = 0; i < MANY; i++) await record(tx, n.t.world, { ...one, fields: { code: 'WAG-01' } });
  });

async function begun(stallMs?: number, docketId = n.places.busy) {
  const made = await makeDocketBundle(n.t.world, {
    org: n.o.org,
    kind: 'cso',
    docketId,
    stallMs,
  });
  assert.ok(!isRefusal(made), JSON.stringify(made));
  return made;
}
const busyConnections = () => n.t.world.jobs.pool.totalCount - n.t.world.jobs.pool.idleCount;

test('a bundle is one moment, though the sequencer closes epochs and statements are erased while it is read', async () => {
  const made = await begun();
  let text = String((await made.next()).value);
  await many();
  await forward(n, '2026-07-21T12:00:00Z');
  await n.admin.query('update statement set placed_in = 0 where docket_id = $1', [n.places.busy]);
  await n.admin.query('delete from record_secret where docket_id = $1', [n.places.busy]);
  for await (const line of made) text += line;
  const verdict = await verdictOf(n, text);
  assert.deepEqual([verdict.unaltered, verdict.complete, verdict.counts.disclosed], [true, true, MANY]);
  assert.equal(text.split('\n').length - 1, made.count);
  assert.equal(busyConnections(), 0);
});

test('a reader that stands still loses its snapshot, and is told; the next ones wait their turn and get theirs', async () => {
  await many(n.places.few);
  await forward(n, '2026-07-21T18:00:00Z');
  const slow = await Promise.all([begun(2500, n.places.few), begun(2500, n.places.few)]);
  assert.equal(busyConnections(), 2);
  // It begins only once one of the two has lost its place.
  const third = await begun(60_000, n.places.few);
  await third.return();
  while (busyConnections() > 0) await wait(50);
  for (const one of slow) await assert.rejects(one.next(), /stood still for too long/);
  assert.equal(busyConnections(), 0);
});

test('a reader that goes away, before the first byte or in the middle, leaves nothing open behind', async () => {
  const url = await n.t.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = n.t.app.server.address() as AddressInfo;
  const cookie = await n.o.cookie(n.o.lead);
  const path = `/api/v1/desk/evidence/docket/${n.places.few}`;
  for (const bytes of [0, 1]) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`GET ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\ncookie: ${cookie}\r\n\r\n`);
    if (bytes > 0) await once(socket, 'data');
    else await wait(5);
    socket.destroy();
    for (let i = 0; i < 600 && (i < 10 || busyConnections() > 0); i++) await wait(20);
    assert.equal(busyConnections(), 0, `after ${bytes} reads`);
  }
});

import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { World } from './platform/world.ts';

type Gauge = { name: string; help: string; value: number };

/** For the operator, on a port of its own and on this machine only: how the log and the process are, nothing of who spoke. */
async function gauges(world: World, delay: { percentile(p: number): number }): Promise<Gauge[]> {
  const { rows } = await world.sequencer.read({}, (db) =>
    sql<{
      n: number;
      closed: Date;
      unpublished: number;
      halted: number;
      below: number;
    }>`select coalesce(max(n), -1) as n, coalesce(max(closed), to_timestamp(0)) as closed,
      (max(n) - coalesce(max(n) filter (where published), -1))::int as unpublished,
      (select (halted_at is not null)::int from ledger_state) as halted,
      (select (below_since is not null)::int from ledger_state) as below from epoch`.execute(db),
  );
  const { n = -1, closed = new Date(0), unpublished = 0, halted = 0, below = 0 } = rows[0] ?? {};
  const age = Math.max(0, (world.clock.now().getTime() - closed.getTime()) / 1000);
  return [
    { name: 'vouch_epoch', help: 'number of the last closed epoch', value: n },
    {
      name: 'vouch_epoch_age_seconds',
      help: 'seconds since it was closed; more than two beats is a fault',
      value: age,
    },
    {
      name: 'vouch_epochs_unpublished',
      help: 'closed after the newest published one; more than one is a fault',
      value: unpublished,
    },
    { name: 'vouch_ledger_halted', help: '1 while the log stands still: a person must look', value: halted },
    {
      name: 'vouch_ledger_below_quorum',
      help: '1 while too few cosigners have signed: nothing new is published as verified',
      value: below,
    },
    { name: 'process_resident_memory_bytes', help: 'resident memory', value: process.memoryUsage.rss() },
    {
      name: 'nodejs_eventloop_lag_p99_seconds',
      help: 'delay of the event loop',
      value: delay.percentile(99) / 1e9,
    },
  ];
}

const text = (all: readonly Gauge[]): string =>
  all.map((g) => `# HELP ${g.name} ${g.help}\n# TYPE ${g.name} gauge\n${g.name} ${g.value}\n`).join('');

/** `/metrics` in Prometheus' text form. A port that is taken is said and done without. */
export async function startOps(world: World, port: number): Promise<{ stop(): Promise<void> }> {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const server = createServer((request, reply) => {
    if (request.url !== '/metrics') return void reply.writeHead(404).end();
    gauges(world, delay).then(
      (all) =>
        reply.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text(all)),
      () => reply.writeHead(503).end('the database cannot be reached\n'),
    );
  });
  await new Promise<void>((done) => {
    server.once('error', () => {
      console.error(`Port ${port} is taken: no /metrics.`);
      done();
    });
    server.listen(port, '127.0.0.1', done);
  });
  return {
    stop: async () => {
      delay.disable();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

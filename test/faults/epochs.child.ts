// A sequencer with its publisher in a process of its own, over a real database and folder: closes epochs until there are
// as many as asked for. Everything that is chance elsewhere is given here. It ends itself with kill -9 at the stage it is told to.
import { createHmac } from 'node:crypto';
import pg from 'pg';
import { readConfig } from '../../app/config.ts';
import type { Asked } from '../../app/features/log/asking.actions.ts';
import { Publisher } from '../../app/features/log/publish.actions.ts';
import { Sequencer } from '../../app/features/log/sequencer.actions.ts';
import { lastEpoch } from '../../app/features/log/sequencer.store.ts';
import { openGates } from '../../app/platform/database.ts';
import { Files } from '../../app/platform/files.ts';
import { serverKeys } from '../../app/platform/keys.ts';
import type { World } from '../../app/platform/world.ts';

export type Told = {
  adminUrl: string;
  secret: string;
  dir: string;
  epochs: number;
  cosigners: Asked[];
  /** At which stage, counted from the start of this life, it ends itself; 0 for never. */
  endAt: number;
};

const BEGAN = Date.parse('2026-11-21T09:00:00Z');
const derive = (text: string): Buffer =>
  createHmac('sha256', 'a run that can be run again').update(text).digest();
const uuid = (text: string): string => {
  const h = derive(text).toString('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
};

/** What waits for epoch n: more dockets now and then, statements, and words taken back. */
async function prepare(admin: pg.Client, n: number): Promise<void> {
  const dockets = n % 5 === 0 ? 3 : 0;
  const first = 1 + Math.ceil(n / 5) * 3;
  for (let i = 0; i < dockets; i++)
    await admin.query(
      "insert into vouch.docket (docket_id, kind, id) values ($1, 'facility', $2) on conflict do nothing",
      [first + i, `osid:RUN${first + i}`],
    );
  for (let i = 0; i < 1 + (n % 4); i++)
    await admin.query(
      "insert into vouch.waiting_leaf (docket_id, waiting_id, kind, commitment) values ($1, $2, 'statement', $3) on conflict do nothing",
      [(n + i) % 4, uuid(`${n} ${i}`), derive(`commitment ${n} ${i}`)],
    );
  if (n % 3 === 2)
    await admin.query(
      "insert into vouch.waiting_leaf (docket_id, waiting_id, kind, commitment) values ($1, $2, 'erased', $3) on conflict do nothing",
      [(n - 1) % 4, uuid(`${n} erased`), derive(`commitment ${n - 1} 0`)],
    );
}

async function run(told: Told): Promise<void> {
  const config = readConfig(['--data', told.dir, '--port', '0'], {});
  const keys = serverKeys(told.dir, config.domain, 'test');
  const { close, ...gates } = openGates(told.adminUrl, Buffer.from(told.secret));
  let now = BEGAN;
  const world: World = {
    ...{ config, keys, ...gates, clock: { now: () => new Date(now) } },
    ...{
      files: new Files(`${told.dir}/files`),
      mail: { alert: async () => {} },
      ledgerDir: `${told.dir}/ledger`,
    },
  };
  let stages = 0;
  const onStage = (): void => {
    if (++stages === told.endAt) process.kill(process.pid, 'SIGKILL');
  };
  const admin = new pg.Client({ connectionString: told.adminUrl });
  await admin.connect();
  const last = async (): Promise<number> => (await world.sequencer.read({}, lastEpoch))?.n ?? -1;
  let n = await last();
  now = BEGAN + Math.max(n, 0) * 10_000;
  const random = (bytes: number): Uint8Array => derive(`secret ${n}`).subarray(0, bytes);
  const sequencer = new Sequencer(world, { random, onStage });
  const publisher = new Publisher(world, told.cosigners, { onStage });
  await publisher.start();
  while (n + 1 < told.epochs) {
    n++;
    now = BEGAN + n * 10_000;
    await prepare(admin, n);
    await sequencer.close(new Date(now));
    await publisher.publish();
  }
  await admin.end();
  await close();
}

process.once('message', (told: Told) => {
  run(told).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

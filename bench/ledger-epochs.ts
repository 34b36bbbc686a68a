import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Sequencer } from '../app/features/log/index.ts';
import { workerFields } from '../app/features/record/index.ts';
import { onServer } from '../app/platform/postgres/embedded.ts';
import type { World } from '../app/platform/world.ts';
import { type Subject, commit, hex, mustHex } from '../ledger/index.ts';
import { ORG } from '../test/deployment.ts';
import { quantile } from './machine.ts';
import { LEAF, NODE, counted, rawSeconds } from './raw-hash.ts';

/** Statements in one transaction: what a busy intake shares a commit among. */
const BATCH = 2000;
/** Transactions at once: while the database writes one, the next is put into words. */
const AT_ONCE = 2;
/** Statements that are committed to before the clock runs again. */
const PREPARED = 40_000;
const CLOSINGS = 5;
/** Statements that wait at each measured closing, each in a docket of its own. */
const WAITING = 200;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

export type Bench = { world: World; database: string; sequencer: Sequencer };

/** Registers dockets in bulk, as from a licence list, until there are `count`. */
async function registerUpTo(database: string, count: number): Promise<void> {
  await onServer(database, (client) =>
    client.query(
      `insert into vouch.docket (docket_id, kind, id) select i, 'facility', 'osid:BENCH' || lpad(i::text, 10, '0')
       from generate_series((select max(docket_id) + 1 from vouch.docket), $1 - 1) i`,
      [count],
    ),
  );
}

const seconds = async (what: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await what();
  return (performance.now() - began) / 1000;
};

export type Closing = { close_s: number; raw_s: number };

/** Closes epochs of `count` dockets, a few statements waiting in each, and the raw hashes of the same, in turns. */
export async function closings({ world, database, sequencer }: Bench, count: number): Promise<Closing> {
  await registerUpTo(database, count);
  const first = await seconds(() => sequencer.close(world.clock.now()));
  const [closed, raw]: [number[], number[]] = [[], []];
  for (let i = 0; i < CLOSINGS; i++) {
    await onServer(database, (client) =>
      client.query(
        `insert into vouch.waiting_leaf (docket_id, waiting_id, kind, commitment)
         select i * $1, gen_random_uuid(), 'statement', sha256(gen_random_uuid()::text::bytea) from generate_series(1, $2::int) i`,
        [Math.floor((count - 1) / WAITING), WAITING],
      ),
    );
    closed.push(await seconds(() => sequencer.close(world.clock.now())));
    raw.push(rawSeconds(closingHashes(count)));
  }
  const found = { close_s: quantile(closed, 0.5), raw_s: quantile(raw, 0.5) };
  say(`${count} dockets: registered and closed in ${first.toFixed(2)} s, then ${JSON.stringify(found)}`);
  return found;
}

/** Salts, heads and nodes of one epoch tree, and the leaves that waited with a node each. */
function closingHashes(dockets: number): Map<number, number> {
  const [saltInner, saltOuter, head] = [64 + 20, 96, 1 + 5 + 64 + 1 + 1 + 1 + 64 + 1];
  const hashes = counted([saltInner, saltOuter, head, NODE], dockets);
  hashes.set(LEAF, WAITING);
  hashes.set(NODE, (hashes.get(NODE) ?? 0) + WAITING);
  return hashes;
}

type Row = { id: string; m: Uint8Array; fields: string; commitment: Uint8Array; key: Uint8Array };

function statementRow(subject: Subject): Row {
  const [id, m, key] = [randomUUID(), randomBytes(32), randomBytes(32)];
  const fields = workerFields({
    kind: 'report',
    subject,
    recorded: '2026-11-22T09:00:00Z',
    content: `sha256:${hex(m)}`,
    key: `sha256:${hex(key)}`,
    receiver: ORG,
    thread: id,
    urgency: 'P2',
  });
  const { commitment } = commit(fields, m);
  return { id, m, key, fields: JSON.stringify(fields), commitment: mustHex(commitment) };
}

/** The tables that a statement itself is in, in the shape that intake writes them; no thread and no sealed words. */
const insert = (world: World, docket: number, rows: readonly Row[]): Promise<unknown> =>
  world.anon.write({}, (tx) =>
    sql`with new as (select * from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.m)}::bytea[],
        ${rows.map((r) => r.fields)}::jsonb[], ${rows.map((r) => r.commitment)}::bytea[], ${rows.map((r) => r.key)}::bytea[]) as i(id, m, fields, commitment, key)),
      c as (insert into statement (docket_id, statement_id, thread_id, thread_docket, kind, fields, commitment, recorded_at, placed_in, cso_org, key_raw)
        select ${docket}, id, id, ${docket}, 'report', fields, commitment, '2026-11-22T09:00:00Z', ${docket}, ${ORG}, key from new),
      d as (insert into record_secret select ${docket}, id, m from new)
      insert into waiting_leaf (docket_id, waiting_id, kind, commitment) select ${docket}, id, 'statement', commitment from new`.execute(
      tx,
    ),
  );

export type Appended = { append_s: number; insert_s: number; close_s: number };

/**
 * Writes statements in batches, each durable, and closes the epoch over all of them. What phones do, sealing and
 * committing, is done before the clock, so many at a time.
 */
export async function append(
  { world, sequencer }: Bench,
  docket: number,
  subject: Subject,
  count: number,
): Promise<Appended> {
  let insert_s = 0;
  for (let done = 0; done < count; done += PREPARED) {
    const batches: Row[][] = [];
    for (let from = done; from < Math.min(count, done + PREPARED); from += BATCH)
      batches.push(Array.from({ length: Math.min(BATCH, count - from) }, () => statementRow(subject)));
    insert_s += await seconds(() => written(world, docket, batches));
  }
  const close_s = await seconds(() => sequencer.close(world.clock.now()));
  const found = { append_s: insert_s + close_s, insert_s, close_s };
  say(`${count} statements written and closed: ${JSON.stringify(found)}`);
  return found;
}

async function written(world: World, docket: number, batches: readonly Row[][]): Promise<void> {
  const writing = new Set<Promise<unknown>>();
  for (const rows of batches) {
    const one = insert(world, docket, rows).finally(() => writing.delete(one));
    writing.add(one);
    while (writing.size >= AT_ONCE) await Promise.race(writing);
  }
  await Promise.all(writing);
}

import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { Batch } from './batch.ts';
import { HASH } from './heads.ts';

export type Grown = {
  docketId: number;
  first: number;
  batch: Batch;
  size: number;
  root: Uint8Array;
  peaks: Uint8Array;
};

export type Closing = {
  n: number;
  closed: Date;
  /** Undefined where a replay could not find it: then nobody can prove a head of this epoch any more. */
  secret: Uint8Array | undefined;
  root: Uint8Array;
  dockets: number;
  logRoot: Uint8Array;
  firstEntry: number;
  entries: string[];
  /** Dockets that get their place in the log now. */
  placed: { docketId: number; logIndex: number }[];
  grown: Grown[];
};

/** How many statements go to the database at once: 32 MB of commitments. */
const MOST = 1_000_000;

/** Everything of one epoch (ledger.md 10), in the transaction that took out what waited. */
export async function saveEpoch(tx: Tx, c: Closing): Promise<void> {
  const size = c.firstEntry + c.entries.length;
  await sql`with entries as (insert into log_entry select ${c.firstEntry}::bigint + ordinality - 1, line from unnest(${c.entries}::text[]) with ordinality as e(line, ordinality)),
    secret as (insert into epoch_secret select ${c.n}, ${c.secret ?? null}::bytea where ${c.secret ?? null}::bytea is not null)
    insert into epoch (n, closed, root, dockets, size, log_root, lost) values (${c.n}, ${c.closed}, ${c.root}, ${c.dockets}, ${size}, ${c.logRoot}, ${c.secret === undefined})`.execute(
    tx,
  );
  if (c.grown.length > 0) {
    for (const part of parts(c.grown)) await saveStatements(tx, c.n, part);
    await saveControls(tx, c.n, c.grown);
    await saveHeads(tx, c.n, c.grown);
  }
  if (c.placed.length > 0)
    await sql`update docket set log_index = x.i from unnest(${c.placed.map((p) => p.docketId)}::int[], ${c.placed.map((p) => p.logIndex)}::bigint[]) as x(d, i)
      where docket_id = x.d`.execute(tx);
}

function* parts(grown: readonly Grown[]): Generator<Grown[]> {
  let part: Grown[] = [];
  let count = 0;
  for (const one of grown) {
    part.push(one);
    count += one.batch.statements.length / HASH;
    if (count < MOST) continue;
    yield part;
    [part, count] = [[], 0];
  }
  if (part.length > 0) yield part;
}

const columns = <T>(rows: readonly Grown[], of: (g: Grown) => T): T[] => rows.map(of);

/** One long value of commitments and where each docket's begin: the lines are put together by the database. */
async function saveStatements(tx: Tx, n: number, grown: readonly Grown[]): Promise<void> {
  const withAny = grown.filter((g) => g.batch.statements.length > 0);
  if (withAny.length === 0) return;
  const starts: number[] = [];
  let at = 0;
  for (const g of withAny) {
    starts.push(at);
    at += g.batch.statements.length;
  }
  const all = new Uint8Array(at);
  withAny.forEach((g, i) => all.set(g.batch.statements, starts[i]));
  await sql`insert into docket_leaf (docket_id, leaf, line, epoch)
    select d, first + i, 'statement ' || encode(substr(c, (start + i * 32 + 1)::int, 32), 'hex') || chr(10), ${n}
    from (select ${all}::bytea as c) v, unnest(${columns(withAny, (g) => g.docketId)}::int[], ${columns(withAny, (g) => g.first)}::bigint[],
      ${columns(withAny, (g) => g.batch.statements.length / HASH)}::int[], ${starts}::bigint[]) as x(d, first, count, start),
      generate_series(0, count - 1) as i`.execute(tx);
}

async function saveControls(tx: Tx, n: number, grown: readonly Grown[]): Promise<void> {
  const rows = grown.flatMap((g) =>
    g.batch.controls.map((line, i) => ({
      d: g.docketId,
      leaf: g.first + g.batch.statements.length / HASH + i,
      line,
    })),
  );
  if (rows.length === 0) return;
  await sql`insert into docket_leaf (docket_id, leaf, line, epoch) select d, l, t, ${n}
    from unnest(${rows.map((r) => r.d)}::int[], ${rows.map((r) => r.leaf)}::bigint[], ${rows.map((r) => r.line)}::text[]) as x(d, l, t)`.execute(
    tx,
  );
}

async function saveHeads(tx: Tx, n: number, grown: readonly Grown[]): Promise<void> {
  const starts: number[] = [];
  let at = 0;
  for (const g of grown) {
    starts.push(at);
    at += g.peaks.length;
  }
  await sql`insert into docket_head (docket_id, epoch, size, root, peaks)
    select d, ${n}, s, substr(r, (o::int - 1) * 32 + 1, 32), substr(p, start::int + 1, length::int)
    from (select ${Buffer.concat(columns(grown, (g) => g.root))}::bytea as r, ${Buffer.concat(columns(grown, (g) => g.peaks))}::bytea as p) v,
      unnest(${columns(grown, (g) => g.docketId)}::int[], ${columns(grown, (g) => g.size)}::bigint[], ${starts}::bigint[],
        ${columns(grown, (g) => g.peaks.length)}::int[]) with ordinality as x(d, s, start, length, o)`.execute(
    tx,
  );
}

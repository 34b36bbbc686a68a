import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ErasureScope, ErasureState } from './states.ts';

export type ErasureRow = {
  docket_id: number;
  erasure_id: string;
  thread_id: string | null;
  cso_org: string;
  scope: ErasureScope;
  statement_id: string | null;
  state: ErasureState;
  destroyed_at: Date | null;
};
export type ErasureKey = { docketId: number; erasureId: string };
export type Place = { docket_id: number; statement_id: string; commitment: Buffer };

const COLUMNS = sql`docket_id, erasure_id, thread_id, cso_org, scope, statement_id, state, destroyed_at`;

/** What the machine has to go on with, oldest first. */
export const openErasures = async (db: Db, only?: string): Promise<ErasureRow[]> =>
  (
    await sql<ErasureRow>`select ${COLUMNS} from erasure where state in ('approved', 'sequenced', 'destroyed')
      and (${only ?? null}::uuid is null or erasure_id = ${only ?? null}::uuid) order by asked_at, erasure_id`.execute(
      db,
    )
  ).rows;

export const stateOf = async (db: Db, erasureId: string): Promise<ErasureState | undefined> =>
  (
    await sql<{
      state: ErasureState;
    }>`select state from erasure where erasure_id = ${erasureId}::uuid`.execute(db)
  ).rows[0]?.state;

/** The thread first, as everybody locks it who adds to it; then the wish, if it still is in this state. */
export async function lockErasure(
  tx: Tx,
  { docketId, erasureId }: ErasureKey,
  state: ErasureState,
): Promise<ErasureRow | undefined> {
  await sql`select 1 from thread t where exists (select 1 from erasure e where e.docket_id = ${docketId} and e.erasure_id = ${erasureId}
    and e.docket_id = t.docket_id and e.thread_id = t.thread_id) for update of t`.execute(tx);
  const { rows } = await sql<ErasureRow>`select ${COLUMNS} from erasure
    where docket_id = ${docketId} and erasure_id = ${erasureId} and state = ${state} for update`.execute(tx);
  return rows[0];
}

/** Whether nobody else's report is in the case of this thread: then what was written about the case is about this worker. */
const ALONE = sql`t.case_id is not null and not exists (select 1 from thread o
  where o.case_docket = t.case_docket and o.case_id = t.case_id and o.thread_id <> t.thread_id)`;

/**
 * Every leaf that an erasure is about, wherever it stands. All of a worker's: the thread whole, what was put on record
 * about it beside it, and, where the case has no other report, the sealed words written in the case. One statement: its
 * places, and what was coded from it.
 */
export async function placesOf(db: Db, e: ErasureRow): Promise<Place[]> {
  if (e.scope === 'one')
    return (
      await sql<Place>`select s.docket_id, s.statement_id, s.commitment from statement s
        where s.thread_docket = ${e.docket_id} and s.thread_id = ${e.thread_id}
          and (s.statement_id = ${e.statement_id} or (s.re = ${e.statement_id} and s.by_org is not null))`.execute(
        db,
      )
    ).rows;
  const named = JSON.stringify([{ name: 'thread', value: e.thread_id }]);
  return (
    await sql<Place>`with t as (select * from (select docket_id, thread_id, placed_in, case_docket, case_id from thread) t
        where t.docket_id = ${e.docket_id} and t.thread_id = ${e.thread_id}),
      own as (select s.docket_id, s.statement_id, s.commitment from statement s
        where s.thread_docket = ${e.docket_id} and s.thread_id = ${e.thread_id})
    select * from own
    union select s.docket_id, s.statement_id, s.commitment from statement s, t
      where s.docket_id = any(array(select docket_id from own) || array[t.docket_id, t.placed_in, coalesce(t.case_docket, t.placed_in)])
        and s.thread_id is null and s.cso_org = ${e.cso_org} and s.fields @> ${named}::jsonb
    union select s.docket_id, s.statement_id, s.commitment from t join statement s on s.docket_id = t.case_docket and s.case_id = t.case_id
      join envelope w on w.docket_id = s.docket_id and w.statement_id = s.statement_id
      where s.by_org = ${e.cso_org} and s.thread_id is null and ${ALONE}
    union select s.docket_id, s.statement_id, s.commitment from referral_link r
      join referral_event v on v.docket_id = r.docket_id and v.referral_id = r.referral_id
      join statement s on s.docket_id = v.statement_docket and s.statement_id = v.statement_id
      where r.thread_docket = ${e.docket_id} and r.thread_id = ${e.thread_id}`.execute(db)
  ).rows;
}

/** Whether one of them was moved and its `moved` leaf still waits: an `erased` leaf must not come before it. */
export const isMoving = async (db: Db, places: readonly Place[]): Promise<boolean> =>
  (
    await sql`select 1 from unnest(${places.map((p) => p.docket_id)}::int[], ${places.map((p) => p.statement_id)}::uuid[]) as x(d, s)
      join statement st on st.docket_id = x.d and st.statement_id = x.s and st.placed_in <> st.docket_id
      where exists (select 1 from statement copy where copy.statement_id = st.statement_id and copy.moved_from = st.docket_id)
        and not exists (select 1 from docket_leaf f join docket_leaf m on m.docket_id = f.docket_id and m.line like 'moved ' || f.leaf || ' %'
          where f.docket_id = st.docket_id and f.line = 'statement ' || encode(st.commitment, 'hex') || E'\n') limit 1`.execute(
      db,
    )
  ).rows.length > 0;

/**
 * Items for the places that have none. A wish for all takes over what wishes for one began: those end with it. A place
 * whose `erased` leaf is in the log already, because a backup brought it back, gets no second one.
 */
export async function addItems(tx: Tx, e: ErasureRow, places: readonly Place[]): Promise<void> {
  await sql`insert into erasure_item (docket_id, commitment, erasure_id, home, thread_id, cso_org, statement_id, state)
    select x.d, x.c, ${e.erasure_id}, ${e.docket_id}, ${e.thread_id}, ${e.cso_org}, x.s,
      case when exists (select 1 from docket_leaf f join docket_leaf l on l.docket_id = f.docket_id and l.line = 'erased ' || f.leaf || E'\n'
        where f.docket_id = x.d and f.line = 'statement ' || encode(x.c, 'hex') || E'\n') then 'sequenced' else 'asked' end
    from unnest(${places.map((p) => p.docket_id)}::int[], ${places.map((p) => p.commitment)}::bytea[], ${places.map((p) => p.statement_id)}::uuid[]) as x(d, c, s)
    where not exists (select 1 from erasure_item i where i.docket_id = x.d and i.commitment = x.c)
    on conflict (docket_id, commitment) do nothing`.execute(tx);
  if (e.scope === 'one') return;
  await sql`update erasure_item set erasure_id = ${e.erasure_id} where thread_id = ${e.thread_id} and home = ${e.docket_id}`.execute(
    tx,
  );
  await sql`update erasure set state = 'answered' where docket_id = ${e.docket_id} and thread_id = ${e.thread_id}
    and erasure_id <> ${e.erasure_id} and state in ('approved', 'sequenced')`.execute(tx);
}

/** The `erased` leaves, into the next epoch. Each waits once: an item is sequenced once. */
export const sequenceItems = (tx: Tx, erasureId: string): Promise<unknown> =>
  sql`with fresh as (update erasure_item set state = 'sequenced'
      where erasure_id = ${erasureId} and state = 'asked' returning docket_id, commitment)
    insert into waiting_leaf (docket_id, waiting_id, kind, commitment) select docket_id, gen_random_uuid(), 'erased', commitment from fresh`.execute(
    tx,
  );

export const saveState = (
  tx: Tx,
  { docket_id, erasure_id }: ErasureRow,
  state: ErasureState,
  at: Date,
): Promise<unknown> =>
  sql`update erasure set state = ${state},
      sequenced_at = case when ${state} = 'sequenced' then ${at}::timestamptz else sequenced_at end,
      destroyed_at = case when ${state} = 'destroyed' then ${at}::timestamptz else destroyed_at end,
      answered_at = case when ${state} = 'answered' then ${at}::timestamptz else answered_at end
    where docket_id = ${docket_id} and erasure_id = ${erasure_id}`.execute(tx);

export const hideThread = (tx: Tx, e: ErasureRow): Promise<unknown> =>
  e.scope === 'all'
    ? sql`update thread set erasing = true where docket_id = ${e.docket_id} and thread_id = ${e.thread_id}`.execute(
        tx,
      )
    : Promise.resolve();

/** The leaf of each item, and whether an `erased` leaf that names it is out: in an epoch whose files are published. */
export type ItemLeaf = Place & { leaf: number | null; out: boolean };

export async function leavesOf(db: Db, erasureId: string): Promise<ItemLeaf[]> {
  const { rows } = await sql<Place & { line: string; leaf: number | null }>`with i as (
      select docket_id, statement_id, commitment, 'statement ' || encode(commitment, 'hex') || E'\n' as line from erasure_item where erasure_id = ${erasureId})
    select i.*, l.leaf from i left join docket_leaf l on l.docket_id = i.docket_id and l.line = i.line`.execute(
    db,
  );
  const controls = rows
    .filter((r) => r.leaf !== null)
    .map((r) => ({ d: r.docket_id, line: `erased ${r.leaf}\n` }));
  const found = await sql<{ docket_id: number; line: string }>`select l.docket_id, l.line
    from unnest(${controls.map((c) => c.d)}::int[], ${controls.map((c) => c.line)}::text[]) as x(d, t)
    join docket_leaf l on l.docket_id = x.d and l.line = x.t
    where exists (select 1 from epoch e where e.n >= l.epoch and e.published)`.execute(db);
  const out = new Set(found.rows.map((r) => `${r.docket_id} ${r.line}`));
  return rows.map(({ line: _line, ...r }) => ({
    ...r,
    out: r.leaf !== null && out.has(`${r.docket_id} erased ${r.leaf}\n`),
  }));
}

/** Sealed files of these statements that no other row names. */
export const filesOf = async (db: Db, erasureId: string): Promise<string[]> =>
  (
    await sql<{
      sha: string;
    }>`with mine as (select distinct a.docket_id, a.statement_id, a.n, a.sha256 from attachment a
        join erasure_item i on i.docket_id = a.docket_id and i.statement_id = a.statement_id where i.erasure_id = ${erasureId})
      select distinct encode(m.sha256, 'hex') as sha from mine m where not exists (select 1 from attachment o where o.sha256 = m.sha256
        and not exists (select 1 from mine x where x.docket_id = o.docket_id and x.statement_id = o.statement_id and x.n = o.n))`.execute(
      db,
    )
  ).rows.map((r) => r.sha);

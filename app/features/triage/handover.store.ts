import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { type Unopened, unopened } from '../record/index.ts';
import type { HandoverInput, Handovers } from './contract.ts';

type Item = Handovers['handovers'][number]['items'][number];
type Row = {
  handover_id: string;
  from_name: string | null;
  to_name: string | null;
  at: Date;
  envelope: string;
};
type ItemRow = {
  handover_id: string;
  docket_id: number;
  thread_id: string;
  urgency: Item['urgency'];
  known: boolean;
  state: string;
  place: string | null;
  taken_by: string | null;
};

/** The last ones, newest first. A thread that somebody may not see is not in their list of what was left open. */
export async function handoversOf(db: Db, org: string, since: Date): Promise<Unopened<Handovers>> {
  const { rows } =
    await sql<Row>`select h.handover_id, f.name as from_name, t.name as to_name, h.at, h.envelope
    from handover h left join member f on f.member_id = h.from_member left join member t on t.member_id = h.to_member
    where h.cso_org = ${org} and h.at > ${since} order by h.at desc, h.handover_id limit 20`.execute(db);
  const ids = rows.map((r) => r.handover_id);
  const items =
    await sql<ItemRow>`select i.handover_id, i.docket_id, i.thread_id, t.urgency, t.known_at is not null as known, t.state,
      coalesce(w.name, o.name) as place, m.name as taken_by
      from handover_item i join thread t on t.docket_id = i.docket_id and t.thread_id = i.thread_id
      left join workplace w on w.docket_id = t.placed_in left join organisation o on o.docket_id = t.placed_in
      left join member m on m.member_id = i.taken_by
      where i.handover_id = any(${ids}::uuid[]) order by t.known_at is null, t.urgency, i.thread_id`.execute(
      db,
    );
  // Its words may be about any thread of it: who may see none of them gets none of the words.
  const handovers = rows
    .map((r) => ({
      handoverId: r.handover_id,
      from: r.from_name,
      to: r.to_name,
      at: r.at.toISOString(),
      envelope: r.envelope,
      items: items.rows
        .filter((i) => i.handover_id === r.handover_id)
        .map((i) => ({
          docket: i.docket_id,
          threadId: i.thread_id,
          urgency: i.urgency,
          known: i.known,
          state: i.state,
          place: i.place,
          takenBy: i.taken_by,
        })),
    }))
    .filter(({ items: those }) => those.length > 0);
  const key = handovers.map(({ handoverId }) => handoverId).sort();
  return unopened({ handovers }, { what: 'list', n: handovers.length, key: `handover ${key.join(' ')}` });
}

export type Kept = { envelope: string; from_member: string };
export const findHandover = async (tx: Tx, org: string, id: string): Promise<Kept | undefined> =>
  (
    await sql<Kept>`select envelope, from_member from handover where cso_org = ${org} and handover_id = ${id}`.execute(
      tx,
    )
  ).rows[0];

export type NewHandover = HandoverInput & { org: string; by: string; at: Date };
export async function insertHandover(tx: Tx, h: NewHandover): Promise<void> {
  await sql`insert into handover (cso_org, handover_id, from_member, to_member, at, envelope)
    values (${h.org}, ${h.handoverId}, ${h.by}, ${h.to}, ${h.at}, ${h.envelope})`.execute(tx);
  await sql`insert into handover_item (docket_id, handover_id, thread_id, cso_org)
    select d, ${h.handoverId}, t, ${h.org} from unnest(${h.threads.map((t) => t.docket)}::int[], ${h.threads.map((t) => t.threadId)}::uuid[]) as x(d, t)
    on conflict do nothing`.execute(tx);
}

export type Taking = { org: string; handoverId: string; by: string; at: Date };
/** True if nobody had taken it; the thread goes with it. */
export async function takeItem(
  tx: Tx,
  key: { docket: number; threadId: string },
  t: Taking,
): Promise<boolean> {
  const { rows } = await sql`update handover_item set taken_by = ${t.by}, taken_at = ${t.at}
    where docket_id = ${key.docket} and handover_id = ${t.handoverId} and thread_id = ${key.threadId} and taken_by is null returning 1`.execute(
    tx,
  );
  return rows.length > 0;
}
export const takerOf = async (
  tx: Tx,
  key: { docket: number; threadId: string },
  handoverId: string,
): Promise<{ taken_by: string | null; name: string | null } | undefined> =>
  (
    await sql<{
      taken_by: string | null;
      name: string | null;
    }>`select i.taken_by, m.name from handover_item i left join member m on m.member_id = i.taken_by
      where i.docket_id = ${key.docket} and i.handover_id = ${handoverId} and i.thread_id = ${key.threadId}`.execute(
      tx,
    )
  ).rows[0];

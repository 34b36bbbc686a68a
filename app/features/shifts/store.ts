import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Shift, ShiftKind, Span } from './rota.ts';

type Row = {
  shift_id: string;
  member_id: string;
  name: string | null;
  state: string | null;
  kind: ShiftKind;
  starts_at: Date;
  ends_at: Date;
};
export type Named = Shift & { readonly name: string };

const COLUMNS = sql`select s.shift_id, s.member_id, m.name, m.state, s.kind, s.starts_at, s.ends_at
  from shift s left join member m on m.member_id = s.member_id and m.org_id = s.org_id`;

/** A member who left has no shifts any more: what they had stands uncovered. */
const named = (rows: readonly Row[]): Named[] =>
  rows
    .filter((row) => row.state === 'active')
    .map((row) => ({
      shiftId: row.shift_id,
      memberId: row.member_id,
      name: row.name ?? '',
      kind: row.kind,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
    }));

export const shiftsIn = async (db: Db, org: string, { startsAt, endsAt }: Span): Promise<Named[]> =>
  named(
    (
      await sql<Row>`${COLUMNS} where s.org_id = ${org} and s.ends_at > ${startsAt} and s.starts_at < ${endsAt}
        order by s.starts_at, s.kind, m.name, s.shift_id`.execute(db)
    ).rows,
  );

/** Whether this organisation ever kept a rota of who is called. */
export const keepsRota = async (db: Db, org: string): Promise<boolean> =>
  (await sql`select 1 from shift where org_id = ${org} and kind = 'on_call' limit 1`.execute(db)).rows
    .length > 0;

export const findShift = async (db: Db, org: string, shiftId: string): Promise<Named | undefined> =>
  named((await sql<Row>`${COLUMNS} where s.org_id = ${org} and s.shift_id = ${shiftId}`.execute(db)).rows)[0];

/** Held until the transaction ends: two people who enter shifts at once wait for each other. */
export const lockRota = (tx: Tx, org: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended('rota ' || ${org}, 0))`.execute(tx);

export const isActive = async (db: Db, org: string, memberId: string): Promise<boolean> =>
  (
    await sql`select 1 from member where org_id = ${org} and member_id = ${memberId} and state = 'active'`.execute(
      db,
    )
  ).rows.length > 0;

export const insertShift = (tx: Tx, org: string, s: Shift) =>
  sql`insert into shift (org_id, shift_id, member_id, kind, starts_at, ends_at)
    values (${org}, ${s.shiftId}, ${s.memberId}, ${s.kind}, ${s.startsAt}, ${s.endsAt})`.execute(tx);

export const deleteShift = (tx: Tx, org: string, shiftId: string) =>
  sql`delete from shift where org_id = ${org} and shift_id = ${shiftId}`.execute(tx);

export const giveShift = (tx: Tx, org: string, shiftId: string, memberId: string) =>
  sql`update shift set member_id = ${memberId} where org_id = ${org} and shift_id = ${shiftId}`.execute(tx);

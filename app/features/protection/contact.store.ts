import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Profile, WayOut, Wish } from './safe-contact.ts';

export type ThreadKey = { docket: number; threadId: string };
type Row = {
  channel: WayOut | null;
  from_minute: number | null;
  to_minute: number | null;
  days: number[];
  zone: string;
  never_call_back: boolean;
  shared_device: boolean;
  no_message: boolean;
  set_by: 'worker' | 'member';
  statement_id: string | null;
  envelope: string | null;
  seq: number;
  at: Date;
  spoke_at: Date | null;
};
export type Contact = Profile & {
  setBy: 'worker' | 'member';
  /** The worker's own statement; or the words that a member wrote down, sealed. */
  statementId: string | null;
  envelope: string | null;
  seq: number;
};

/** How this worker may be reached, and when they spoke last. Undefined: nobody said. */
export async function contactOf(db: Db, { docket, threadId }: ThreadKey): Promise<Contact | undefined> {
  const { rows } = await sql<Row>`select c.*, (select max(s.recorded_at) from statement s
        where s.thread_docket = c.docket_id and s.thread_id = c.thread_id and s.key_raw is not null) as spoke_at
      from safe_contact c where c.docket_id = ${docket} and c.thread_id = ${threadId}`.execute(db);
  const r = rows[0];
  return (
    r && {
      channel: r.channel,
      from: r.from_minute,
      to: r.to_minute,
      days: r.days,
      zone: r.zone,
      neverCallBack: r.never_call_back,
      sharedDevice: r.shared_device,
      doNotLeaveMessage: r.no_message,
      at: r.at,
      spokeAt: r.spoke_at,
      setBy: r.set_by,
      statementId: r.statement_id,
      envelope: r.envelope,
      seq: r.seq,
    }
  );
}

export type NewContact = Wish & {
  org: string;
  setBy: 'worker' | 'member';
  statementId: string | null;
  envelope: string | null;
  seq: number;
  at: Date;
};
export const saveContact = (tx: Tx, { docket, threadId }: ThreadKey, c: NewContact) =>
  sql`insert into safe_contact (docket_id, thread_id, cso_org, channel, from_minute, to_minute, days, zone, never_call_back, shared_device,
      no_message, set_by, statement_id, envelope, seq, at)
    values (${docket}, ${threadId}, ${c.org}, ${c.channel}, ${c.from}, ${c.to}, ${[...c.days]}::int[], ${c.zone}, ${c.neverCallBack}, ${c.sharedDevice},
      ${c.doNotLeaveMessage}, ${c.setBy}, ${c.statementId}, ${c.envelope}, ${c.seq}, ${c.at})
    on conflict (docket_id, thread_id) do update set channel = excluded.channel, from_minute = excluded.from_minute, to_minute = excluded.to_minute,
      days = excluded.days, zone = excluded.zone, never_call_back = excluded.never_call_back, shared_device = excluded.shared_device,
      no_message = excluded.no_message, set_by = excluded.set_by, statement_id = excluded.statement_id, envelope = excluded.envelope,
      seq = excluded.seq, at = excluded.at`.execute(tx);

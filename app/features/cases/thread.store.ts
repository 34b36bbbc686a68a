import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { type Unopened, unopened } from '../record/index.ts';

export type ThreadKey = { docket: number; threadId: string };
export type LockedThread = {
  docket_id: number;
  thread_id: string;
  placed_in: number;
  receiver_org: string;
  urgency: string;
  state: 'waiting' | 'answered' | 'closed';
  answered_at: Date | null;
  public_key: unknown;
  case_id: string | null;
  case_docket: number | null;
  case_number: number | null;
  distinct_worker: 'unconfirmed' | 'distinct' | 'same_as_other';
  help: boolean;
  withdrawn: boolean;
  erasing: boolean;
  first_received: Date;
  placed_kind: string;
  due_at: Date | null;
  known_at: Date | null;
  lowered_at: Date | null;
  assignee: string | null;
  assignee_name: string | null;
  sub_status: string | null;
  snoozed_until: Date | null;
  jobseeker: boolean;
  language: string | null;
  /** Since when the worker's last word stands. */
  last_said: Date | null;
  /** Who changed the thread's place in the queue last, and who of us spoke last. */
  queued_name: string | null;
  last_name: string | null;
  /** Statements of the thread, to tell a writer that more came. */
  statements: number;
  /** Sealed words under the id that the client chose, if it was used in this thread. */
  before: string | null;
  kids: string[];
};

/**
 * The thread, held until the transaction ends, with all that its actions are judged by. The lock comes first, by
 * itself: a statement that waited for a lock still reads everything else as it was before it waited.
 */
export async function lockThread(
  tx: Tx,
  key: ThreadKey,
  statementId: string | null = null,
): Promise<LockedThread | undefined> {
  await sql`select 1 from thread where docket_id = ${key.docket} and thread_id = ${key.threadId} for update`.execute(
    tx,
  );
  return readThread(tx, key, statementId);
}

const readThread = async (
  tx: Tx,
  { docket, threadId }: ThreadKey,
  statementId: string | null,
): Promise<LockedThread | undefined> =>
  (
    await sql<LockedThread>`select t.docket_id, t.thread_id, t.placed_in, t.receiver_org, t.urgency, t.state, t.answered_at, t.public_key,
      t.case_id, t.case_docket, t.distinct_worker, t.help, t.withdrawn, t.erasing,
      t.due_at, t.known_at, t.lowered_at, t.assignee, t.sub_status, t.snoozed_until, t.jobseeker, t.language,
      (select name from member m where m.member_id = t.assignee) as assignee_name,
      (select name from member m where m.member_id = t.queued_by) as queued_name,
      (select max(s.recorded_at) from statement s where s.thread_docket = t.docket_id and s.thread_id = t.thread_id and s.key_raw is not null) as last_said,
      (select m.name from statement s left join member m on m.member_id = s.by_member where s.thread_docket = t.docket_id and s.thread_id = t.thread_id
        and s.moved_from is null order by s.recorded_at desc, s.key_raw is not null, s.statement_id limit 1) as last_name,
      (select number from case_file c where c.docket_id = t.case_docket and c.case_id = t.case_id) as case_number,
      coalesce((select s.recorded_at from statement s where s.docket_id = t.docket_id and s.statement_id = t.thread_id), t.received_day::timestamptz) as first_received,
      (select d.kind from docket d where d.docket_id = t.placed_in) as placed_kind,
      (select count(*)::int from statement s where s.thread_docket = t.docket_id and s.thread_id = t.thread_id and s.moved_from is null) as statements,
      (select e.content from envelope e join statement s on s.docket_id = e.docket_id and s.statement_id = e.statement_id
        where s.thread_docket = t.docket_id and s.thread_id = t.thread_id and s.statement_id = ${statementId}::uuid limit 1) as before,
      (select coalesce(array_agg(k.kid), '{}') from org_key k where k.org_id = t.receiver_org and k.current) as kids
      from thread t where t.docket_id = ${docket} and t.thread_id = ${threadId}`.execute(tx)
  ).rows[0];

/** Somebody of ours spoke: nobody waits any more. `answered_at` stays at the first answer. */
export const markAnswered = (tx: Tx, { docket, threadId }: ThreadKey, now: Date) =>
  sql`update thread set state = case state when 'closed' then 'closed' else 'answered' end,
    answered_at = coalesce(answered_at, ${now}), due_at = null
    where docket_id = ${docket} and thread_id = ${threadId}`.execute(tx);

/** A person has read this answer and recorded what it says: unless the worker said more since, nobody waits any more. */
export const markRead = (tx: Tx, { docket, threadId }: ThreadKey, statementId: string) =>
  sql`update thread set state = 'answered', due_at = null
    where docket_id = ${docket} and thread_id = ${threadId} and state = 'waiting' and not exists (
      select 1 from statement later join statement coded on coded.statement_id = ${statementId}::uuid
        and coded.thread_docket = ${docket} and coded.thread_id = ${threadId}
      where later.thread_docket = ${docket} and later.thread_id = ${threadId} and later.by_org is null
        and later.moved_from is null and later.statement_id <> coded.statement_id and later.recorded_at >= coded.recorded_at)`.execute(
    tx,
  );

export const saveDistinct = (tx: Tx, { docket, threadId }: ThreadKey, value: string) =>
  sql`update thread set distinct_worker = ${value} where docket_id = ${docket} and thread_id = ${threadId}`.execute(
    tx,
  );

export const saveHelp = (tx: Tx, { docket, threadId }: ThreadKey, help: boolean) =>
  sql`update thread set help = ${help} where docket_id = ${docket} and thread_id = ${threadId}`.execute(tx);

/** Where a thread stands in the queue after a person or a rule decided. */
export type Standing = {
  urgency: string;
  known_at: Date | null;
  lowered_at: Date | null;
  due_at: Date | null;
  state: LockedThread['state'];
};
/** A case is as urgent as its most urgent thread ever was: that is never lowered here. */
export const saveStanding = (tx: Tx, { docket, threadId }: ThreadKey, s: Standing, by: string) =>
  sql`with c as (update case_file c set urgency = least(c.urgency, ${s.urgency}) from thread t
      where t.docket_id = ${docket} and t.thread_id = ${threadId} and c.docket_id = t.case_docket and c.case_id = t.case_id)
    update thread set urgency = ${s.urgency}, known_at = ${s.known_at}, lowered_at = ${s.lowered_at}, due_at = ${s.due_at}, state = ${s.state},
    snoozed_until = case when ${s.state} = 'waiting' then null else snoozed_until end, queued_by = ${by}
    where docket_id = ${docket} and thread_id = ${threadId}`.execute(tx);

/** Somebody on call is told that something is urgent, at commit, and nothing else: no thread, no word, no name. */
export async function tellOnCall(tx: Tx, org: string): Promise<void> {
  await sql`insert into alert (alert_id, org_id) values (gen_random_uuid(), ${org})`.execute(tx);
  await sql`notify vouch_alert`.execute(tx);
}

export const threadKeysOfCase = async (tx: Tx, docket: number, caseId: string): Promise<ThreadKey[]> =>
  (
    await sql<ThreadKey>`select docket_id as docket, thread_id as "threadId" from thread
      where case_docket = ${docket} and case_id = ${caseId} and not withdrawn and not erasing order by docket_id, thread_id`.execute(
      tx,
    )
  ).rows;

export type NewNote = {
  docket: number;
  noteId: string;
  threadId: string | null;
  caseId: string | null;
  org: string;
  member: string;
  at: Date;
  envelope: string;
};
export const insertNote = (tx: Tx, n: NewNote) =>
  sql`insert into note (docket_id, note_id, thread_id, case_id, cso_org, by_member, at, envelope)
    values (${n.docket}, ${n.noteId}, ${n.threadId}, ${n.caseId}, ${n.org}, ${n.member}, ${n.at}, ${n.envelope})`.execute(
    tx,
  );

export const findNote = async (db: Db, docket: number, noteId: string): Promise<string | undefined> =>
  (
    await sql<{
      envelope: string;
    }>`select envelope from note where docket_id = ${docket} and note_id = ${noteId}`.execute(db)
  ).rows[0]?.envelope;

type FileRow = { docket: number | null; thread: string | null };
/**
 * A sealed file that this organisation may read: some attachment row says so, and nobody took it back. All files of one
 * report are one opening.
 */
export async function fileView(db: Db, sha256: string): Promise<Unopened<{ sha256: string }> | undefined> {
  const { rows } =
    await sql<FileRow>`select t.docket_id as docket, t.thread_id as thread from attachment a left join statement s on s.docket_id = a.docket_id and s.statement_id = a.statement_id
    left join thread t on t.docket_id = s.thread_docket and t.thread_id = s.thread_id
    where a.sha256 = decode(${sha256}, 'hex') and t.withdrawn is not true and t.erasing is not true
      and not exists (select 1 from erasure_item i where i.docket_id = a.docket_id and i.statement_id = a.statement_id) limit 1`.execute(
      db,
    );
  const row = rows[0];
  if (!row) return undefined;
  const thread =
    row.docket !== null && row.thread !== null ? { docket: row.docket, threadId: row.thread } : undefined;
  return unopened(
    { sha256 },
    {
      what: 'file',
      n: 1,
      key: thread ? `${thread.docket} ${thread.threadId}` : sha256,
      threads: thread ? [thread] : [],
    },
  );
}

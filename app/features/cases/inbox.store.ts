import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { type Unopened, unopened } from '../record/index.ts';
import type { Inbox, InboxQuery, InboxRow } from './contract.ts';

type Row = {
  docket_id: number;
  thread_id: string;
  placed_in: number;
  place_kind: string;
  place_id: string;
  place_name: string | null;
  received_day: string;
  urgency: InboxRow['urgency'];
  due_at: Date | null;
  answered_at: Date | null;
  state: InboxRow['state'];
  flagged: boolean;
  case_id: string | null;
  case_docket: number | null;
  number: number | null;
  distinct_worker: InboxRow['distinct'];
  help: boolean;
  withdrawn: boolean;
  erasure_asked: boolean;
  erasing: boolean;
  waiting_since: Date | null;
  last_kind: string | null;
  first: string | null;
};

/** What is said between a worker and the organisation; everything else in a thread is bookkeeping. */
const SPOKEN = sql`('report','message','acknowledgement','what_changed','consent_asked','remedy_asked','go_ahead_asked','payment_asked','filing_asked','satisfaction_asked','consent_answer','remedy_answer','answer','withdrawal','erasure_request')`;

const rowsOf = (where: RawBuilder<unknown>, tail: RawBuilder<unknown>) =>
  sql<Row>`select t.docket_id, t.thread_id, t.placed_in, d.kind as place_kind, d.id as place_id, coalesce(w.name, o.name) as place_name,
    t.received_day, t.urgency, t.due_at, t.answered_at, t.state, t.flagged, t.case_id, t.case_docket, c.number, t.distinct_worker,
    t.help, t.withdrawn, t.erasure_asked, t.erasing, last.kind as last_kind,
    case when t.state = 'waiting' then (select max(s.recorded_at) from statement s
      where s.thread_docket = t.docket_id and s.thread_id = t.thread_id and s.key_raw is not null) end as waiting_since,
    (select e.content from envelope e where e.docket_id = t.docket_id and e.statement_id = t.thread_id and not t.withdrawn and not t.erasing
      and not exists (select 1 from erasure_item i where i.docket_id = e.docket_id and i.statement_id = e.statement_id)) as first
    from thread t join docket d on d.docket_id = t.placed_in
    left join workplace w on w.docket_id = t.placed_in
    left join organisation o on o.docket_id = t.placed_in
    left join case_file c on c.docket_id = t.case_docket and c.case_id = t.case_id
    left join lateral (select s.kind from statement s where s.thread_docket = t.docket_id and s.thread_id = t.thread_id
      and s.moved_from is null and s.kind in ${SPOKEN} order by s.recorded_at desc, s.statement_id limit 1) last on true
    where ${where} ${tail}`;

const viewOf = (r: Row): InboxRow => ({
  docket: r.docket_id,
  threadId: r.thread_id,
  placedIn: r.placed_in,
  place: { kind: r.place_kind, id: r.place_id, name: r.place_name },
  receivedDay: r.received_day,
  urgency: r.urgency,
  dueAt: r.due_at?.toISOString() ?? null,
  answeredAt: r.answered_at?.toISOString() ?? null,
  state: r.state,
  flagged: r.flagged,
  caseId: r.case_id,
  caseDocket: r.case_docket,
  caseNumber: r.number,
  distinct: r.distinct_worker,
  help: r.help,
  withdrawn: r.withdrawn,
  erasureAsked: r.erasure_asked,
  erasing: r.erasing,
  waitingSince: r.waiting_since?.toISOString() ?? null,
  lastKind: r.last_kind ?? 'report',
  first: r.first === null ? null : { statementId: r.thread_id, envelope: r.first },
});

const STATES: Record<InboxQuery['state'], string[]> = {
  open: ['waiting', 'answered'],
  waiting: ['waiting'],
  answered: ['answered'],
  closed: ['closed'],
  all: ['waiting', 'answered', 'closed'],
};

/**
 * Who waits comes first, the most urgent of them on top, then what was answered last. Each line holds its first report,
 * so the list is an opening: of this very set of reports, by this member.
 */
export async function inbox(db: Db, org: string, query: InboxQuery, now: Date): Promise<Unopened<Inbox>> {
  const states = STATES[query.state];
  const { rows } = await rowsOf(
    sql`t.receiver_org = ${org} and t.state = any(${states}::text[])`,
    sql`order by t.state <> 'waiting', case when t.state = 'waiting' then t.urgency end, t.due_at nulls last, t.received_day desc, t.thread_id
      limit ${query.limit} offset ${query.from}`,
  ).execute(db);
  const counts = { P0: 0, P1: 0, P2: 0, P3: 0 };
  let total = 0;
  const all = await sql<{ urgency: InboxRow['urgency']; state: string; n: number; waiting: number }>`
    select urgency, state, count(*)::int as n, (count(*) filter (where state = 'waiting' and not withdrawn))::int as waiting from thread where receiver_org = ${org} group by urgency, state`.execute(
    db,
  );
  for (const { urgency, state, n, waiting } of all.rows) {
    counts[urgency] += waiting;
    if (states.includes(state)) total += n;
  }
  const given = rows.filter((r) => r.first !== null).map((r) => r.thread_id);
  return unopened(
    { now: now.toISOString(), total, counts, rows: rows.map(viewOf) },
    { what: 'list', n: given.length, key: given.sort().join(' ') },
  );
}

export const inboxRow = async (db: Db, docket: number, threadId: string): Promise<InboxRow | undefined> =>
  (await rowsOf(sql`t.docket_id = ${docket} and t.thread_id = ${threadId}`, sql``).execute(db)).rows.map(
    viewOf,
  )[0];

export const threadsOfCase = async (db: Db, docket: number, caseId: string): Promise<InboxRow[]> =>
  (
    await rowsOf(
      sql`t.case_docket = ${docket} and t.case_id = ${caseId}`,
      sql`order by t.received_day, t.thread_id`,
    ).execute(db)
  ).rows.map(viewOf);

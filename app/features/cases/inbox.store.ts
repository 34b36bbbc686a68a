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
  channel: InboxRow['channel'];
  written_by: string | null;
  language: string | null;
  jobseeker: boolean;
  known_at: Date | null;
  lowered_at: Date | null;
  assignee: string | null;
  assignee_name: string | null;
  sub_status: string | null;
  snoozed_until: Date | null;
  linked: number;
  others: number;
};

/** What is said between a worker and the organisation; everything else in a thread is bookkeeping. */
const SPOKEN = sql`('report','message','acknowledgement','what_changed','consent_asked','remedy_asked','go_ahead_asked','payment_asked','filing_asked','satisfaction_asked','consent_answer','remedy_answer','answer','withdrawal','erasure_request')`;

/** Who waits first: they know it, then by urgency, then by when it is due; below that what was answered last. */
const ORDER = sql`order by t.state <> 'waiting' or t.withdrawn,
  case when t.state = 'waiting' and not t.withdrawn then t.known_at is null end,
  case when t.state = 'waiting' then t.urgency end, t.due_at nulls last, t.received_day desc, t.thread_id`;

/** `page` picks the threads; only then the rest is looked up, so that a long list costs what is shown of it. */
const rowsOf = (page: RawBuilder<unknown>) =>
  sql<Row>`select t.docket_id, t.thread_id, t.placed_in, d.kind as place_kind, d.id as place_id, coalesce(w.name, o.name) as place_name,
    t.received_day, t.urgency, t.due_at, t.answered_at, t.state, t.flagged, t.case_id, t.case_docket, c.number, t.distinct_worker,
    t.help, t.withdrawn, t.erasure_asked, t.erasing, last.kind as last_kind,
    t.channel, t.written_by, t.language, t.jobseeker, t.known_at, t.lowered_at, t.assignee, m.name as assignee_name, t.sub_status, t.snoozed_until,
    (select count(*)::int from tie join thread o on o.thread_id = case when tie.thread_id = t.thread_id then tie.other_thread else tie.thread_id end
      where tie.undone_at is null and (tie.thread_id = t.thread_id or tie.other_thread = t.thread_id) and tie.kind = 'same_person') as linked,
    (select count(*)::int from tie where undone_at is null and tie.thread_id = t.thread_id and kind = 'other_person') as others,
    case when t.state = 'waiting' then (select max(s.recorded_at) from statement s
      where s.thread_docket = t.docket_id and s.thread_id = t.thread_id and s.key_raw is not null) end as waiting_since,
    (select e.content from envelope e where e.docket_id = t.docket_id and e.statement_id = t.thread_id and not t.withdrawn and not t.erasing
      and not exists (select 1 from erasure_item i where i.docket_id = e.docket_id and i.statement_id = e.statement_id)) as first
    from (select t.* from thread t where ${page}) t join docket d on d.docket_id = t.placed_in
    left join workplace w on w.docket_id = t.placed_in
    left join organisation o on o.docket_id = t.placed_in
    left join case_file c on c.docket_id = t.case_docket and c.case_id = t.case_id
    left join member m on m.member_id = t.assignee
    left join lateral (select s.kind from statement s where s.thread_docket = t.docket_id and s.thread_id = t.thread_id
      and s.moved_from is null and s.kind in ${SPOKEN} order by s.recorded_at desc, s.statement_id limit 1) last on true
    ${ORDER}`;

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
  channel: r.channel,
  writtenDown: r.written_by !== null,
  language: r.language,
  jobseeker: r.jobseeker,
  knownAt: r.known_at?.toISOString() ?? null,
  loweredAt: r.lowered_at?.toISOString() ?? null,
  assignee: r.assignee === null ? null : { memberId: r.assignee, name: r.assignee_name },
  subStatus: r.sub_status,
  snoozedUntil: r.snoozed_until?.toISOString() ?? null,
  linked: r.linked,
  others: r.others,
  first: r.first === null ? null : { statementId: r.thread_id, envelope: r.first },
});

const STATES: Record<InboxQuery['state'], string[]> = {
  open: ['waiting', 'answered'],
  waiting: ['waiting'],
  answered: ['answered'],
  closed: ['closed'],
  all: ['waiting', 'answered', 'closed'],
};

const ONLY: Record<NonNullable<InboxQuery['only']>, (now: Date) => RawBuilder<unknown>> = {
  known: () => sql`t.known_at is not null`,
  help: () => sql`t.help`,
  jobseekers: () => sql`t.jobseeker`,
  linked: () =>
    sql`exists (select 1 from tie where tie.undone_at is null and (tie.thread_id = t.thread_id or tie.other_thread = t.thread_id))`,
  late: (now) => sql`t.state = 'waiting' and not t.withdrawn and t.due_at < ${now}`,
};

/** What the query asks for: codes only, so the server learns no word that anybody looks for. */
function fits(who: { orgId: string; memberId: string }, q: InboxQuery, now: Date): RawBuilder<unknown> {
  const all = [sql`t.receiver_org = ${who.orgId} and t.state = any(${STATES[q.state]}::text[])`];
  if (q.urgency) all.push(sql`t.urgency = ${q.urgency}`);
  if (q.channel) all.push(sql`t.channel = ${q.channel}`);
  if (q.language) all.push(sql`t.language = ${q.language}`);
  if (q.subStatus) all.push(sql`t.sub_status = ${q.subStatus}`);
  if (q.assignee === 'nobody') all.push(sql`t.assignee is null`);
  else if (q.assignee) all.push(sql`t.assignee = ${q.assignee === 'mine' ? who.memberId : q.assignee}::uuid`);
  if (q.only) all.push(ONLY[q.only](now));
  const later = sql`(t.snoozed_until is not null and t.snoozed_until > ${now})`;
  if (q.snoozed === 'only') all.push(later);
  if (q.snoozed === 'hide' && (q.state === 'open' || q.state === 'waiting')) all.push(sql`not ${later}`);
  return sql.join(all, sql` and `);
}

/**
 * One page of the list. Each line holds its first report, so the list is an opening: of this very set of reports, by
 * this member.
 */
export async function inbox(
  db: Db,
  who: { orgId: string; memberId: string },
  query: InboxQuery,
  now: Date,
): Promise<Unopened<Inbox>> {
  const where = fits(who, query, now);
  const { rows } = await rowsOf(sql`${where} ${ORDER} limit ${query.limit} offset ${query.from}`).execute(db);
  const groups = await sql<Inbox['groups']>`select
      (count(*) filter (where t.state = 'waiting' and not t.withdrawn and t.known_at is not null))::int as known,
      (count(*) filter (where t.state = 'waiting' and not t.withdrawn and t.known_at is null))::int as waiting,
      (count(*) filter (where t.state <> 'waiting' or t.withdrawn))::int as rest
    from thread t where ${where}`.execute(db);
  const found = groups.rows[0] ?? { known: 0, waiting: 0, rest: 0 };
  const given = rows.filter((r) => r.first !== null).map((r) => r.thread_id);
  return unopened(
    {
      now: now.toISOString(),
      total: found.known + found.waiting + found.rest,
      counts: await waitingBy(db, who.orgId),
      groups: found,
      rows: rows.map(viewOf),
    },
    { what: 'list', n: given.length, key: given.sort().join(' ') },
  );
}

async function waitingBy(db: Db, org: string): Promise<Inbox['counts']> {
  const counts = { P0: 0, P1: 0, P2: 0, P3: 0 };
  const { rows } = await sql<{ urgency: InboxRow['urgency']; n: number }>`
    select urgency, count(*)::int as n from thread where receiver_org = ${org} and state = 'waiting' and not withdrawn group by urgency`.execute(
    db,
  );
  for (const { urgency, n } of rows) counts[urgency] += n;
  return counts;
}

export const inboxRow = async (db: Db, docket: number, threadId: string): Promise<InboxRow | undefined> =>
  (await rowsOf(sql`t.docket_id = ${docket} and t.thread_id = ${threadId}`).execute(db)).rows.map(viewOf)[0];

export const threadsOfCase = async (db: Db, docket: number, caseId: string): Promise<InboxRow[]> =>
  (await rowsOf(sql`t.case_docket = ${docket} and t.case_id = ${caseId}`).execute(db)).rows
    .map(viewOf)
    .sort((a, b) => (a.receivedDay === b.receivedDay ? (a.threadId < b.threadId ? -1 : 1) : a.receivedDay < b.receivedDay ? -1 : 1)); // prettier-ignore

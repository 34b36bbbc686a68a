import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { type Unopened, unopened } from '../record/index.ts';
import type { CaseState } from './case-states.ts';
import type { ConsentRow } from './consent.ts';
import { standing } from './consent.ts';
import type { AskView, ConsentView, NoteView, StatementView, ThreadView } from './contract.ts';
import { inboxRow } from './inbox.store.ts';

type Field = { name: string; value: string };
type SpokenRow = {
  statement_id: string;
  docket_id: number;
  kind: string;
  recorded_at: Date;
  by_worker: boolean;
  name: string | null;
  re: string | null;
  fields: Field[];
  content: string | null;
  files: { n: number; sha256: string; size: number }[];
};

/** Taken back by its worker, or on its way out: nobody reads it any more, though it may stand until its leaf is written. */
const HIDDEN = sql`t.erasing or (t.withdrawn and s.key_raw is not null)
  or exists (select 1 from erasure_item i where i.thread_id = s.thread_id and i.statement_id = s.statement_id)`;

async function statements(db: Db, docket: number, threadId: string): Promise<StatementView[]> {
  // What a worker took back is no longer read, here neither: so the worker was told.
  // A re-filed statement stands in two dockets; its first row holds its envelope and is the one shown.
  const { rows } =
    await sql<SpokenRow>`select s.statement_id, s.docket_id, s.kind, s.recorded_at, s.key_raw is not null as by_worker,
    m.name, s.re, s.fields, case when ${HIDDEN} then null else e.content end as content,
    (select coalesce(json_agg(json_build_object('n', a.n, 'sha256', encode(a.sha256, 'hex'), 'size', a.size) order by a.n), '[]')
      from attachment a where a.docket_id = s.docket_id and a.statement_id = s.statement_id and not t.withdrawn and not (${HIDDEN})) as files
    from statement s join thread t on t.docket_id = s.thread_docket and t.thread_id = s.thread_id
    left join envelope e on e.docket_id = s.docket_id and e.statement_id = s.statement_id
    left join member m on m.member_id = s.by_member
    where s.thread_docket = ${docket} and s.thread_id = ${threadId} and s.moved_from is null
    order by s.recorded_at, s.statement_id <> s.thread_id, s.statement_id`.execute(db);
  return rows.map((r) => ({
    id: r.statement_id,
    docket: r.docket_id,
    kind: r.kind,
    recorded: r.recorded_at.toISOString(),
    from: r.by_worker ? 'worker' : 'us',
    by: r.name,
    re: r.re,
    envelope: r.content,
    fields: Object.fromEntries(r.fields.map(({ name, value }) => [name, value])),
    attachments: r.files,
  }));
}

/** Where something stood that is erased: the day on which it was said, and the day on which it went. */
async function erased(db: Db, docket: number, threadId: string): Promise<ThreadView['erased']> {
  const { rows } = await sql<{ said: string | null; on: string }>`
    select stood_on as said, to_char(destroyed_at at time zone 'UTC', 'YYYY-MM-DD') as on from erasure
    where docket_id = ${docket} and thread_id = ${threadId} and destroyed_at is not null order by stood_on, destroyed_at`.execute(
    db,
  );
  return rows;
}

export async function notes(db: Db, where: RawBuilder<unknown>): Promise<NoteView[]> {
  const { rows } = await sql<{ note_id: string; name: string | null; at: Date; envelope: string }>`
    select n.note_id, m.name, n.at, n.envelope from note n left join member m on m.member_id = n.by_member
    where ${where} order by n.at, n.note_id`.execute(db);
  return rows.map((r) => ({ noteId: r.note_id, by: r.name, at: r.at.toISOString(), envelope: r.envelope }));
}

type AskRow = {
  ask_id: string;
  docket_id: number;
  kind: AskView['kind'];
  thread_docket: number;
  thread_id: string;
  case_id: string | null;
  issue_id: string | null;
  scopes: string[];
  asked_at: Date;
  closed_at: Date | null;
  answer_statement: string | null;
  coded: AskView['coded'];
  quality: number | null;
  amount: number | null;
  currency: string | null;
  round_id: string | null;
  attempts: number;
};
export async function asks(db: Db, where: RawBuilder<unknown>): Promise<AskView[]> {
  const { rows } =
    await sql<AskRow>`select * from ask a where ${where} order by a.asked_at, a.ask_id`.execute(db);
  return rows.map((r) => ({
    askId: r.ask_id,
    docket: r.docket_id,
    kind: r.kind,
    threadDocket: r.thread_docket,
    threadId: r.thread_id,
    caseId: r.case_id,
    issueId: r.issue_id,
    scopes: r.scopes,
    askedAt: r.asked_at.toISOString(),
    closedAt: r.closed_at?.toISOString() ?? null,
    answerStatement: r.answer_statement,
    coded: r.coded,
    quality: r.quality,
    amount: r.amount,
    currency: r.currency,
    roundId: r.round_id,
    attempts: r.attempts,
  }));
}

/** All that was said about consent, and which of it stands. */
export async function consents(db: Db, where: RawBuilder<unknown>): Promise<ConsentView[]> {
  const { rows } = await sql<ConsentRow & { forName: string | null; withdrawn: boolean }>`
    select c.consent_id as id, c.thread_id as "threadId", c.scope, c.for_org as "forOrg", o.name as "forName", c.state, c.at, coalesce(t.withdrawn, false) as withdrawn
    from consent c left join thread t on t.thread_id = c.thread_id left join organisation o on o.org_id = c.for_org where ${where} order by c.at, c.scope`.execute(
    db,
  );
  const withdrawn = new Set(rows.filter((r) => r.withdrawn).map((r) => r.threadId));
  const live = new Set(
    standing(rows, withdrawn)
      .filter((s) => s.state === 'given')
      .map((s) => s.id),
  );
  return rows.map(({ id, threadId, scope, forOrg, forName, state, at }) => ({
    threadId,
    scope,
    forOrg: forOrg ?? null,
    forName: forName ?? forOrg ?? null,
    state,
    at: at.toISOString(),
    live: live.has(id),
  }));
}

type CaseLine = { docket_id: number; case_id: string; number: number; state: CaseState; seq: number };

/** What is sealed in it, ours and the worker's. */
const sealedIn = ({ statements, notes }: ThreadView): number =>
  notes.length + statements.reduce((n, s) => n + (s.envelope === null ? 0 : 1) + s.attachments.length, 0);

export async function threadView(
  db: Db,
  docket: number,
  threadId: string,
): Promise<Unopened<ThreadView> | undefined> {
  const view = await wholeThread(db, docket, threadId);
  if (!view) return undefined;
  // Our own words alone tell nothing of the worker: what was taken back isn't opened any more.
  const theirs = view.statements.some((s) => s.from === 'worker' && s.envelope !== null);
  return unopened(view, {
    what: 'thread',
    n: sealedIn(view),
    key: `${docket} ${threadId}`,
    threads: theirs ? [{ docket, threadId }] : [],
  });
}

async function wholeThread(db: Db, docket: number, threadId: string): Promise<ThreadView | undefined> {
  const thread = await inboxRow(db, docket, threadId);
  if (!thread) return undefined;
  const key = await sql<{ public_key: Record<string, unknown> }>`
    select public_key from thread where docket_id = ${docket} and thread_id = ${threadId}`.execute(db);
  const c = await sql<CaseLine>`select docket_id, case_id, number, state,
    (select coalesce(max(seq), 0) from case_event e where e.docket_id = c.docket_id and e.case_id = c.case_id) as seq
    from case_file c where docket_id = ${thread.caseDocket} and case_id = ${thread.caseId}`.execute(db);
  const line = c.rows[0];
  return {
    thread,
    publicKey: key.rows[0]?.public_key ?? {},
    statements: await statements(db, docket, threadId),
    erased: await erased(db, docket, threadId),
    notes: await notes(db, sql`n.docket_id = ${docket} and n.thread_id = ${threadId}`),
    asks: await asks(db, sql`a.thread_id = ${threadId} and a.thread_docket = ${docket}`),
    consents: await consents(db, sql`c.thread_id = ${threadId}`),
    case: line
      ? {
          docket: line.docket_id,
          caseId: line.case_id,
          number: line.number,
          state: line.state,
          seq: line.seq,
        }
      : null,
  };
}

import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { type Unopened, unopened } from '../record/index.ts';
import type { WaitingAnswers } from './round.contract.ts';

type Key = { docket: number; caseId: string; issueId: string };

/** Answers about one issue that nobody has recorded yet, in the order in which they came; read together, opened as one. */
export async function waitingAnswers(db: Db, key: Key): Promise<Unopened<WaitingAnswers>> {
  const { rows } = await sql<WaitingAnswers['rows'][number]>`
    select a.ask_id as "askId", a.kind, a.thread_docket as docket, a.thread_id as "threadId", a.answer_statement as "statementId",
      a.tranche, e.content as envelope
    from ask a join thread t on t.docket_id = a.thread_docket and t.thread_id = a.thread_id
    join statement s on s.thread_docket = a.thread_docket and s.thread_id = a.thread_id and s.statement_id = a.answer_statement
      and s.moved_from is null
    join envelope e on e.docket_id = s.docket_id and e.statement_id = s.statement_id
    where a.docket_id = ${key.docket} and a.case_id = ${key.caseId} and a.issue_id = ${key.issueId} and a.coded is null
      and a.kind in ('remedy','payment') and not t.withdrawn and not t.erasing
      and not exists (select 1 from erasure_item i where i.thread_id = s.thread_id and i.statement_id = s.statement_id)
    order by s.recorded_at, a.ask_id limit 200`.execute(db);
  return unopened(
    { rows },
    {
      what: 'case',
      n: rows.length,
      key: `${key.docket} ${key.caseId} ${key.issueId}`,
      threads: rows.map(({ docket, threadId }) => ({ docket, threadId })),
      caseId: key.caseId,
    },
  );
}

import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { IssueKey } from './issue.store.ts';
import type { RoundView } from './round.contract.ts';
import type { Roster } from './sampling.ts';

export type RoundRow = {
  docket_id: number;
  round_id: string;
  issue_id: string;
  case_id: string;
  n: number;
  about: 'remedy' | 'payment';
  tranche: number | null;
  roster_from: number;
  roster_to: number;
  way: 'census' | 'sample';
  size: number;
  severity: number;
  opened_at: Date;
  ends_on: string;
  seed_epoch: number | null;
  seed: string | null;
  drawn_at: Date | null;
  closed_at: Date | null;
};
export const rosterOf = (round: RoundRow): Roster => ({ from: round.roster_from, to: round.roster_to });

/** Held until the transaction ends. */
export const lockRound = async (
  tx: Tx,
  key: { docket: number; roundId: string },
): Promise<RoundRow | undefined> =>
  (
    await sql<RoundRow>`select * from asking_round where docket_id = ${key.docket} and round_id = ${key.roundId} for update`.execute(
      tx,
    )
  ).rows[0];

/** Since the issue last came back: rounds of before are about another remedy. */
export const roundsOf = async (db: Db, { docket, issueId }: IssueKey): Promise<RoundRow[]> =>
  (
    await sql<RoundRow>`select r.* from asking_round r join issue i on i.docket_id = r.docket_id and i.issue_id = r.issue_id
      where r.docket_id = ${docket} and r.issue_id = ${issueId} and r.opened_at >= coalesce(i.relapsed_at, '-infinity') order by r.n`.execute(
      db,
    )
  ).rows;

export const countRounds = async (db: Db, { docket, issueId }: IssueKey): Promise<number> =>
  (
    await sql<{
      n: number;
    }>`select count(*)::int as n from asking_round where docket_id = ${docket} and issue_id = ${issueId}`.execute(
      db,
    )
  ).rows[0]?.n ?? 0;

/** Everybody of a case who could be asked: workers of their own, as far as is known, who took nothing back. */
export const frameOf = async (
  db: Db,
  { docket, caseId }: { docket: number; caseId: string },
): Promise<{ docket: number; threadId: string }[]> =>
  (
    await sql<{
      docket: number;
      threadId: string;
    }>`select docket_id as docket, thread_id as "threadId" from thread
      where case_docket = ${docket} and case_id = ${caseId} and distinct_worker = 'distinct' and not withdrawn and not erasing
      order by thread_id`.execute(db)
  ).rows;

export type NewRound = IssueKey & {
  roundId: string;
  caseId: string;
  org: string;
  n: number;
  about: string;
  tranche: number | null;
  roster: Roster;
  way: 'census' | 'sample';
  size: number;
  severity: number;
  at: Date;
  endsOn: string;
  frame: readonly { docket: number; threadId: string }[];
};
/** All are drawn at once where all are asked. */
export const insertRound = (tx: Tx, r: NewRound) =>
  sql`with frame as (insert into round_thread (docket_id, round_id, thread_id, thread_docket, case_id, cso_org, drawn)
      select ${r.docket}, ${r.roundId}, t, d, ${r.caseId}, ${r.org}, ${r.way === 'census'}
      from unnest(${r.frame.map((f) => f.threadId)}::uuid[], ${r.frame.map((f) => f.docket)}::int[]) as x(t, d))
    insert into asking_round (docket_id, round_id, issue_id, case_id, cso_org, n, about, tranche, roster_from, roster_to, way, size, severity,
      opened_at, ends_on, drawn_at)
    values (${r.docket}, ${r.roundId}, ${r.issueId}, ${r.caseId}, ${r.org}, ${r.n}, ${r.about}, ${r.tranche}, ${r.roster.from}, ${r.roster.to},
      ${r.way}, ${r.size}, ${r.severity}, ${r.at}, ${r.endsOn}::date, ${r.way === 'census' ? r.at : null})`.execute(
    tx,
  );

export const inFrame = async (
  db: Db,
  key: { docket: number; roundId: string },
): Promise<{ threadId: string; drawn: boolean }[]> =>
  (
    await sql<{ threadId: string; drawn: boolean }>`select thread_id as "threadId", drawn from round_thread
      where docket_id = ${key.docket} and round_id = ${key.roundId}`.execute(db)
  ).rows;

/** The first epoch that closed after this moment: its root was nobody's to choose when the frame went on record. */
export const firstEpochAfter = async (db: Db, at: Date): Promise<{ n: number; seed: string } | undefined> =>
  (
    await sql<{ n: number; seed: string }>`select n, encode(log_root, 'hex') as seed from epoch
      where closed > ${at} order by n limit 1`.execute(db)
  ).rows[0];

export type Drawn = { docket: number; roundId: string; epoch: number; seed: string; at: Date };
export const saveDraw = (tx: Tx, d: Drawn, threads: readonly string[]) =>
  sql`with drawn as (update round_thread set drawn = true
      where docket_id = ${d.docket} and round_id = ${d.roundId} and thread_id = any(${[...threads]}::uuid[]))
    update asking_round set seed_epoch = ${d.epoch}, seed = ${d.seed}, drawn_at = ${d.at}
      where docket_id = ${d.docket} and round_id = ${d.roundId}`.execute(tx);

/** The ask belongs to its round; the round ends 30 days after its last question at the earliest, whoever answers when. */
export const tieToRound = (
  tx: Tx,
  a: { docket: number; askId: string; roundId: string; tranche: number | null; endsOn: string },
) =>
  sql`with later as (update asking_round set ends_on = greatest(ends_on, ${a.endsOn}::date)
      where docket_id = ${a.docket} and round_id = ${a.roundId})
    update ask set round_id = ${a.roundId}, tranche = ${a.tranche} where docket_id = ${a.docket} and ask_id = ${a.askId}`.execute(
    tx,
  );

export const saveClosed = (tx: Tx, key: { docket: number; roundId: string }, at: Date) =>
  sql`update asking_round set closed_at = ${at} where docket_id = ${key.docket} and round_id = ${key.roundId}`.execute(
    tx,
  );

export const saveAttempt = (tx: Tx, a: { docket: number; askId: string; at: Date }) =>
  sql`update ask set attempts = attempts + 1, attempted_at = ${a.at} where docket_id = ${a.docket} and ask_id = ${a.askId}`.execute(
    tx,
  );

/** Somebody in this case was punished for speaking, or says so and nobody has looked yet, and it is not made good. */
export const openRetaliation = async (db: Db, { docket, issueId }: IssueKey): Promise<boolean> =>
  (
    await sql`select 1 from issue i where i.docket_id = ${docket} and i.issue_id = ${issueId} and (
      exists (select 1 from issue o where o.docket_id = i.docket_id and o.case_id = i.case_id and o.code = 'GRV-03'
        and o.issue_id <> i.issue_id and o.outcome is distinct from 'verified')
      or exists (select 1 from retaliation r join thread t on t.thread_id = r.thread_id
        where t.case_docket = i.docket_id and t.case_id = i.case_id and r.issue_id is null and r.what is distinct from 'not_this'))`.execute(
      db,
    )
  ).rows.length > 0;

/** Who was drawn, with what came of each; the frame's other threads stay unnamed. */
export async function roundView(db: Db, round: RoundRow): Promise<RoundView> {
  const { rows: drawn } = await sql<RoundView['drawn'][number]>`
    select t.docket_id as docket, t.thread_id as "threadId", t.public_key as "publicKey", a.ask_id as "askId",
      a.answer_statement is not null as answered, a.coded, coalesce(a.attempts, 0) as attempts
    from round_thread x join thread t on t.docket_id = x.thread_docket and t.thread_id = x.thread_id
    left join ask a on a.docket_id = x.docket_id and a.round_id = x.round_id and a.thread_id = x.thread_id
    where x.docket_id = ${round.docket_id} and x.round_id = ${round.round_id} and x.drawn order by t.thread_id`.execute(
    db,
  );
  const frame = await inFrame(db, { docket: round.docket_id, roundId: round.round_id });
  return {
    roundId: round.round_id,
    issueId: round.issue_id,
    n: round.n,
    about: round.about,
    tranche: round.tranche,
    roster: rosterOf(round),
    way: round.way,
    size: round.size,
    frame: frame.length,
    openedAt: round.opened_at.toISOString(),
    endsOn: round.ends_on,
    seedEpoch: round.seed_epoch,
    seed: round.seed,
    drawnAt: round.drawn_at?.toISOString() ?? null,
    closedAt: round.closed_at?.toISOString() ?? null,
    drawn,
  };
}

import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type {
  AnswerInput,
  AssessmentView,
  GoalInput,
  ImprovementView,
  ReviewInput,
  TaskInput,
} from './contract.ts';
import type { Level } from './levels.ts';

export type Assessment = {
  assessmentId: string;
  checklist: string;
  version: number;
  beganOn: string;
  handedInOn: string | null;
};
export const assessmentsOf = async (db: Db, org: string): Promise<Assessment[]> =>
  (
    await sql<Assessment>`select assessment_id as "assessmentId", checklist, version, began_on as "beganOn", handed_in_on as "handedInOn"
      from assessment where org_id = ${org} order by began_on, handed_in_on nulls last, assessment_id`.execute(
      db,
    )
  ).rows;

export const lockAssessment = async (tx: Tx, org: string, id: string): Promise<Assessment | undefined> =>
  (
    await sql<Assessment>`select assessment_id as "assessmentId", checklist, version, began_on as "beganOn", handed_in_on as "handedInOn"
      from assessment where org_id = ${org} and assessment_id = ${id} for update`.execute(tx)
  ).rows[0];

export const insertAssessment = (
  tx: Tx,
  org: string,
  a: { id: string; checklist: string; version: number; day: string },
) =>
  sql`insert into assessment (org_id, assessment_id, checklist, version, began_on, supporters)
    select ${org}, ${a.id}, ${a.checklist}, ${a.version}, ${a.day}, coalesce(array_agg(with_org), '{}') from improvement_share
      where org_id = ${org} and with_org <> 'buyers'`.execute(tx);

export const markHandedIn = (tx: Tx, org: string, id: string, day: string) =>
  sql`update assessment set handed_in_on = ${day} where org_id = ${org} and assessment_id = ${id}`.execute(
    tx,
  );

type AnswerRow = AssessmentView['answers'][number] & { assessmentId: string };
export const answersOf = async (db: Db, org: string): Promise<AnswerRow[]> =>
  (
    await sql<AnswerRow>`select assessment_id as "assessmentId", question, value, n, to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, envelope, files
      from assessment_answer where org_id = ${org} order by question`.execute(db)
  ).rows;

export const saveAnswer = (tx: Tx, org: string, a: AnswerInput & { n: number; member: string; at: Date }) =>
  sql`insert into assessment_answer (org_id, assessment_id, question, value, envelope, files, n, at, by_member, supporters)
    select org_id, assessment_id, ${a.question}, ${a.value}, ${a.envelope}, ${JSON.stringify(a.files.map((f, i) => ({ n: i + 1, ...f })))}, ${a.n},
      ${a.at}, ${a.member}, supporters from assessment where org_id = ${org} and assessment_id = ${a.assessmentId}
    on conflict (org_id, assessment_id, question) do update set value = excluded.value, envelope = excluded.envelope, files = excluded.files,
      n = excluded.n, at = excluded.at, by_member = excluded.by_member`.execute(tx);

/** Files of an answer, for the business itself and each who supports it: whoever may read the row may read the file. */
export async function insertFiles(
  tx: Tx,
  org: string,
  a: { docket: number; statementId: string; supporters: readonly string[] },
  files: readonly { sha256: string; size: number }[],
): Promise<void> {
  const readers = [org, ...a.supporters];
  for (const [i, file] of files.entries())
    for (const [j, reader] of readers.entries())
      await sql`insert into attachment (docket_id, statement_id, n, sha256, size, cso_org, to_org)
        values (${a.docket}, ${a.statementId}, ${i * readers.length + j + 1}, decode(${file.sha256}, 'hex'), ${file.size}, ${org}, ${reader})`.execute(
        tx,
      );
}

export type Own = { name: string; docket: number };
export const ownOf = async (db: Db, org: string): Promise<Own | undefined> =>
  (await sql<Own>`select name, docket_id as docket from organisation where org_id = ${org}`.execute(db))
    .rows[0];

type Goal = ImprovementView['goals'][number];
export const goalsOf = async (db: Db, org: string): Promise<Goal[]> =>
  (
    await sql<Goal>`select goal_id as "goalId", area, level, until, n, set_on as "setOn" from improvement_goal
      where org_id = ${org} and dropped_on is null order by until, goal_id`.execute(db)
  ).rows;

const SUPPORTERS = (org: string) =>
  sql`(select coalesce(array_agg(with_org), '{}') from improvement_share where org_id = ${org} and with_org <> 'buyers')`;
export const saveGoal = async (
  tx: Tx,
  org: string,
  g: GoalInput & { day: string },
): Promise<number | undefined> =>
  (
    await sql<{
      n: number;
    }>`insert into improvement_goal (org_id, goal_id, area, level, until, n, set_on, supporters)
      select ${org}, ${g.goalId}, ${g.area}, ${g.level}, ${g.until}, 1, ${g.day}, ${SUPPORTERS(org)}
      on conflict (org_id, goal_id) do update set area = excluded.area, level = excluded.level, until = excluded.until, n = improvement_goal.n + 1,
        dropped_on = case when ${g.drop}::boolean then ${g.day}::date end
      where improvement_goal.n = ${g.was} returning n`.execute(tx)
  ).rows[0]?.n;

export type TaskRow = Omit<ImprovementView['tasks'][number], 'late' | 'action'> & {
  action_docket: number | null;
  action_id: string | null;
  code: string | null;
};
export const tasksOf = async (db: Db, org: string): Promise<TaskRow[]> =>
  (
    await sql<TaskRow>`select t.task_id as "taskId", t.goal_id as "goalId", t.area, t.owner, t.due_date as "dueDate", t.status, t.n,
      t.done_on as "doneOn", t.envelope, t.action_docket, t.action_id, d.code
      from improvement_task t
      left join action a on a.docket_id = t.action_docket and a.action_id = t.action_id
      left join disclosure d on d.docket_id = a.docket_id and d.disclosure_id = a.disclosure_id
      where t.org_id = ${org} order by t.status in ('done', 'dropped'), t.due_date, t.task_id`.execute(db)
  ).rows;

export const taskBy = async (tx: Tx, org: string, id: string): Promise<TaskRow | undefined> =>
  (await tasksOf(tx, org)).find((task) => task.taskId === id);

export const saveTask = (
  tx: Tx,
  org: string,
  t: TaskInput & { n: number; at: Date; doneOn: string | null },
) =>
  sql`insert into improvement_task (org_id, task_id, goal_id, area, owner, due_date, status, action_docket, action_id, n, envelope, at, done_on, supporters)
    select ${org}, ${t.taskId}, ${t.goalId}, ${t.area}, ${t.owner}, ${t.dueDate}, ${t.status}, ${t.action?.docket ?? null}, ${t.action?.actionId ?? null},
      ${t.n}, ${t.envelope}, ${t.at}, ${t.doneOn}, ${SUPPORTERS(org)}
    on conflict (org_id, task_id) do update set goal_id = excluded.goal_id, area = excluded.area, owner = excluded.owner, due_date = excluded.due_date,
      status = excluded.status, action_docket = excluded.action_docket, action_id = excluded.action_id, n = excluded.n,
      envelope = excluded.envelope, at = excluded.at, done_on = excluded.done_on`.execute(tx);

type Linkable = ImprovementView['actions'][number];
/** The business's own planned actions, as it sees them: by code and day. */
export const ownActions = async (db: Db, org: string): Promise<Linkable[]> =>
  (
    await sql<Linkable>`select a.docket_id as docket, a.action_id as "actionId", d.code, a.due_date as "dueDate"
      from action a join disclosure d on d.docket_id = a.docket_id and d.disclosure_id = a.disclosure_id
      where a.by_org = ${org} and d.to_org = ${org} and a.state <> 'cancelled_with_reason' order by a.due_date, a.action_id limit 200`.execute(
      db,
    )
  ).rows;

type Review = ImprovementView['reviews'][number];
/** Oldest first; of two of one moment the more careful one counts. */
export const reviewsOf = async (db: Db, org: string): Promise<Review[]> =>
  (
    await sql<Review>`select r.review_id as "reviewId", r.assessment_id as "assessmentId", r.area, r.verdict, coalesce(o.name, r.by_org) as by,
      to_char(r.at at time zone 'UTC', 'YYYY-MM-DD') as day, r.envelope
      from improvement_review r left join organisation o on o.org_id = r.by_org where r.org_id = ${org} order by r.at, r.verdict <> 'confirmed', r.review_id`.execute(
      db,
    )
  ).rows;
export const insertReview = (tx: Tx, by: string, r: ReviewInput & { at: Date }) =>
  sql`insert into improvement_review (org_id, review_id, assessment_id, area, by_org, verdict, envelope, at)
    values (${r.org}, ${r.reviewId}, ${r.assessmentId}, ${r.area}, ${by}, ${r.verdict}, ${r.envelope}, ${r.at})`.execute(
    tx,
  );

export type NewLevel = { quarter: string; area: string; level: Level; name: string; kind: string };
/** One level an area and quarter: the last of the quarter counts; a new one has to be reviewed anew. */
export const saveLevel = (tx: Tx, org: string, l: NewLevel) =>
  sql`insert into improvement_level (org_id, org_name, org_kind, quarter, area, level, shared_with)
    select ${org}, ${l.name}, ${l.kind}, ${l.quarter}, ${l.area}, ${l.level}, (select coalesce(array_agg(with_org), '{}') from improvement_share where org_id = ${org})
    on conflict (org_id, quarter, area) do update set level = excluded.level, reviewed = false, zero_fees = false`.execute(
    tx,
  );
export const markReviewed = (
  tx: Tx,
  of: { org: string; quarter: string; area: string },
  is: { reviewed: boolean; zeroFees: boolean },
) =>
  sql`update improvement_level set reviewed = ${is.reviewed}, zero_fees = ${is.zeroFees}
    where org_id = ${of.org} and quarter = ${of.quarter} and area = ${of.area}`.execute(tx);

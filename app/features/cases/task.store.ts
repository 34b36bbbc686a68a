import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { TaskLine, TaskView } from './task.contract.ts';

export type TaskKey = { docket: number; taskId: string };
export type LockedTask = {
  case_id: string;
  owner: string | null;
  due_on: string | null;
  version: number;
  done_at: Date | null;
  envelope: string;
  changed_name: string | null;
  kids: string[];
};
export async function lockTask(tx: Tx, { docket, taskId }: TaskKey): Promise<LockedTask | undefined> {
  await sql`select 1 from task where docket_id = ${docket} and task_id = ${taskId} for update`.execute(tx);
  const { rows } =
    await sql<LockedTask>`select k.case_id, k.owner, k.due_on, k.version, k.done_at, k.envelope, m.name as changed_name,
      (select coalesce(array_agg(o.kid), '{}') from org_key o where o.org_id = k.cso_org and o.current) as kids
    from task k left join member m on m.member_id = k.changed_by where k.docket_id = ${docket} and k.task_id = ${taskId}`.execute(
      tx,
    );
  return rows[0];
}

export type NewTask = TaskKey & {
  caseId: string;
  org: string;
  owner: string | null;
  dueOn: string | null;
  member: string;
  at: Date;
  envelope: string;
};
export const insertTask = (tx: Tx, k: NewTask) =>
  sql`insert into task (docket_id, task_id, case_id, cso_org, owner, due_on, by_member, at, changed_by, envelope)
    values (${k.docket}, ${k.taskId}, ${k.caseId}, ${k.org}, ${k.owner}, ${k.dueOn}, ${k.member}, ${k.at}, ${k.member}, ${k.envelope})`.execute(
    tx,
  );

type Said = { owner: string | null; dueOn: string | null; envelope: string };
export const saveTask = (tx: Tx, k: TaskKey & Said & { member: string }) =>
  sql`update task set owner = ${k.owner}, due_on = ${k.dueOn}, envelope = ${k.envelope}, version = version + 1, changed_by = ${k.member}
    where docket_id = ${k.docket} and task_id = ${k.taskId}`.execute(tx);

export const saveTaskDone = (tx: Tx, k: TaskKey & { member: string; doneAt: Date | null }) =>
  sql`update task set done_at = ${k.doneAt}, done_by = ${k.doneAt ? k.member : null}, version = version + 1, changed_by = ${k.member}
    where docket_id = ${k.docket} and task_id = ${k.taskId}`.execute(tx);

type Row = Omit<TaskView, 'at' | 'doneAt'> & { at: Date; doneAt: Date | null };
const VIEW = sql`k.docket_id as docket, k.task_id as "taskId", k.case_id as "caseId", k.owner, w.name as "ownerName", k.due_on as "dueOn",
  k.version, b.name as by, k.at, k.done_at as "doneAt", d.name as "doneBy", k.envelope`;
const PEOPLE = sql`left join member w on w.member_id = k.owner left join member b on b.member_id = k.by_member
  left join member d on d.member_id = k.done_by`;
const viewOf = <T extends Row>(row: T) => ({
  ...row,
  at: row.at.toISOString(),
  doneAt: row.doneAt?.toISOString() ?? null,
});

export const tasksOf = async (db: Db, c: { docket: number; caseId: string }): Promise<TaskView[]> =>
  (
    await sql<Row>`select ${VIEW} from task k ${PEOPLE} where k.docket_id = ${c.docket} and k.case_id = ${c.caseId}
      order by k.done_at is not null, k.due_on nulls last, k.at, k.task_id`.execute(db)
  ).rows.map(viewOf);

type LineRow = Row & Pick<TaskLine, 'number' | 'place' | 'urgency'>;
/** What this member has to do by `until`, in cases that are open or not. */
export const tasksFor = async (
  db: Db,
  of: { org: string; member: string; until: string },
): Promise<TaskLine[]> =>
  (
    await sql<LineRow>`select ${VIEW}, c.number, c.urgency, p.name as place from task k ${PEOPLE}
      join case_file c on c.docket_id = k.docket_id and c.case_id = k.case_id
      left join workplace p on p.docket_id = c.placed_in
      where k.cso_org = ${of.org} and k.owner = ${of.member} and k.done_at is null and k.due_on <= ${of.until}
      order by k.due_on, c.urgency, k.at limit 200`.execute(db)
  ).rows.map(viewOf);

import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { EmployerAction } from './contract.ts';
import { dayOf } from './days.ts';
import { type ActionState, type How, statusOf } from './plan.ts';
import type { DisclosureRow } from './told.store.ts';

type File = { n: number; sha256: string; size: number };
type Terms = Pick<
  EmployerAction,
  'remedyType' | 'rootCause' | 'dueDate' | 'owner' | 'cost' | 'currency' | 'evidence'
>;
type Version = Terms & {
  n: number;
  state: ActionState;
  at: Date;
  enteredHow: How | null;
  envelope: string | null;
};
type Line = Terms & {
  actionId: string;
  n: number;
  state: ActionState;
  proposed_at: Date;
  reported_at: Date | null;
  agreed_n: number | null;
  agreed_at: Date | null;
  consulted: string | null;
  enteredHow: How | null;
  report_statement: string | null;
  report: string | null;
  files: File[];
};
const terms = (t: 'a' | 'v') =>
  sql.raw(`${t}.remedy_type as "remedyType", ${t}.root_cause as "rootCause", ${t}.due_date as "dueDate", ${t}.owner, ${t}.cost,
    ${t}.currency, ${t}.evidence`);

async function versionsOf(db: Db, d: DisclosureRow): Promise<Map<string, Version[]>> {
  const { rows } = await sql<
    Version & { action_id: string }
  >`select v.action_id, v.n, ${terms('v')}, v.state, v.at,
    v.entered_how as "enteredHow", e.content as envelope
    from action_version v left join envelope e on e.docket_id = v.docket_id and e.statement_id = v.said_id
    where v.docket_id = ${d.docket_id} and v.disclosure_id = ${d.disclosure_id} order by v.n`.execute(db);
  const of = new Map<string, Version[]>();
  for (const { action_id, ...version } of rows) of.set(action_id, [...(of.get(action_id) ?? []), version]);
  return of;
}

/** The plan of one disclosure with every version, oldest first; `today` as `YYYY-MM-DD`. */
export async function actionsOf(db: Db, d: DisclosureRow, today: string): Promise<EmployerAction[]> {
  const { rows } =
    await sql<Line>`select a.action_id as "actionId", a.n, ${terms('a')}, a.state, a.proposed_at, a.reported_at,
    a.agreed_n, a.agreed_at, a.consulted, a.entered_how as "enteredHow", a.report_statement, r.content as report,
    (select coalesce(json_agg(json_build_object('n', f.n, 'sha256', encode(f.sha256, 'hex'), 'size', f.size) order by f.n), '[]')
      from attachment f where f.docket_id = a.docket_id and f.statement_id = a.report_statement) as files
    from action a left join envelope r on r.docket_id = a.docket_id and r.statement_id = a.report_statement
    where a.by_org = ${d.to_org} and a.docket_id = ${d.docket_id} and a.disclosure_id = ${d.disclosure_id}
    order by a.proposed_at, a.action_id`.execute(db);
  const versions = await versionsOf(db, d);
  return rows.map(
    ({ proposed_at, reported_at, agreed_n, agreed_at, consulted, report_statement, report, files, ...r }) => {
      const all = versions.get(r.actionId) ?? [];
      return {
        ...r,
        status: statusOf({ ...r, outcome: d.outcome }, today),
        agreed:
          agreed_n && agreed_at ? { n: agreed_n, day: dayOf(agreed_at), consulted: consulted ?? '' } : null,
        proposedDay: dayOf(proposed_at),
        reportedDay: reported_at && dayOf(reported_at),
        envelope: all.at(-1)?.envelope ?? null,
        report: report_statement ? { envelope: report, attachments: files } : null,
        versions: all.map(({ at, ...version }) => ({ ...version, day: dayOf(at) })),
      };
    },
  );
}

export type ActionRow = Terms & {
  action_id: string;
  n: number;
  state: ActionState;
  agreed_n: number | null;
  envelope: string | null;
  report: string | null;
};
/** The business's own action, held until the transaction ends. */
export async function lockAction(
  tx: Tx,
  business: string,
  key: { docket: number; id: string; actionId: string },
): Promise<ActionRow | undefined> {
  await sql`select 1 from action where docket_id = ${key.docket} and action_id = ${key.actionId} for update`.execute(
    tx,
  );
  const { rows } = await sql<ActionRow>`select a.action_id, a.n, a.state, a.agreed_n, ${terms('a')},
    e.content as envelope, r.content as report
    from action a left join action_version v on v.docket_id = a.docket_id and v.action_id = a.action_id and v.n = a.n
    left join envelope e on e.docket_id = a.docket_id and e.statement_id = v.said_id
    left join envelope r on r.docket_id = a.docket_id and r.statement_id = a.report_statement
    where a.docket_id = ${key.docket} and a.action_id = ${key.actionId} and a.disclosure_id = ${key.id} and a.by_org = ${business}`.execute(
    tx,
  );
  return rows[0];
}

export type NewVersion = {
  actionId: string;
  n: number;
  saidId: string;
  state: ActionState;
  terms: Terms;
  how: How | null;
  /** The agreement that still holds. */
  agreedN: number | null;
  at: Date;
};
/** The version, and the action as it is now. The first version is the action's own first word. */
export async function saveVersion(tx: Tx, d: DisclosureRow, v: NewVersion): Promise<void> {
  const t = v.terms;
  const evidence = sql`${[...t.evidence]}::text[]`;
  if (v.n === 1)
    await sql`insert into action (docket_id, action_id, disclosure_id, issue_id, case_id, cso_org, by_org, remedy_type, root_cause, due_date,
        state, proposed_at, owner, cost, currency, evidence, entered_how)
      values (${d.docket_id}, ${v.actionId}, ${d.disclosure_id}, ${d.issue_id}, ${d.case_id}, ${d.cso_org}, ${d.to_org}, ${t.remedyType}, ${t.rootCause},
        ${t.dueDate}, ${v.state}, ${v.at}, ${t.owner}, ${t.cost}, ${t.currency}, ${evidence}, ${v.how})`.execute(
      tx,
    );
  else
    await sql`update action set n = ${v.n}, state = ${v.state}, remedy_type = ${t.remedyType}, root_cause = ${t.rootCause}, due_date = ${t.dueDate},
        owner = ${t.owner}, cost = ${t.cost}, currency = ${t.currency}, evidence = ${evidence}, agreed_n = ${v.agreedN}
      where docket_id = ${d.docket_id} and action_id = ${v.actionId}`.execute(tx);
  await sql`insert into action_version (docket_id, action_id, n, disclosure_id, case_id, cso_org, by_org, state, remedy_type, root_cause, due_date,
      owner, cost, currency, evidence, entered_how, said_id, at)
    values (${d.docket_id}, ${v.actionId}, ${v.n}, ${d.disclosure_id}, ${d.case_id}, ${d.cso_org}, ${d.to_org}, ${v.state}, ${t.remedyType}, ${t.rootCause},
      ${t.dueDate}, ${t.owner}, ${t.cost}, ${t.currency}, ${evidence}, ${v.how}, ${v.saidId}, ${v.at})`.execute(
    tx,
  );
}

export const saveAgreed = (
  tx: Tx,
  a: { docket: number; actionId: string; n: number; consulted: string; at: Date; state: ActionState },
) =>
  sql`update action set agreed_n = ${a.n}, agreed_at = ${a.at}, consulted = ${a.consulted}, state = ${a.state}
    where docket_id = ${a.docket} and action_id = ${a.actionId}`.execute(tx);

export type Report = { docket: number; actionId: string; statementId: string; at: Date };
export const saveReport = (tx: Tx, r: Report) =>
  sql`update action set state = 'done_reported', reported_at = ${r.at}, report_statement = ${r.statementId}
    where docket_id = ${r.docket} and action_id = ${r.actionId}`.execute(tx);

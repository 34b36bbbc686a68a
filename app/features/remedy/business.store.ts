import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { type Unopened, unopened } from '../record/index.ts';
import { labelOf } from '../cases/index.ts';
import type { EmployerAction, EmployerDisclosure, EmployerDisclosureView } from './contract.ts';
import { dayOf } from './days.ts';

/** What a business's own transaction sees of a disclosure. Case, issue and times never leave the server. */
export type DisclosureRow = {
  docket_id: number;
  disclosure_id: string;
  case_id: string;
  issue_id: string;
  cso_org: string;
  from_name: string;
  place: string;
  code: string;
  visible_from: Date;
  due_at: Date | null;
  outcome: EmployerDisclosure['outcome'];
  envelope: string | null;
  kid: string | null;
  jwk: Record<string, unknown> | null;
  own_kids: string[];
  proposed: number;
  reported: number;
};

/** Row-level security leaves those told to this business whose day has come; `to_org` says it once more. */
const rowsOf = (org: string, where: RawBuilder<unknown>) =>
  sql<DisclosureRow>`select d.docket_id, d.disclosure_id, d.case_id, d.issue_id, d.cso_org, coalesce(c.name, d.cso_org) as from_name,
    coalesce(w.name, o.name, '') as place, d.code, d.visible_from, d.due_at, d.outcome, e.content as envelope, k.kid, k.jwk,
    (select coalesce(array_agg(own.kid), '{}') from org_key own where own.org_id = d.to_org and own.current) as own_kids,
    (select count(*)::int from action a where a.docket_id = d.docket_id and a.disclosure_id = d.disclosure_id) as proposed,
    (select count(*)::int from action a where a.docket_id = d.docket_id and a.disclosure_id = d.disclosure_id and a.state = 'done_reported') as reported
    from disclosure d
    left join organisation c on c.org_id = d.cso_org
    left join organisation o on o.org_id = d.to_org
    left join workplace w on w.docket_id = d.docket_id
    left join org_key k on k.org_id = d.cso_org and k.current
    left join envelope e on e.docket_id = d.docket_id and e.statement_id = d.disclosure_id
    where d.to_org = ${org} and ${where} order by d.visible_from desc, d.disclosure_id`;

const viewOf = (r: DisclosureRow): EmployerDisclosure => ({
  docket: r.docket_id,
  id: r.disclosure_id,
  place: r.place,
  from: r.from_name,
  code: r.code,
  label: labelOf(r.code),
  visibleFrom: dayOf(r.visible_from),
  dueDay: r.due_at && dayOf(r.due_at),
  status: r.reported > 0 ? 'done_reported' : r.proposed > 0 ? 'proposed' : 'new',
  outcome: r.outcome,
});

export const disclosuresTo = async (db: Db, org: string): Promise<EmployerDisclosure[]> =>
  (await rowsOf(org, sql`true`).execute(db)).rows.map(viewOf);

export const disclosureTo = async (
  db: Db,
  org: string,
  key: { docket: number; id: string },
): Promise<DisclosureRow | undefined> =>
  (await rowsOf(org, sql`d.docket_id = ${key.docket} and d.disclosure_id = ${key.id}`).execute(db)).rows[0];

type ActionLine = {
  action_id: string;
  remedy_type: EmployerAction['remedyType'];
  root_cause: EmployerAction['rootCause'];
  due_date: string | null;
  state: EmployerAction['state'];
  proposed_at: Date;
  reported_at: Date | null;
  envelope: string | null;
  report_statement: string | null;
  report: string | null;
  files: { n: number; sha256: string; size: number }[];
};
async function actionsOf(db: Db, org: string, d: DisclosureRow): Promise<EmployerAction[]> {
  const { rows } =
    await sql<ActionLine>`select a.action_id, a.remedy_type, a.root_cause, a.due_date, a.state, a.proposed_at, a.reported_at,
    a.report_statement, e.content as envelope, r.content as report,
    (select coalesce(json_agg(json_build_object('n', f.n, 'sha256', encode(f.sha256, 'hex'), 'size', f.size) order by f.n), '[]')
      from attachment f where f.docket_id = a.docket_id and f.statement_id = a.report_statement) as files
    from action a left join envelope e on e.docket_id = a.docket_id and e.statement_id = a.action_id
    left join envelope r on r.docket_id = a.docket_id and r.statement_id = a.report_statement
    where a.by_org = ${org} and a.docket_id = ${d.docket_id} and a.disclosure_id = ${d.disclosure_id}
    order by a.proposed_at, a.action_id`.execute(db);
  return rows.map((r) => ({
    actionId: r.action_id,
    remedyType: r.remedy_type,
    rootCause: r.root_cause,
    dueDate: r.due_date,
    state: r.state,
    proposedDay: dayOf(r.proposed_at),
    reportedDay: r.reported_at && dayOf(r.reported_at),
    envelope: r.envelope,
    report: r.report_statement ? { envelope: r.report, attachments: r.files } : null,
  }));
}

export async function disclosureView(
  db: Db,
  org: string,
  key: { docket: number; id: string },
): Promise<Unopened<EmployerDisclosureView> | undefined> {
  const row = await disclosureTo(db, org, key);
  if (!row) return undefined;
  const actions = await actionsOf(db, org, row);
  const view = {
    ...viewOf(row),
    envelope: row.envelope,
    actions,
    sealTo: row.kid && row.jwk ? { orgId: row.cso_org, kid: row.kid, jwk: row.jwk } : null,
  };
  // Workers see that what they agreed to was read, not that the business read its own answers again.
  return unopened(view, {
    what: 'disclosure',
    n: (row.envelope ? 1 : 0) + actions.length,
    key: `${key.docket} ${key.id}`,
    ...(row.envelope ? { disclosure: key } : {}),
  });
}

export type ActionRow = {
  action_id: string;
  state: EmployerAction['state'];
  envelope: string | null;
  report: string | null;
};
/** The business's own action, held until the transaction ends. */
export async function lockAction(
  tx: Tx,
  org: string,
  key: { docket: number; id: string; actionId: string },
): Promise<ActionRow | undefined> {
  await sql`select 1 from action where docket_id = ${key.docket} and action_id = ${key.actionId} for update`.execute(
    tx,
  );
  const { rows } =
    await sql<ActionRow>`select a.action_id, a.state, e.content as envelope, r.content as report
    from action a left join envelope e on e.docket_id = a.docket_id and e.statement_id = a.action_id
    left join envelope r on r.docket_id = a.docket_id and r.statement_id = a.report_statement
    where a.docket_id = ${key.docket} and a.action_id = ${key.actionId} and a.disclosure_id = ${key.id} and a.by_org = ${org}`.execute(
      tx,
    );
  return rows[0];
}

export type NewAction = {
  docket: number;
  actionId: string;
  org: string;
  remedyType: string;
  rootCause: string;
  dueDate: string;
  at: Date;
};
export const insertAction = (tx: Tx, d: DisclosureRow, a: NewAction) =>
  sql`insert into action (docket_id, action_id, disclosure_id, issue_id, case_id, cso_org, by_org, remedy_type, root_cause, due_date, state, proposed_at)
    values (${a.docket}, ${a.actionId}, ${d.disclosure_id}, ${d.issue_id}, ${d.case_id}, ${d.cso_org}, ${a.org}, ${a.remedyType}, ${a.rootCause},
      ${a.dueDate}, 'proposed', ${a.at})`.execute(tx);

export type Report = { docket: number; actionId: string; statementId: string; at: Date };
export const saveReport = (tx: Tx, r: Report) =>
  sql`update action set state = 'done_reported', reported_at = ${r.at}, report_statement = ${r.statementId}
    where docket_id = ${r.docket} and action_id = ${r.actionId}`.execute(tx);

type NewFiles = { docket: number; statementId: string; caseId: string; cso: string; org: string };
export const insertFiles = (tx: Tx, f: NewFiles, files: readonly { sha256: string; size: number }[]) =>
  sql`insert into attachment (docket_id, statement_id, n, sha256, size, case_id, cso_org, to_org)
    select ${f.docket}, ${f.statementId}, n, decode(h, 'hex'), s, ${f.caseId}, ${f.cso}, ${f.org}
    from unnest(${files.map((x) => x.sha256)}::text[], ${files.map((x) => x.size)}::int[]) with ordinality as x(h, s, n)`.execute(
    tx,
  );

/** Opens the wall around the one issue that this business's own action is about, until the transaction ends. */
export const claimIssue = (tx: Tx, issueId: string) =>
  sql`select set_config('app.claim', ${issueId}, true)`.execute(tx);

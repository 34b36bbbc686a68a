import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { allowedTransitions } from './guards.ts';
import type { Mover } from './guards.ts';
import { guessOf } from './guess.ts';
import { type Unopened, unopened } from '../record/index.ts';
import { type CaseKey, readCase } from './case.store.ts';
import { labelOf } from './codes.ts';
import type {
  ActionView,
  CaseRow,
  CaseView,
  CasesList,
  CasesQuery,
  DisclosureView,
  IssueView,
} from './contract.ts';
import { threadsOfCase } from './inbox.store.ts';
import { asks, consents, notes } from './view.store.ts';

type Row = {
  docket_id: number;
  case_id: string;
  placed_in: number;
  place_kind: string;
  place_id: string;
  place_name: string | null;
  number: number;
  state: CaseRow['state'];
  closure: CaseRow['closure'];
  urgency: CaseRow['urgency'];
  opened_at: Date;
  first_received: Date;
  seq: number;
  threads: number;
  erased: number;
  distinct_workers: number;
  owner: CaseRow['owner'];
  review_on: string | null;
  issues: CaseRow['issues'];
};
const SELECT = sql`select c.docket_id, c.case_id, c.placed_in, d.kind as place_kind, d.id as place_id, coalesce(w.name, o.name) as place_name,
  c.number, c.state, c.closure, c.urgency, c.opened_at, c.first_received, c.review_on,
  (select json_build_object('memberId', m.member_id, 'name', m.name) from member m where m.member_id = c.owner) as owner,
  (select coalesce(max(seq), 0) from case_event e where e.docket_id = c.docket_id and e.case_id = c.case_id) as seq,
  (select count(*)::int from thread t where t.case_docket = c.docket_id and t.case_id = c.case_id) as threads,
  (select count(*)::int from erasure e where e.case_docket = c.docket_id and e.case_id = c.case_id) as erased,
  (select count(*)::int from thread t where t.case_docket = c.docket_id and t.case_id = c.case_id
    and t.distinct_worker = 'distinct' and not t.withdrawn) as distinct_workers,
  (select coalesce(json_agg(json_build_object('code', i.code, 'severity', i.severity, 'outcome', i.outcome) order by i.severity desc, i.code), '[]')
    from issue i where i.docket_id = c.docket_id and i.case_id = c.case_id) as issues
  from case_file c join docket d on d.docket_id = c.placed_in
  left join workplace w on w.docket_id = c.placed_in
  left join organisation o on o.docket_id = c.placed_in`;

const rowView = (r: Row): CaseRow => ({
  docket: r.docket_id,
  caseId: r.case_id,
  placedIn: r.placed_in,
  place: { kind: r.place_kind, id: r.place_id, name: r.place_name },
  number: r.number,
  state: r.state,
  closure: r.closure,
  urgency: r.urgency,
  openedAt: r.opened_at.toISOString(),
  firstReceived: r.first_received.toISOString().slice(0, 10),
  seq: r.seq,
  threads: r.threads,
  erased: r.erased,
  distinctWorkers: r.distinct_workers,
  owner: r.owner,
  reviewOn: r.review_on,
  issues: r.issues,
});

/** Open cases by urgency, then by age: the first report's day, which reopening does not change. */
export async function casesList(db: Db, org: string, query: CasesQuery): Promise<CasesList> {
  const which =
    query.state === 'all'
      ? sql`true`
      : query.state === 'open'
        ? sql`c.state <> 'closed'`
        : sql`c.state = ${query.state}`;
  const { rows } = await sql<Row>`${SELECT} where c.cso_org = ${org} and ${which}
    order by c.state = 'closed', c.urgency, c.first_received, c.case_id limit ${query.limit} offset ${query.from}`.execute(
    db,
  );
  const total = await sql<{ n: number }>`
    select count(*)::int as n from case_file c where c.cso_org = ${org} and ${which}`.execute(db);
  return { total: total.rows[0]?.n ?? 0, rows: rows.map(rowView) };
}

type IssueRow = Omit<
  IssueView,
  'label' | 'raisedAt' | 'dueAt' | 'claimedAt' | 'relapsedAt' | 'firstRaisedAt'
> & {
  relapsed_at: Date | null;
  first_raised_at: Date | null;
  raised_at: Date;
  due_at: Date | null;
  claimed_at: Date | null;
};
async function issues(db: Db, docket: number, caseId: string): Promise<IssueView[]> {
  const { rows } =
    await sql<IssueRow>`select issue_id as "issueId", code, scale, scope, irremediability, severity, affected,
    raised_at, due_at, claimed_at, asked, fully, partly, not_done as not, outcome,
    unreachable, verdict, remedied_by as "remediedBy", relapses, relapsed_at, first_raised_at
    from issue where docket_id = ${docket} and case_id = ${caseId} order by severity desc, raised_at, issue_id`.execute(
      db,
    );
  return rows.map(({ raised_at, due_at, claimed_at, relapsed_at, first_raised_at, ...r }) => ({
    ...r,
    relapsedAt: relapsed_at?.toISOString() ?? null,
    firstRaisedAt: first_raised_at?.toISOString() ?? null,
    label: labelOf(r.code),
    raisedAt: raised_at.toISOString(),
    dueAt: due_at?.toISOString() ?? null,
    claimedAt: claimed_at?.toISOString() ?? null,
  }));
}

type EventRow = Omit<CaseView['events'][number], 'at'> & { at: Date };
async function events(db: Db, docket: number, caseId: string): Promise<CaseView['events']> {
  const { rows } =
    await sql<EventRow>`select e.seq, e.from_state as from, e.to_state as to, m.name as by, e.actor_role as "actorRole", e.at, w.content as reason
    from case_event e left join member m on m.member_id = e.by_member
      left join envelope w on w.docket_id = e.docket_id and w.statement_id = e.statement_id
    where e.docket_id = ${docket} and e.case_id = ${caseId} order by e.seq`.execute(db);
  return rows.map((r) => ({ ...r, at: r.at.toISOString() }));
}

type DisclosureRow = Omit<DisclosureView, 'visibleFrom' | 'dueAt'> & {
  visible_from: Date;
  due_at: Date | null;
};
async function disclosures(db: Db, docket: number, caseId: string): Promise<DisclosureView[]> {
  const { rows } =
    await sql<DisclosureRow>`select d.disclosure_id as "disclosureId", d.issue_id as "issueId", d.to_org as "toOrg",
    coalesce(o.name, d.to_org) as "toName", d.code, d.visible_from, d.due_at, d.outcome, e.content as envelope
    from disclosure d left join organisation o on o.org_id = d.to_org
    left join envelope e on e.docket_id = d.docket_id and e.statement_id = d.disclosure_id
    where d.docket_id = ${docket} and d.case_id = ${caseId} order by d.visible_from, d.disclosure_id`.execute(
      db,
    );
  return rows.map(({ visible_from, due_at, ...r }) => ({
    ...r,
    visibleFrom: visible_from.toISOString(),
    dueAt: due_at?.toISOString() ?? null,
  }));
}

type ActionRow = Omit<ActionView, 'proposedAt' | 'reportedAt' | 'report'> & {
  proposed_at: Date;
  reported_at: Date | null;
  report_statement: string | null;
  report_envelope: string | null;
  files: { n: number; sha256: string; size: number }[];
};
async function actions(db: Db, docket: number, caseId: string): Promise<ActionView[]> {
  const { rows } =
    await sql<ActionRow>`select a.action_id as "actionId", a.disclosure_id as "disclosureId", a.issue_id as "issueId",
    a.remedy_type as "remedyType", a.root_cause as "rootCause", a.due_date as "dueDate", a.state, a.proposed_at, a.reported_at,
    a.report_statement, e.content as envelope, r.content as report_envelope,
    (select coalesce(json_agg(json_build_object('n', f.n, 'sha256', encode(f.sha256, 'hex'), 'size', f.size) order by f.n), '[]')
      from attachment f where f.docket_id = a.docket_id and f.statement_id = a.report_statement) as files
    from action a left join envelope e on e.docket_id = a.docket_id and e.statement_id = a.action_id
    left join envelope r on r.docket_id = a.docket_id and r.statement_id = a.report_statement
    where a.docket_id = ${docket} and a.case_id = ${caseId} order by a.proposed_at, a.action_id`.execute(db);
  return rows.map(({ proposed_at, reported_at, report_statement, report_envelope, files, ...r }) => ({
    ...r,
    proposedAt: proposed_at.toISOString(),
    reportedAt: reported_at?.toISOString() ?? null,
    report: report_statement
      ? { statementId: report_statement, envelope: report_envelope, attachments: files }
      : null,
  }));
}

type EmployerRow = { orgId: string; name: string; kid: string | null; jwk: Record<string, unknown> | null };
/** Who answers for a place: the employer of a workplace that takes part, or the recruiter itself. */
export const businessOf = async (db: Db, docket: number): Promise<EmployerRow | undefined> =>
  (
    await sql<EmployerRow>`select o.org_id as "orgId", o.name, k.kid, k.jwk from organisation o
      left join org_key k on k.org_id = o.org_id and k.current
      where o.kind in ('employer', 'recruiter') and (o.docket_id = ${docket}
        or o.org_id = (select w.employer_org from workplace w where w.docket_id = ${docket})) limit 1`.execute(
      db,
    )
  ).rows[0];

const some = (n: number, sealed: string | null | undefined): number => n + (sealed ? 1 : 0);
/** What is sealed in it: first reports, notes, reasons, what was told to the business and what it answered. */
const sealedIn = (c: CaseView): number =>
  c.notes.length +
  c.threads.reduce((n, t) => some(n, t.first?.envelope), 0) +
  c.events.reduce((n, e) => some(n, e.reason), 0) +
  c.disclosures.reduce((n, d) => some(n, d.envelope), 0) +
  c.actions.reduce((n, a) => some(some(n, a.envelope), a.report?.envelope), 0);

export async function caseView(
  db: Db,
  docket: number,
  caseId: string,
  mover: Mover,
): Promise<Unopened<CaseView> | undefined> {
  const view = await wholeCase(db, { docket, caseId }, mover);
  if (!view) return undefined;
  const threads = view.threads.filter((t) => t.first !== null);
  return unopened(view, {
    what: 'case',
    n: sealedIn(view),
    key: `${docket} ${caseId}`,
    threads: threads.map((t) => ({ docket: t.docket, threadId: t.threadId })),
    caseId,
  });
}

async function wholeCase(db: Db, { docket, caseId }: CaseKey, mover: Mover): Promise<CaseView | undefined> {
  const found = (
    await sql<Row>`${SELECT} where c.docket_id = ${docket} and c.case_id = ${caseId}`.execute(db)
  ).rows[0];
  const c = found && (await readCase(db, { docket, caseId }));
  if (!found || !c) return undefined;
  return {
    case: rowView(found),
    allowed: allowedTransitions(c.state, mover, c.facts),
    employer: (await businessOf(db, found.placed_in)) ?? null,
    guess: guessOf(c.voices),
    issues: await issues(db, docket, caseId),
    threads: await threadsOfCase(db, docket, caseId),
    events: await events(db, docket, caseId),
    notes: await notes(db, sql`n.docket_id = ${docket} and n.case_id = ${caseId}`),
    asks: await asks(db, sql`a.docket_id = ${docket} and a.case_id = ${caseId}`),
    consents: await consents(db, sql`c.docket_id = ${docket} and c.case_id = ${caseId}`),
    disclosures: await disclosures(db, docket, caseId),
    actions: await actions(db, docket, caseId),
  };
}

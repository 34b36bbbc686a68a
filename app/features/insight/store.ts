import { sql } from 'kysely';
import { formatEntry } from '../../../ledger/index.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { BaseRow } from './counts.ts';
import { foldRows, type Happened } from './fold.ts';
import { type Coverage, type Figure, PUBLIC, type Release } from './figure.ts';
import type { NamedRelease } from './canonical.ts';
import type { Decision } from './ground.ts';
import type { Network } from './scopes.ts';

/**
 * Rows of one name that no organisation and no public can be: what releases rest on, for the jobs role alone. It
 * keeps exact values and thread ids of confirmed workers, so that later releases are audited against earlier ones.
 */
const KEPT = 'kept';
export type KeptText = { start: string; rows: BaseRow[]; decisions: Decision[] };

/** Two processes never compute figures at once. Held until the transaction ends. */
export const lockFigures = (tx: Tx): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended('vouch figures', 0))`.execute(tx);

export async function readNetwork(db: Db): Promise<Network> {
  const workplaces = await db.selectFrom('workplace').select(['docket_id', 'country', 'sector', 'headcount']).orderBy('docket_id').execute(); // prettier-ignore
  const links = await db.selectFrom('supply_link').select(['buyer_org', 'docket_id']).orderBy('buyer_org').orderBy('docket_id').execute(); // prettier-ignore
  const chains = [...Map.groupBy(links, (link) => link.buyer_org)];
  return {
    workplaces: workplaces.map((w) => ({ id: String(w.docket_id), country: w.country, sector: w.sector, headcount: w.headcount })), // prettier-ignore
    chains: chains.map(([audience, those]) => ({ audience, named: true, workplaces: those.map((l) => String(l.docket_id)) })), // prettier-ignore
  };
}

/**
 * Everything that was confirmed before `until`. A report counts once a case worker has confirmed whom it comes
 * from; one that comes from a worker already counted adds a contact and no worker. Withdrawn ones don't count, nor
 * what is being erased. A report counts where it is filed now: a move or a correction takes it along (ledger.md 2).
 */
export async function readRows(db: Db, until: Date): Promise<BaseRow[]> {
  const contacts = await sql<Happened>`
    select t.placed_in::text as workplace, to_char(s.recorded_at at time zone 'UTC', 'YYYY-MM') as month,
      'contacts' as measure, null as code, null as severity, count(*)::int as count,
      coalesce(array_agg(distinct t.thread_id::text) filter (where t.distinct_worker = 'distinct'), '{}') as workers
    from statement s
    join thread t on t.docket_id = s.thread_docket and t.thread_id = s.thread_id
    join workplace w on w.docket_id = t.placed_in
    where s.by_org is null and s.kind in ('report', 'message') and s.moved_from is null and s.recorded_at < ${until}
      and t.distinct_worker <> 'unconfirmed' and not t.withdrawn and not t.erasing
    group by 1, 2`.execute(db);
  const issues = await sql<Happened>`
    with voice as (
      select t.case_docket, t.case_id,
        coalesce(array_agg(distinct t.thread_id::text) filter (where t.distinct_worker = 'distinct'), '{}') as workers
      from thread t join case_file f on f.docket_id = t.case_docket and f.case_id = t.case_id and f.placed_in = t.placed_in
      where t.distinct_worker <> 'unconfirmed' and not t.withdrawn and not t.erasing group by 1, 2),
    counted as (
      select c.placed_in, i.*, v.workers from issue i
      join case_file c on c.docket_id = i.docket_id and c.case_id = i.case_id
      join voice v on v.case_docket = i.docket_id and v.case_id = i.case_id
      join workplace w on w.docket_id = c.placed_in
      where i.code not like 'INF-%' and not i.held),
    happened as (
      select counted.*, 'raised' as measure, raised_at as at from counted
      -- What the state made good is no employer's remedy: it is counted apart.
      union all select counted.*, case when outcome = 'verified' and remedied_by = 'state' then 'verified_state' else outcome end,
        coalesce(outcome_at, claimed_at) from counted where outcome is not null
      union all select counted.*, 'overdue', due_at from counted where claimed_at is null or claimed_at > due_at)
    select placed_in::text as workplace, to_char(at at time zone 'UTC', 'YYYY-MM') as month, measure, code, severity,
      1 as count, workers from happened where at < ${until}`.execute(db);
  return foldRows([...contacts.rows, ...issues.rows]);
}

export async function readKept(db: Db): Promise<{ lastDay: string | null; kept: KeptText | null }> {
  const found = await db.selectFrom('release').select(['day', 'canonical']).where('audience', '=', KEPT).orderBy('day').execute(); // prettier-ignore
  const texts = found.map((row): KeptText => JSON.parse(row.canonical));
  const first = texts[0];
  const kept = first && {
    start: first.start,
    rows: texts.flatMap((text) => text.rows),
    decisions: texts.flatMap((text) => text.decisions),
  };
  return { lastDay: found.at(-1)?.day ?? null, kept: kept ?? null };
}

export const saveKept = (
  tx: Tx,
  day: string,
  named: Pick<NamedRelease, 'sha256' | 'canonical'>,
): Promise<unknown> =>
  tx
    .insertInto('release')
    .values({ day, audience: KEPT, name: `kept.${day}`, ...named })
    .execute();

/** One audience's release: its text, its figures as rows, and the line that waits for the log. */
export async function saveRelease(tx: Tx, release: Release, named: NamedRelease): Promise<void> {
  const { day, audience, figures } = release;
  const line = formatEntry({ type: 'release', sha256: named.sha256, name: named.name });
  await tx
    .insertInto('release')
    .values({ day, audience, ...named })
    .execute();
  await sql`insert into released_figure (day, audience, n, figure)
    select ${day}::date, ${audience}, ordinality - 1, value
    from jsonb_array_elements(${JSON.stringify(figures)}::jsonb) with ordinality`.execute(tx);
  await sql`insert into waiting_entry (line) values (${line}) on conflict do nothing`.execute(tx);
}

export type LatestRelease = { day: string; name: string; sha256: string; coverage: Coverage };
type ReleaseRow = { day: string; name: string; sha256: string; canonical: string };

const releasesOf = (db: Db, audience: string) =>
  db.selectFrom('release').select(['day', 'name', 'sha256', 'canonical']).where('audience', '=', audience);

export async function latestRelease(db: Db, audience: string): Promise<LatestRelease | null> {
  const row = await releasesOf(db, audience).orderBy('day', 'desc').limit(1).executeTakeFirst();
  if (!row) return null;
  const { coverage }: Release = JSON.parse(row.canonical);
  return { day: row.day, name: row.name, sha256: row.sha256, coverage };
}

/** The text that the ledger's line names, as it was. */
export const openReleaseOf = (db: Db, day: string): Promise<ReleaseRow | undefined> =>
  releasesOf(db, PUBLIC).where('day', '=', day).executeTakeFirst();

/** All that an audience was ever shown; each figure once. */
export async function figuresOf(db: Db, audience: string): Promise<Figure[]> {
  const rows = await sql<{ figure: Figure }>`
    select figure from released_figure where audience = ${audience} order by day, n`.execute(db);
  return rows.rows.map((row) => row.figure);
}

/** Whether the log holds its line; asked by the jobs role, which may read the log's entries. */
export async function isAnnounced(
  db: Db,
  { name, sha256 }: { name: string; sha256: string },
): Promise<boolean> {
  const line = formatEntry({ type: 'release', sha256, name });
  const { rows } = await sql`select 1 from log_entry where line = ${line} limit 1`.execute(db);
  return rows.length > 0;
}

export const readPartners = (db: Db): Promise<{ name: string; kind: string; country: string }[]> =>
  db.selectFrom('organisation').select(['name', 'kind', 'country']).orderBy('name').execute();

export type NamedWorkplace = { id: string; name: string; country: string; sector: string; tier: number };

/** The chain that an organisation may see, by its own walls. */
export async function chainOf(db: Db, orgId: string): Promise<NamedWorkplace[]> {
  const rows = await db
    .selectFrom('supply_link')
    .innerJoin('workplace', 'workplace.docket_id', 'supply_link.docket_id')
    .where('supply_link.buyer_org', '=', orgId)
    .select([
      'workplace.docket_id as id',
      'workplace.name',
      'workplace.country',
      'workplace.sector',
      'supply_link.tier',
    ])
    .orderBy('supply_link.tier')
    .orderBy('workplace.name')
    .execute();
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

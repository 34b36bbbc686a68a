/** For the loader's tests: what stands in a loaded database, read as those read it who hold the keys. */
import { sql } from 'kysely';
import pg from 'pg';
import { open } from '../../../seal/envelope.ts';
import { type RingKey, openShare, unlockMemberKey } from '../../../seal/ring.ts';
import type { World } from '../../platform/world.ts';
import { demoPassphrase } from '../network/index.ts';

/** As superuser, past every wall. */
export async function everything<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set search_path = vouch');
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Every organisation's ring, opened as the browser of one of its members opens it. */
export async function ringsOf(world: World, url: string): Promise<RingKey[]> {
  const members = await everything<{ email: string; wrapped_key: string; share: string }>(
    url,
    `select distinct on (m.org_id) m.email, m.wrapped_key, s.share from member m
      join ring_share s on s.member_id = m.member_id order by m.org_id, m.email`,
  );
  const rings = await Promise.all(
    members.map(async ({ email, wrapped_key, share }) => {
      const key = await unlockMemberKey(JSON.parse(wrapped_key), demoPassphrase(world, email));
      return (key && (await openShare(share, key))) ?? [];
    }),
  );
  return rings.flat();
}

/** What each envelope says to whoever of `rings` may open it. */
async function openedBy(rings: readonly RingKey[], envelope: string): Promise<object | undefined> {
  const { recipients } = JSON.parse(envelope) as { recipients: { header: { kid: string } }[] };
  const ring = rings.find(({ kid }) => recipients.some((r) => r.header.kid === kid));
  return ring && open(envelope, ring.privateJwk);
}

type Told = { kind: string; at: string; docket: number; envelope: string | null };

/** Dates, kinds and places of all statements, with the words in them; sorted, since some ids are by chance. */
export async function told(world: World, url: string): Promise<string[]> {
  const rings = await ringsOf(world, url);
  const rows = await everything<Told>(
    url,
    `select s.kind, s.recorded_at::text as at, s.docket_id as docket, e.content as envelope
      from statement s left join envelope e using (docket_id, statement_id) where s.moved_from is null
        and not exists (select 1 from watch w where w.statement_id = s.statement_id and w.act = 'exported')
    union all select 'note', at::text, docket_id, envelope from note`,
  );
  const lines = await Promise.all(
    rows.map(async ({ envelope, ...row }) => {
      const words = envelope ? await openedBy(rings, envelope) : null;
      if (words === undefined) throw new Error(`nobody can open a ${row.kind}`);
      return JSON.stringify([row.at, row.kind, row.docket, words]);
    }),
  );
  return lines.sort();
}

export const figures = (url: string): Promise<{ figure: unknown }[]> =>
  everything(url, 'select day, audience, n, figure from released_figure order by day, audience, n');

export const people = (url: string): Promise<object[]> =>
  everything(
    url,
    `select o.org_id, o.kind, o.name, o.docket_id, m.email, m.name as person, m.role from organisation o
      join member m using (org_id) order by m.email`,
  );

export const countBy = async (url: string, text: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await everything<{ k: string; n: string }>(url, text)).map(({ k, n }) => [k, Number(n)]),
  );

/** By the id of each row, one column of it. */
export const columnOf = async (url: string, text: string): Promise<Map<string, string | null>> =>
  new Map((await everything<{ id: string; v: string | null }>(url, text)).map(({ id, v }) => [id, v]));

export const markOf = (world: World): Promise<{ tour: unknown }[]> =>
  world.jobs.read(
    {},
    async (db) => (await sql<{ tour: unknown }>`select tour from demo_state`.execute(db)).rows,
  );

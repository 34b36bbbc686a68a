/** The sign-in library's sessions, read by their columns, and what we note beside them. */
import type pg from 'pg';

export const SESSION_TABLES = [
  `create table if not exists session_about (name text primary key, how text not null, browser text not null, at timestamptz not null)`,
];

export type Session = { id: string; token: string; createdAt: Date; expiresAt: Date };

export const sessionsOf = async (pool: pg.Pool, userId: string): Promise<Session[]> =>
  (
    await pool.query<Session>(
      'select id, token, "createdAt", "expiresAt" from session where "userId" = $1 and "expiresAt" > now() order by "createdAt" desc, id',
      [userId],
    )
  ).rows;

export const deleteSessions = (pool: pg.Pool, ids: readonly string[]) =>
  pool.query('delete from session where id = any ($1)', [ids]);

/** `name`: the hash of the token. A shift later it says nothing any more. */
export async function putAbout(
  pool: pg.Pool,
  name: string,
  about: { how: string; browser: string },
): Promise<void> {
  await pool.query("delete from session_about where at < now() - interval '1 day'");
  await pool.query('insert into session_about values ($1, $2, $3, now()) on conflict do nothing', [
    name,
    about.how,
    about.browser,
  ]);
}

export async function aboutOf(
  pool: pg.Pool,
  names: readonly string[],
): Promise<Map<string, { how: string; browser: string }>> {
  const { rows } = await pool.query<{ name: string; how: string; browser: string }>(
    'select name, how, browser from session_about where name = any ($1)',
    [names],
  );
  return new Map(rows.map(({ name, ...about }) => [name, about]));
}

import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** The database's roles. Logins have a pool each; `vouch_intake` owns one definer function and can't sign in. */
export const LOGINS = [
  'vouch_owner',
  'vouch_anon',
  'vouch_app',
  'vouch_sequencer',
  'vouch_jobs',
  'vouch_eraser',
  'vouch_auth',
] as const;
export const OWNERS = ['vouch_intake'] as const;
export type Login = (typeof LOGINS)[number];

/** Each role's password follows from one secret of this installation, so none is stored or typed. */
const passwordOf = (role: Login, secret: Buffer): string =>
  createHmac('sha256', secret).update(`database role ${role}`).digest('hex');

export function urlAs(role: Login, base: string, secret: Buffer): string {
  const url = new URL(base);
  url.username = role;
  url.password = passwordOf(role, secret);
  return url.href;
}

/**
 * Makes or mends roles and schemas; run as superuser (or a role that may create roles) on the product's database.
 * Library schemas: `auth` belongs to vouch_auth (better-auth), `graphile_worker` to vouch_jobs.
 */
export async function ensureRoles(client: pg.Client, secret: Buffer): Promise<void> {
  // Roles belong to the whole server: who makes another database of it ready at this moment changes the same rows.
  for (let tries = 0; ; tries++)
    try {
      return await makeRoles(client, secret);
    } catch (error) {
      if (tries >= 20 || !/tuple concurrently updated/.test(String(error))) throw error;
      await wait(20 + Math.random() * 60);
    }
}

async function makeRoles(client: pg.Client, secret: Buffer): Promise<void> {
  for (const role of LOGINS) {
    const set = `login password ${pg.escapeLiteral(passwordOf(role, secret))} nosuperuser nocreatedb nobypassrls`;
    await client.query(
      `do $$ begin create role ${role} ${set}; exception when duplicate_object or unique_violation then alter role ${role} ${set}; end $$`,
    );
  }
  for (const role of OWNERS)
    await client.query(
      `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
  await client.query('revoke all on schema public from public');
  await client.query('create schema if not exists vouch authorization vouch_owner');
  await client.query('create schema if not exists auth authorization vouch_auth');
  await client.query('create schema if not exists graphile_worker authorization vouch_jobs');
  for (const [role, path] of [
    ['vouch_auth', 'auth'],
    ['vouch_jobs', 'vouch'],
    ...['owner', 'anon', 'app', 'sequencer', 'eraser'].map((r) => [`vouch_${r}`, 'vouch']),
  ])
    await client.query(
      `alter role ${role} in database ${pg.escapeIdentifier(client.database ?? 'vouch')} set search_path = ${path}`,
    );
  // The owner hands its definer function to its NOLOGIN owner, which it must belong to for that.
  await client.query('grant vouch_intake to vouch_owner');
  await client.query('grant create on schema vouch to vouch_intake');
}

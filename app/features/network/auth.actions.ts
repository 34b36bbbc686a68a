/** Sign-in: better-auth on its own schema and role. The one file that knows the library's settings. */
import { type BetterAuthPlugin, betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { getMigrations } from 'better-auth/db/migration';
import { twoFactor } from 'better-auth/plugins';
import pg from 'pg';
import { z } from 'zod';
import type { World } from '../../platform/world.ts';
import { PASSKEY_TABLES } from './passkeys.store.ts';
import { SESSION_TABLES } from './sessions.store.ts';

const PREFIX = 'vouch';
export const SESSION_COOKIE = `${PREFIX}.session_token`;
/** A shift, not a week: a desk left open is a door. */
const SESSION_SECONDS = 12 * 3600;

/** What sign-in needs of a world: a restore prepares its tables before there is one. */
type Signing = Pick<World, 'authUrl' | 'keys' | 'config'>;

const issuer = (world: Signing): string => (world.config.demo ? 'Vouch demo' : 'Vouch');

/**
 * A session for somebody whose passkey was checked. The library's own routes are not served, so nothing but our code
 * can ask for it.
 */
const byPasskey = {
  id: 'vouch-passkey',
  endpoints: {
    enterByPasskey: createAuthEndpoint(
      '/vouch/enter-by-passkey',
      { method: 'POST', body: z.object({ userId: z.string() }) },
      async (ctx) => {
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(ctx.body.userId);
        if (!user) return ctx.json(null, { status: 404 });
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ token: session.token, email: user.email });
      },
    ),
  },
} satisfies BetterAuthPlugin;

const make = (world: Signing, pool: pg.Pool) =>
  betterAuth({
    appName: issuer(world),
    // Its own routes are not served; ours call its functions. Nothing is ever fetched from or redirected to this.
    baseURL: 'http://localhost',
    secret: world.keys.session,
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, autoSignIn: false },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    // An office shares one address, and we keep none: attempts are limited by account (attempts.ts).
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: PREFIX,
      ipAddress: { disableIpTracking: true },
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/' },
    },
    plugins: [twoFactor({ issuer: issuer(world) }), byPasskey],
  });

type Opened = { auth: ReturnType<typeof make>; pool: pg.Pool };
const opened = new WeakMap<Signing, Opened>();

function open(world: Signing): Opened {
  let here = opened.get(world);
  if (!here) {
    const pool = new pg.Pool({ connectionString: world.authUrl, max: 4, idleTimeoutMillis: 10_000, allowExitOnIdle: true }); // prettier-ignore
    pool.on('error', () => {});
    here = { auth: make(world, pool), pool };
    opened.set(world, here);
  }
  return here;
}

export const authOf = (world: Signing): Opened['auth'] => open(world).auth;
/** For what sign-in keeps beside the library, in the same schema. */
export const authPool = (world: Signing): pg.Pool => open(world).pool;

/** Part of the marker: a new version of the library may want other tables. */
const SHAPE = 'better-auth 1.7.25, two-factor; attempt, used_code, passkey, session_about';

/** Makes or mends the sign-in's tables at the first start; one short query at every later one. */
export async function prepareSignIn(world: Signing): Promise<void> {
  const { auth, pool } = open(world);
  await pool.query('create table if not exists marker (shape text primary key)');
  const found = await pool.query('select 1 from marker where shape = $1', [SHAPE]);
  if (found.rowCount) return;
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
  await pool.query(
    'create table if not exists attempt (bucket text primary key, failures int not null, until timestamptz not null, last timestamptz not null)',
  );
  await pool.query(
    'create table if not exists used_code (code text primary key, until timestamptz not null)',
  );
  for (const table of [...PASSKEY_TABLES, ...SESSION_TABLES]) await pool.query(table);
  await pool.query('insert into marker values ($1) on conflict do nothing', [SHAPE]);
}

export async function closeSignIn(world: Signing): Promise<void> {
  const here = opened.get(world);
  opened.delete(world);
  await here?.pool.end();
}

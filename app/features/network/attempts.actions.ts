/**
 * How often a password may be tried. By account and never by address: a union office shares one address, and we keep
 * none. The same for accounts that don't exist. Since anyone could spend somebody else's tries on purpose, a browser
 * that signed in before carries a token and counts apart: nobody can lock a case worker out of her own desk.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { World } from '../../platform/world.ts';
import { authPool } from './auth.actions.ts';

export const DEVICE_COOKIE = 'vouch.device';
const FREE = 8;
const LONGEST_SECONDS = 900;

/** Seconds to wait after this many failures in a row: none for the first, then doubling from half a minute. */
export const delayAfter = (failures: number): number =>
  failures < FREE ? 0 : Math.min(LONGEST_SECONDS, 30 * 2 ** Math.min(10, failures - FREE));

const mac = (world: World, text: string): string =>
  createHmac('sha256', world.keys.derive('sign-in attempts')).update(text).digest('base64url');

export function newDevice(world: World, email: string): string {
  const nonce = randomBytes(16).toString('base64url');
  return `${nonce}.${mac(world, `device ${nonce} ${email}`)}`;
}

/** Which count a try belongs to; `cookies` is the request's header. */
export function bucketOf(world: World, email: string, cookies: string | undefined): string {
  const device = cookies?.split(/;\s*/).find((c) => c.startsWith(`${DEVICE_COOKIE}=`));
  const [nonce = '', tag = ''] = device?.slice(DEVICE_COOKIE.length + 1).split('.') ?? [];
  const real = Buffer.from(mac(world, `device ${nonce} ${email}`));
  const given = Buffer.from(tag);
  const known = nonce !== '' && given.length === real.length && timingSafeEqual(given, real);
  return mac(world, known ? `bucket ${nonce} ${email}` : `bucket ${email}`);
}

/**
 * Counts a try before it is made, so that a burst cannot slip through together. False: wait.
 * Failures older than a day are forgotten.
 */
export async function admit(world: World, bucket: string): Promise<boolean> {
  const pool = authPool(world);
  const before = await pool.query<{ failures: number }>(
    `insert into attempt as a values ($1, 1, now(), now())
     on conflict (bucket) do update set failures = case when a.last < now() - interval '1 day' then 1 else a.failures + 1 end, last = now()
     where a.until <= clock_timestamp() returning failures`,
    [bucket],
  );
  const failures = before.rows[0]?.failures;
  if (failures === undefined) return false;
  const seconds = delayAfter(failures);
  if (seconds > 0)
    await pool.query("update attempt set until = now() + $2 * interval '1 second' where bucket = $1", [
      bucket,
      seconds,
    ]);
  return true;
}

export async function succeeded(world: World, bucket: string): Promise<void> {
  await authPool(world).query('delete from attempt where bucket = $1', [bucket]);
}

/**
 * A code is good once (RFC 6238, 5.2): whoever read it over a shoulder comes too late. Three steps of half a minute are
 * accepted, so a used one is remembered a little longer than that.
 */
export async function firstUse(world: World, userId: string, code: string): Promise<boolean> {
  const pool = authPool(world);
  await pool.query('delete from used_code where until < now()');
  const kept = await pool.query(
    "insert into used_code values ($1, now() + interval '2 minutes') on conflict do nothing",
    [mac(world, `code ${userId} ${code}`)],
  );
  return kept.rowCount === 1;
}

// The operator's side of the auditors' channel.
import { existsSync, writeFileSync } from 'node:fs';
import { auditorsKnown, inviteAuditors, revokeAuditor } from '../app/features/log/index.ts';
import { isRefusal } from '../app/features/refusal.ts';
import type { World } from '../app/platform/world.ts';
import { formatTime } from '../ledger/index.ts';
import { BadUse } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const time = (at: Date | null): string | null => at && formatTime(at.getTime() / 1000);

type Text = string | undefined;
export type AuditorValues = { url?: Text; days?: Text; out?: Text; data?: Text; json?: boolean | undefined };

/** Returns the exit code. */
export async function invitations(
  act: 'invite' | 'revoke' | 'list',
  names: readonly string[],
  values: AuditorValues,
): Promise<number> {
  if (names.length !== (act === 'list' ? 0 : 1)) throw new BadUse(`${act}: one name, please.`);
  const [name = ''] = names;
  const asked = act === 'invite' ? invitation(values) : undefined;
  const opened = await openOwnWorld(dataDir(values.data));
  try {
    if (asked) return await invite(opened.world, name, asked);
    return act === 'revoke' ? await revoke(opened.world, name) : await list(opened.world, values);
  } finally {
    await opened.close();
  }
}

type Invitation = { url: string; days: number; out: string };

function invitation({ url, days = '365', out }: AuditorValues): Invitation {
  if (!url || !URL.canParse(url) || new URL(url).protocol !== 'https:')
    throw new BadUse(
      'Say where the auditor will reach the feed: --url https://HOST:PORT (see --audit-port).',
    );
  if (!/^[1-9]\d{0,3}$/.test(days)) throw new BadUse('--days is a number of days.');
  if (!out) throw new BadUse('Say where to write the file that the auditor gets: -o FILE.');
  if (existsSync(out)) throw new BadUse(`${out} is there already.`);
  return { url: new URL(url).origin, days: Number(days), out };
}

async function invite(world: World, name: string, { url, days, out }: Invitation): Promise<number> {
  const made = await inviteAuditors(world, [name], { url, days });
  if (isRefusal(made)) {
    console.error(made.why);
    return 1;
  }
  writeFileSync(out, `${JSON.stringify(made[0], null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  console.log(
    `${out} lets ${name} read every docket's size and growth, for ${days} days. Hand it over by a way that both\n` +
      'trust, and delete it here. Then put their key into the policy: see the guide for operators.',
  );
  return 0;
}

async function revoke(world: World, name: string): Promise<number> {
  const refused = await revokeAuditor(world, name);
  console.log(refused ? refused.why : `${name} opens nothing any more.`);
  return refused ? 1 : 0;
}

async function list(world: World, { json }: AuditorValues): Promise<number> {
  const rows = (await auditorsKnown(world)).map((a) => ({
    name: a.name,
    certificate: a.cert.toString('hex'),
    invited: time(a.invited_at),
    expires: time(a.expires_at),
    revoked: time(a.revoked_at),
    lastFetch: a.fetched_at ? { epoch: a.epoch === -1 ? null : a.epoch, at: time(a.fetched_at) } : null,
  }));
  if (json) console.log(JSON.stringify(rows));
  else if (rows.length === 0) console.log('Nobody is invited.');
  for (const row of json ? [] : rows)
    console.log(
      `${row.name.padEnd(24)} ${row.revoked ? `revoked ${row.revoked}` : `until ${row.expires}`}, ${row.lastFetch ? `last fetch ${row.lastFetch.at}: ${row.lastFetch.epoch === null ? 'the keys' : `epoch ${row.lastFetch.epoch}`}` : 'fetched nothing yet'}`,
    );
  return 0;
}

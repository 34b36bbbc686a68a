import { X509Certificate, createHash } from 'node:crypto';
import { vkeyOf } from '../../../ledger/index.ts';
import { certify } from '../../platform/certificates.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type AuditorRow, auditors, revoke, saveAuditor } from './auditors.store.ts';
import { logKey } from './log-keys.ts';

/** What an auditor is given, by a way that both trust: where to fetch, and what to show there. */
export type Channel = {
  vouch: 1;
  type: 'audit-channel';
  name: string;
  origin: string;
  log: string;
  url: string;
  authority: string;
  cert: string;
  key: string;
};

export const certHash = (pem: string): Buffer =>
  createHash('sha256').update(new X509Certificate(pem).raw).digest();

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/** A new client certificate for one auditor; `url` = where the feed will be reached. Its private key isn't kept here. */
export async function inviteAuditors(
  world: World,
  names: readonly string[],
  { url, days }: { url: string; days: number },
): Promise<Channel[] | Refusal> {
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined)
    return refuse('invalid', `"${wrong}" is no name for an auditor: small letters, digits, dots, dashes.`);
  const now = world.clock.now();
  const { authority, made } = await certify(
    world.config.dir,
    names.map((name) => ({ name, usage: 'client', days })),
  );
  const rows = made.map(({ cert }, i) => ({
    cert: certHash(cert),
    name: names[i] ?? '',
    at: now,
    expires: new X509Certificate(cert).validToDate,
  }));
  const taken = await world.jobs.write({}, async (tx) => {
    const standing = (await auditors(tx)).filter((a) => a.revoked_at === null && a.expires_at > now);
    const twice = standing.find((a) => names.includes(a.name));
    if (twice) return twice.name;
    for (const row of rows) await saveAuditor(tx, row);
    return undefined;
  });
  if (taken !== undefined)
    return refuse('conflict', `${taken} is invited already. Revoke it first if its file is lost.`);
  return made.map(({ cert, key }, i) => ({
    vouch: 1,
    type: 'audit-channel',
    name: names[i] ?? '',
    origin: world.keys.origin,
    log: vkeyOf(logKey(world)).vkey,
    url,
    authority,
    cert,
    key,
  }));
}

/** From now on its certificate opens nothing. */
export async function revokeAuditor(world: World, name: string): Promise<undefined | Refusal> {
  const count = await world.jobs.write({}, (tx) => revoke(tx, name, world.clock.now()));
  return count > 0 ? undefined : refuse('not_found', `Nobody named ${name} is invited.`);
}

export const auditorsKnown = (world: World): Promise<AuditorRow[]> => world.jobs.read({}, auditors);

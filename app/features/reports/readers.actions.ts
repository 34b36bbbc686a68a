import { sql } from 'kysely';
import type { World } from '../../platform/world.ts';
import { directory } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** The kids of a JWE in its general JSON form; undefined if it is none. */
export function kidsOf(envelope: string): string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(envelope);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { recipients, ciphertext, iv, tag } = value as Record<string, unknown>;
  if (!Array.isArray(recipients) || ![ciphertext, iv, tag].every((part) => typeof part === 'string'))
    return undefined;
  return recipients.map((r: unknown) => {
    const header = typeof r === 'object' && r !== null && 'header' in r ? r.header : undefined;
    return typeof header === 'object' && header !== null && 'kid' in header ? String(header.kid) : '';
  });
}

/** Undefined if the envelope is sealed to the receiver's key that is published now. */
export async function readersOf(
  world: World,
  envelope: string,
  receiver: string,
): Promise<Refusal | undefined> {
  const kids = kidsOf(envelope);
  if (!kids)
    return refuse('invalid', 'What was sent is not sealed.', [
      { path: 'envelope', why: 'not a sealed envelope' },
    ]);
  const reader = (await directory(world)).receivers.find((r) => r.org === receiver);
  if (!reader)
    return refuse('invalid', 'This organisation does not read reports here.', [
      { path: 'receiver', why: 'unknown' },
    ]);
  if (kids.includes(reader.kid) || (await wasInUse(world, receiver, kids))) return undefined;
  return refuse('invalid', 'It is sealed to a key that is not in use. Load the page again.', [
    { path: 'envelope', why: 'another key' },
  ]);
}

/** How long after a key was followed by another one, in ms, what a phone kept for later may still come. */
const KEPT_FOR = 60 * 86_400_000;

/** A phone may have kept a sealed report while the organisation made a new key; its members still open the old one. */
async function wasInUse(world: World, org: string, kids: readonly string[]): Promise<boolean> {
  const since = new Date(world.clock.now().getTime() - KEPT_FOR);
  const { rows } = await world.anon.read({}, (db) =>
    sql<{
      yes: boolean;
    }>`select exists (select 1 from org_key old join org_key next on next.org_id = old.org_id and next.made_at > old.made_at
      where old.org_id = ${org} and old.kid = any(${kids}::text[]) and next.made_at > ${since}) as yes`.execute(
      db,
    ),
  );
  return rows[0]?.yes ?? false;
}

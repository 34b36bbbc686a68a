import type { World } from '../../platform/world.ts';
import { standing, wordFor } from '../cases/index.ts';
import { nowOf } from '../network/index.ts';
import { record } from '../record/index.ts';
import { scopeOf } from './codes.ts';
import { type HeldRow, heldBy, heldByReceivers } from './held.store.ts';
import { put } from './put.actions.ts';
import { type ReferralKey, lockReferral } from './referral.store.ts';
import { saveWithdrawn } from './said.store.ts';
import { type Facts, WITH_RECEIVER } from './states.ts';

/** What this worker says of this receiver, as of now. Who took the report back said no to everything. */
export function wordOf(held: HeldRow): Facts['word'] {
  const scope = scopeOf(held.scope);
  if (held.withdrawn || !scope) return 'no';
  const words = standing(
    held.words.map((c) => ({ ...c, at: new Date(c.at) })),
    new Set(),
  );
  return wordFor(words, { threadId: held.threadId, scope, org: held.toOrg });
}

/** Danger to life went without a question; once the worker says no, it ends like any other. */
const stands = (held: HeldRow): boolean =>
  held.basis === 'vital_interests' ? wordOf(held) !== 'no' : wordOf(held) === 'yes';

/** Asked at each reading of a receiver, by the role that sees codes and no words: nothing need remember to call it. */
export const wordNow = async (world: World, key: ReferralKey): Promise<Facts['word'] | undefined> => {
  const held = await world.jobs.read({}, (db) => heldBy(db, key));
  return held && wordOf(held);
};

/** The system's own work, for the sender: the package is gone, and the receiver is told to delete what it kept. */
async function end(world: World, held: HeldRow): Promise<void> {
  const now = nowOf(world);
  await world.app.write({ org: held.csoOrg, kind: 'cso', now: now.toISOString() }, async (tx) => {
    const r = await lockReferral(tx, held.csoOrg, held);
    if (!r || r.withdrawn_at) return;
    await record(tx, world, {
      docketId: held.caseDocket,
      kind: 'referral_withdrawn',
      by: held.csoOrg,
      csoOrg: held.csoOrg,
      caseId: held.caseId,
      at: now,
      fields: { referral: r.referral_id, why: 'consent_withdrawn', thread: held.threadId },
    });
    await saveWithdrawn(tx, { ...held, why: 'consent_withdrawn', at: now });
    await put(tx, world, r, {
      by: held.csoOrg,
      kind: 'withdrawn',
      at: now,
      fields: { why: 'consent_withdrawn' },
    });
  });
}

/** Takes back every referral whose worker's yes has ended. Repeatable; gives how many ended. */
export async function keepConsents(world: World, toOrg?: string): Promise<number> {
  const dead = (await world.jobs.read({}, (db) => heldByReceivers(db, toOrg))).filter(
    (held) => !stands(held),
  );
  for (const held of dead) await end(world, held);
  return dead.length;
}

/** The same for one, before it is read or worked on. */
export async function keepConsent(world: World, key: ReferralKey): Promise<void> {
  const held = await world.jobs.read({}, (db) => heldBy(db, key));
  if (held && WITH_RECEIVER.includes(held.state) && !stands(held)) await end(world, held);
}

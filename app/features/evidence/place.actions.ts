import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { commit } from '../../../ledger/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { docketOf, findDocket } from '../log/index.ts';
import { movable, saveMove } from './place.store.ts';

export type Placing = { docketId: number; threadId: string; toDocket: number; csoOrg: string };

/**
 * Re-files a thread out of `unplaced` to its workplace (ledger.md 2): each statement gets a copy with the same
 * fields, `key` too, but another subject, and a `moved` leaf in the same epoch that names the copy. Out of a
 * named docket it takes the worker's signature and isn't done here.
 */
export async function placeThread(tx: Tx, world: World, p: Placing): Promise<{ moved: number } | Refusal> {
  const from = await docketOf(world, p.docketId);
  const to = await findDocket(world, p.toDocket);
  if (!to || to.logIndex === null || to.kind === 'unplaced')
    return refuse('invalid', 'Choose a registered workplace.', [
      { path: 'docket', why: 'not a registered workplace' },
    ]);
  if (from.kind !== 'unplaced')
    return refuse(
      'wrong_state',
      'Only what is in "unplaced" can be filed by you. Elsewhere the worker must agree.',
    );
  await sql`select 1 from thread where docket_id = ${p.docketId} and thread_id = ${p.threadId} for update`.execute(
    tx,
  );
  const rows = await movable(tx, p);
  if (rows.length === 0) return refuse('wrong_state', 'It was filed already.');
  const subject = `${to.kind} ${to.id}`;
  const copies = rows.map((row) => {
    const fields = row.fields.map((f) => (f.name === 'subject' ? { ...f, value: subject } : f));
    const m = randomBytes(32);
    return { ...row, fields, m, newCommitment: Buffer.from(commit(fields, m).commitment, 'hex') };
  });
  for (const copy of copies) await saveMove(tx, p, copy);
  await sql`update thread set placed_in = ${p.toDocket} where docket_id = ${p.docketId} and thread_id = ${p.threadId}`.execute(
    tx,
  );
  return { moved: copies.length };
}

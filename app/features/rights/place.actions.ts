import { randomBytes } from 'node:crypto';
import { commit } from '../../../ledger/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type Docket, docketOf, findDocket } from '../log/index.ts';
import { type Movable, explainWithdrawn, lockForMove, movable, placeIn, saveMove } from './place.store.ts';

/** `docketId`: the thread's first docket. */
export type Placing = { docketId: number; threadId: string; toDocket: number; csoOrg: string };

/** A workplace, recruiter … that statements can be filed in: its entry is in the log. */
export async function targetOf(world: World, toDocket: number): Promise<Docket | Refusal> {
  const to = await findDocket(world, toDocket);
  return to && to.logIndex !== null && to.kind !== 'unplaced'
    ? to
    : refuse('invalid', 'Choose a registered workplace.', [
        { path: 'docket', why: 'not a registered workplace' },
      ]);
}

/** The copy of a statement for another docket: all its fields, `key` too, but `subject` (ledger.md 2). */
export function copyFor(row: Movable, to: Docket, m: Uint8Array) {
  const subject = `${to.kind} ${to.id}`;
  const fields = row.fields.map((f) => (f.name === 'subject' ? { ...f, value: subject } : f));
  const newCommitment = Buffer.from(commit(fields, m).commitment, 'hex');
  return { ...row, fields, m: Buffer.from(m), newCommitment };
}

/**
 * Re-files a thread out of `unplaced` to its workplace (ledger.md 2): each statement gets a copy with the same
 * fields, `key` too, but another subject, and a `moved` leaf in the same epoch that names the copy. Out of a
 * named docket it takes the worker's signature: move.actions.ts.
 */
export async function placeThread(tx: Tx, world: World, p: Placing): Promise<{ moved: number } | Refusal> {
  const from = await docketOf(world, p.docketId);
  const to = await targetOf(world, p.toDocket);
  if ('refused' in to) return to;
  if (from.kind !== 'unplaced')
    return refuse(
      'wrong_state',
      'Only what is in "unplaced" can be filed by you. Elsewhere the worker must agree.',
    );
  if (!(await lockForMove(tx, p))) return refuse('wrong_state', 'This report is being erased.');
  const rows = (await movable(tx, p, p.toDocket)).filter((row) => row.docket_id === p.docketId);
  if (rows.length === 0) return refuse('wrong_state', 'It was filed already.');
  for (const row of rows) await saveMove(tx, copyFor(row, to, new Uint8Array(randomBytes(32))), p.toDocket);
  await explainWithdrawn(tx, p, { org: p.csoOrg, at: world.clock.now() });
  await placeIn(tx, p, p.toDocket);
  return { moved: rows.length };
}

import { readersOf } from '../../../seal/index.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type ThreadKey, contactOf, saveContact } from './contact.store.ts';
import { type Sending, type WayOut, type Wish, maySend } from './safe-contact.ts';
import { type Done, DONE } from './recusal.actions.ts';
import { subjectOf } from './store.ts';

/** Whether something may go to this worker on this way, now. Every path that leads out asks here. */
export const mayReach = async (db: Db, key: ThreadKey, way: WayOut, at: Date): Promise<Sending> =>
  maySend(await contactOf(db, key), way, at);

/** Said to a member who would send what must not go out. */
export const LEAVE_NOTHING = refuse(
  'wrong_state',
  'This worker asked that no message be left for them. You can write as soon as they have written again.',
  [{ path: 'safe_contact', why: 'leave_nothing' }],
);

/** Sealed to the organisation's own key and to nobody else: who wrote for the team wrote for nobody else. */
export function sealedToTeam(envelope: string, kids: readonly string[]): Refusal | undefined {
  const named = readersOf(envelope);
  return named?.some((kid) => kids.includes(kid))
    ? undefined
    : refuse('invalid', 'It is not sealed to your organisation’s key in use. Load the page again.', [
        { path: 'envelope', why: 'a reader is missing' },
      ]);
}

export type ContactInput = ThreadKey & Wish & { envelope?: string | undefined; seq: number };

/** A case worker writes down how the worker wants to be reached. `seq`: of the wish that the screen showed, 0 for none. */
export function setContact(world: World, who: Member, input: ContactInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const s = await subjectOf(tx, { about: 'thread', docket: input.docket, id: input.threadId });
    if (!s) return NOTHING;
    const before = await contactOf(tx, input);
    if ((before?.seq ?? 0) !== input.seq)
      return refuse(
        'conflict',
        before?.setBy === 'worker'
          ? 'The worker changed it meanwhile. Read it first.'
          : 'A colleague changed it meanwhile. Read it first.',
        [{ path: 'seq', why: String(before?.seq ?? 0) }],
      );
    const unsealed = input.envelope === undefined ? undefined : sealedToTeam(input.envelope, s.kids);
    if (unsealed) return unsealed;
    await record(tx, world, {
      docketId: s.placedIn,
      kind: 'protection',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      ...(s.caseId ? { caseId: s.caseId } : {}),
      at: now,
      fields: { what: 'contact_wish', thread: input.threadId, seq: String(input.seq + 1) },
    });
    await saveContact(tx, input, {
      ...input,
      org: s.org,
      setBy: 'member',
      statementId: null,
      envelope: input.envelope ?? null,
      seq: input.seq + 1,
      at: now,
    });
    return DONE;
  });
}

/** The worker's own word, under the own code: the newest stands. */
export async function wishByWorker(
  tx: Tx,
  key: ThreadKey,
  w: { wish: Wish; org: string; statementId: string; at: Date },
): Promise<void> {
  const before = await contactOf(tx, key);
  await saveContact(tx, key, {
    ...w.wish,
    org: w.org,
    setBy: 'worker',
    statementId: w.statementId,
    envelope: null,
    seq: (before?.seq ?? 0) + 1,
    at: w.at,
  });
}

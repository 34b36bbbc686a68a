import { randomUUID } from 'node:crypto';
import { readersOf, thumbprint } from '../../../seal/index.ts';
import type { Tx } from '../../platform/db.ts';
import { codeOf } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import { type Intake, type TakenAnswer, filingOf, hashOf, hold, noThread } from '../reports/index.ts'; // prettier-ignore
import type { AccessBody, ClaimBody, FileBody, JoinBody, MineAnswer } from './contract.ts';
import { claimThread, coordinatorBy, filedBy, insertFiling, joinWith, saveAccess } from './phone.store.ts';

const now = (world: World): Date => new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000);
const DONE = { done: true } as const;
export type Done = typeof DONE;
const USED = refuse(
  'wrong_state',
  'This slip was used already. If it was not by you, tell the organisation.',
);
const ENDED = refuse('not_allowed', 'The organisation has ended this code. Nothing was sent.');

/** A refusal after something was written undoes it. */
class No extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.why);
    this.refusal = refusal;
  }
}
async function writing<T>(world: World, work: (tx: Tx) => Promise<T | Refusal>): Promise<T | Refusal> {
  try {
    return await world.anon.write({}, async (tx) => {
      const done = await work(tx);
      if (isRefusal(done)) throw new No(done);
      return done;
    });
  } catch (error) {
    if (error instanceof No) return error.refusal;
    // Somebody else's code has this look-up, which nobody can make by intent.
    if (codeOf(error) === '23505') return refuse('conflict', 'Make another code. Nothing was changed.');
    throw error;
  }
}

/** A coordinator gives the slip back for a code that only they have. */
export const join = (world: World, { lookup, next }: JoinBody): Promise<Done | Refusal> =>
  writing(world, async (tx) => {
    const slip = hashOf(lookup);
    const lookupHash = hashOf(next.lookup);
    const found = await coordinatorBy(tx, slip);
    if (found?.ended_at) return ENDED;
    if (found?.slip === slip && (await joinWith(tx, slip, { ...next, lookupHash }, now(world)))) return DONE;
    return (await coordinatorBy(tx, lookupHash)) ? DONE : noThread();
  });

/** What a coordinator's code opens. */
export const mine = (world: World, lookup: string): Promise<MineAnswer | Refusal> =>
  world.anon.read({}, async (db) => {
    const found = await coordinatorBy(db, hashOf(lookup));
    const filed = await filedBy(db, found?.coordinator_id ?? randomUUID());
    if (!found) return noThread();
    return {
      coordinatorId: found.coordinator_id,
      org: found.cso_org,
      state: found.ended_at ? 'ended' : found.slip ? 'invited' : 'active',
      ...(found.wrapped_key ? { wrappedKey: found.wrapped_key } : {}),
      // Who was ended reads nothing any more.
      filed: filed.map((f) => ({
        day: f.filed_at.toISOString().slice(0, 10),
        shared: found.ended_at ? [] : f.shared,
      })),
    };
  });

/** A report that a coordinator wrote down: taken as every report is, and nobody's voice until its worker says so. */
export async function fileFor(
  world: World,
  intake: Intake,
  { coordinator, ...report }: FileBody,
  paid = false,
): Promise<TakenAnswer | Refusal> {
  const found = await world.anon.read({}, (db) => coordinatorBy(db, hashOf(coordinator)));
  if (!found || found.slip) return noThread();
  if (found.ended_at) return ENDED;
  if (report.receiver !== found.cso_org)
    return refuse('invalid', 'You write for one organisation. This goes to another.', [
      { path: 'receiver', why: 'not yours' },
    ]);
  if (report.filing !== 'coordinator' || report.attachments.length > 0)
    return refuse('invalid', 'This is not something that was written down for somebody.', [
      { path: 'filing', why: 'not coordinator' },
    ]);
  return intake.take(report, paid, (tx) =>
    insertFiling(tx, {
      docketId: report.docket,
      threadId: report.statementId,
      org: found.cso_org,
      coordinator: found.coordinator_id,
      at: new Date(report.recorded),
    }),
  );
}

/** The worker gives the slip back for a code of their own: whoever saw the slip can do nothing with it any more. */
export const claim = (world: World, { lookup, next }: ClaimBody): Promise<Done | Refusal> =>
  writing(world, async (tx) => {
    const lookupHash = hashOf(next.lookup);
    const found = await hold(tx, lookup);
    if (!found) return (await hold(tx, next.lookup)) ? DONE : noThread();
    if (found.row.filing !== 'unclaimed') return USED;
    const at = { docketId: found.row.docket_id, threadId: found.row.thread_id };
    await claimThread(tx, at, hashOf(lookup), { ...next, lookupHash, now: now(world) });
    return DONE;
  });

/** Lets the coordinator read what the worker passes on, answer by answer; or takes all of it back. */
export const setAccess = (world: World, body: AccessBody): Promise<Done | Refusal> =>
  writing(world, async (tx) => {
    const found = await hold(tx, body.lookup);
    if (!found) return noThread();
    const { row, statements, helper } = { ...found, helper: await helperOf(tx, found.row) };
    if (row.filing === null || row.filing === 'unclaimed') return USED;
    const at = { docketId: row.docket_id, threadId: row.thread_id };
    const access = body.access === 'yes';
    for (const share of access ? body.shares : []) {
      const theirs = statements.some((s) => s.statement_id === share.statementId && s.by_org !== null);
      const kids = readersOf(share.content);
      if (!theirs || !helper || kids?.length !== 1 || kids[0] !== helper)
        return refuse('invalid', 'This can’t be passed on.', [{ path: 'shares', why: 'not an answer, or not sealed to the helper' }]); // prettier-ignore
    }
    await saveAccess(tx, at, { access, shares: access ? body.shares : [], now: now(world) });
    return DONE;
  });

async function helperOf(tx: Tx, row: Parameters<typeof filingOf>[1]): Promise<string | undefined> {
  const helper = (await filingOf(tx, row))?.helper;
  return helper && thumbprint(helper);
}

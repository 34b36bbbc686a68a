import type { Db, Tx } from '../../platform/db.ts';
import { codeOf, constraintOf } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Unopened, open } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import { type Member, whoIs } from './member.ts';
import { mayMove } from './roles.ts';

/** Times are whole seconds, as statements are recorded. */
export const nowOf = (world: World): Date => new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000);

/** The one answer to everybody who has no business here: whether the thing exists makes no difference. */
export const NOTHING: Refusal = refuse('not_found', 'There is nothing here.');
const USED = refuse('conflict', 'This number was used for something else. Nothing was changed.');

/** The database keeps it from being counted, whichever way a member tries (migration 0018). */
const NOT_OWN_WORD = refuse(
  'wrong_state',
  'A coordinator wrote this down. It counts once the worker has said that it is their own word.',
  [{ path: 'value', why: 'not confirmed by the worker' }],
);

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.why);
    this.refusal = refusal;
  }
}

/** One transaction as `who`. A refusal undoes what was written before it; an id that is taken is a conflict. */
export async function writing<T>(
  world: World,
  who: Member,
  work: (tx: Tx, now: Date) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const now = nowOf(world);
  try {
    return await world.app.write(whoIs(who, now), async (tx) => {
      const answer = await work(tx, now);
      if (isRefusal(answer)) throw new Refused(answer);
      return answer;
    });
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    if (codeOf(error) === '23505') return USED;
    if (constraintOf(error) === 'own_word') return NOT_OWN_WORD;
    throw error;
  }
}

export const reading = <T>(
  world: World,
  who: Member,
  work: (db: Db, now: Date) => Promise<T>,
): Promise<T> => {
  const now = nowOf(world);
  return world.app.read(whoIs(who, now), (db) => work(db, now));
};

/** As `writing`, for case workers only; everybody else is refused before anything is looked up. */
export const caseWork = <T>(
  world: World,
  who: Member,
  work: (tx: Tx, now: Date) => Promise<T | Refusal>,
): Promise<T | Refusal> =>
  mayMove(who.kind, who.role) ? writing(world, who, work) : Promise.resolve(NOTHING);

/** As `caseReading`, for what is sealed: it stands on record who opened it before it is answered. */
export const caseOpening = <T>(
  world: World,
  who: Member,
  read: (db: Db, now: Date) => Promise<Unopened<T> | Refusal>,
): Promise<T | Refusal> => (mayMove(who.kind, who.role) ? open(world, who, read) : Promise.resolve(NOTHING));

export const caseReading = <T>(
  world: World,
  who: Member,
  work: (db: Db, now: Date) => Promise<T | Refusal>,
): Promise<T | Refusal> =>
  mayMove(who.kind, who.role) ? reading(world, who, work) : Promise.resolve(NOTHING);

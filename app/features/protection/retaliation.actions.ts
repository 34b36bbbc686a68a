import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { dutyIdOf } from '../duties/index.ts';
import { openPlan } from './plan.actions.ts';
import { type Done, DONE } from './recusal.actions.ts';
import {
  type FlagRow,
  type NewFlag,
  agreesToTell,
  insertFlag,
  isHeld,
  linkIssue,
  lockFlag,
  saveCode,
  saveDecision,
  worstOf,
} from './retaliation.store.ts';
import { type Subject, subjectOf } from './store.ts';
import { RETALIATION_CODE } from './watch.ts';

/** One touch on the phone: what it was stands sealed in the statement of the same id. */
export const flagByWorker = (tx: Tx, flag: NewFlag): Promise<void> => insertFlag(tx, flag, 'worker');

const statement = (who: Member, s: Subject, at: Date) => ({
  docketId: s.placedIn,
  by: who.orgId,
  member: who.memberId,
  csoOrg: who.orgId,
  ...(s.caseId ? { caseId: s.caseId } : {}),
  at,
});
const planOf = (flagId: string): string => dutyIdOf('plan of retaliation', flagId);

/** Somebody of the team was told of it, on the phone or in a meeting. */
export function flagByMember(
  world: World,
  who: Member,
  input: { docket: number; threadId: string; flagId: string; what: string },
): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const s = await subjectOf(tx, { about: 'thread', docket: input.docket, id: input.threadId });
    if (!s) return NOTHING;
    const before = await lockFlag(tx, input.docket, input.flagId);
    if (before)
      return before.threadId === input.threadId && before.what === input.what
        ? DONE
        : refuse('conflict', 'This number was used for something else. Nothing was changed.');
    if (s.closed) return refuse('wrong_state', 'The worker took this back.');
    await record(tx, world, {
      ...statement(who, s, now),
      kind: 'protection',
      fields: { what: 'retaliation', flag: input.flagId, says: input.what, thread: input.threadId },
    });
    await insertFlag(tx, { ...input, org: s.org, at: now }, { member: who.memberId, what: input.what });
    await openPlan(tx, { subject: s, planId: planOf(input.flagId), why: 'retaliation', at: now });
    return DONE;
  });
}

const held = async (
  tx: Tx,
  input: { docket: number; flagId: string },
): Promise<{ flag: FlagRow; s: Subject } | undefined> => {
  const flag = await lockFlag(tx, input.docket, input.flagId);
  const s = flag && (await subjectOf(tx, { about: 'thread', docket: flag.docket, id: flag.threadId }));
  return flag && s && { flag, s };
};

/** What a member reads in the worker's sealed word. `was`: what the screen showed. */
export function codeFlag(
  world: World,
  who: Member,
  input: { docket: number; flagId: string; what: string; was: string | null },
): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const found = await held(tx, input);
    if (!found) return NOTHING;
    const { flag, s } = found;
    if (flag.what === input.what) return DONE;
    if (flag.what !== input.was)
      return refuse('conflict', 'A colleague said meanwhile what it was. Read it first.', [
        { path: 'was', why: flag.what ?? '' },
      ]);
    if (flag.decidedAt)
      return refuse('wrong_state', 'It was decided about. Flag it anew if it happened again.');
    await record(tx, world, {
      ...statement(who, s, now),
      kind: 'protection',
      fields: { what: 'retaliation', flag: flag.flagId, says: input.what, thread: flag.threadId },
    });
    await saveCode(tx, flag, { what: input.what, member: who.memberId, at: now });
    if (input.what !== 'not_this')
      await openPlan(tx, { subject: s, planId: planOf(flag.flagId), why: 'retaliation', at: now });
    return DONE;
  });
}

/**
 * Whether a business may be told: the organisation's word, and only with the worker's. Until then, and after a no, the
 * issue is held back: no disclosure, no figure, no bundle of others shows it.
 */
export function decideFlag(
  world: World,
  who: Member,
  input: { docket: number; flagId: string; shown: boolean },
): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const found = await held(tx, input);
    if (!found) return NOTHING;
    const { flag, s } = found;
    if (flag.shown === input.shown) return DONE;
    if (flag.what === null) return refuse('wrong_state', 'Say first what it was.');
    if (input.shown && !flag.issueId)
      return refuse('wrong_state', `Code it first as an issue of its own, ${RETALIATION_CODE}.`);
    if (input.shown && !(await agreesToTell(tx, flag.threadId)))
      return refuse('wrong_state', 'The worker has not agreed, as of now, that the business is told.', [
        { path: 'shown', why: 'no consent' },
      ]);
    await record(tx, world, {
      ...statement(who, s, now),
      kind: 'protection',
      fields: { what: 'retaliation_decision', flag: flag.flagId, says: input.shown ? 'shown' : 'kept_back' },
    });
    await saveDecision(tx, flag, { shown: input.shown, member: who.memberId, at: now });
    return DONE;
  });
}

/** Retaliation is an issue of its own; of what was flagged it is held back as soon as it is there. */
export async function holdRetaliation(
  tx: Tx,
  i: { docket: number; caseId: string; issueId: string; code: string },
): Promise<void> {
  if (i.code === RETALIATION_CODE) await linkIssue(tx, i);
}

/** It raises the severity of its case (reference.md 5.5 rule 8): at least one grade above the worst there, at least 3. */
export async function severityOfRetaliation(
  tx: Tx,
  i: { docket: number; caseId: string; issueId: string; code: string; severity: number },
): Promise<Refusal | undefined> {
  if (i.code !== RETALIATION_CODE) return undefined;
  const least = Math.min(4, Math.max(3, (await worstOf(tx, { ...i, but: i.issueId })) + 1));
  return i.severity >= least
    ? undefined
    : refuse('invalid', `Retaliation makes a case more severe: grade it at least ${least}.`, [
        { path: 'scale', why: `below ${least}` },
      ]);
}

const HELD = refuse(
  'wrong_state',
  'It is held back: somebody was punished for speaking. Decide first, with the worker, whether the business is told.',
  [{ path: 'issueId', why: 'held back' }],
);
export const heldBack = async (tx: Tx, docket: number, issueId: string): Promise<Refusal | undefined> =>
  (await isHeld(tx, docket, issueId)) ? HELD : undefined;

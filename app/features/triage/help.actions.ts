import type { World } from '../../platform/world.ts';
import { heldThread, lockThread, markAnswered, newer, saveHelp, sealedTo, threadReaders, threadStatement, workerTold } from '../cases/index.ts'; // prettier-ignore
import { type Member, NOTHING, caseOpening, caseReading, caseWork } from '../network/index.ts';
import { LEAVE_NOTHING, mayReach } from '../protection/index.ts';
import { record, watched } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import { beside, findTranslation, helpByMonth, insertHelp, insertTranslation } from './beside.store.ts';
import type { BesideView, HelpAnswerInput, HelpCounts, TranslationInput } from './contract.ts';
import { entryStands } from './wording.store.ts';
import { DONE, type Done, TAKEN_BACK, about } from './queue.actions.ts';
import { statementIn } from './tie.store.ts';

const OTHER = refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');

export type Answered = { statementId: string; state: string };

/**
 * A question answered, from the directory or without: the sealed answer, that help was given and about what, in one
 * transaction. It counts as help, never as an issue.
 */
export function answerWithHelp(
  world: World,
  who: Member,
  input: HelpAnswerInput,
): Promise<Answered | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const t = await lockThread(tx, input, input.statementId);
    if (!t) return NOTHING;
    const said = { statementId: input.statementId, state: t.state === 'closed' ? 'closed' : 'answered' };
    if (t.before !== null) return t.before === input.envelope ? said : OTHER;
    if (t.erasing || t.withdrawn) return TAKEN_BACK;
    if (input.seen !== undefined && input.seen < t.statements) return newer(t, input.seen);
    if (input.entryId !== undefined && !(await entryStands(tx, who.orgId, { entryId: input.entryId, now })))
      return refuse('wrong_state', 'This entry of the directory is out of date. Look at it before you send it.', [{ path: 'entryId', why: 'out of date' }]); // prettier-ignore
    const unsealed = sealedTo(input.envelope, threadReaders(t));
    if (unsealed) return unsealed;
    if (!(await mayReach(tx, input, 'thread', now)).may) return LEAVE_NOTHING;
    const common = threadStatement(t, who, now);
    await record(tx, world, {
      ...common,
      kind: 'message',
      content: input.envelope,
      statementId: input.statementId,
    });
    await record(tx, world, { ...common, kind: 'help', fields: { value: 'true', topic: input.topic } });
    await insertHelp(tx, {
      ...input,
      entryId: input.entryId ?? null,
      org: who.orgId,
      at: now,
      by: who.memberId,
    });
    await saveHelp(tx, input, true);
    await markAnswered(tx, input, now);
    const { docket: threadDocket, threadId, statementId } = input;
    await workerTold(tx, { threadDocket, threadId, org: who.orgId, statementId }, now);
    return said;
  });
}

/** What it says in another language, and whose translation it is. The original stays, and stays first. */
export function translate(world: World, who: Member, input: TranslationInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const t = await heldThread(tx, input);
    if (isRefusal(t)) return t;
    const before = await findTranslation(tx, input.docket, input.translationId);
    if (before !== undefined) return before === input.envelope ? DONE : OTHER;
    if (t.erasing || t.withdrawn) return TAKEN_BACK;
    if (!(await statementIn(tx, input, input.statementId)))
      return refuse('invalid', 'This is not in the thread.', [{ path: 'statementId', why: 'unknown' }]);
    const unsealed = sealedTo(input.envelope, [t.kids]);
    if (unsealed) return unsealed;
    await watched(tx, world, about(who, input, input.machine ? 'translation_machine' : 'translation'));
    await insertTranslation(tx, { ...input, org: who.orgId, by: who.memberId, at: now });
    return DONE;
  });
}

export const readBeside = (
  world: World,
  who: Member,
  at: { docket: number; threadId: string },
): Promise<BesideView | Refusal> =>
  caseOpening(world, who, async (db) => (await beside(db, at.docket, at.threadId)) ?? NOTHING);

export const readHelpCounts = (world: World, who: Member): Promise<HelpCounts | Refusal> =>
  caseReading(world, who, async (db) => ({ months: await helpByMonth(db, who.orgId) }));

import type { World } from '../../platform/world.ts';
import { lockThread, markAnswered, sealedTo, threadReaders, threadStatement } from '../cases/index.ts';
import { type Member, NOTHING, caseOpening, caseReading, caseWork } from '../network/index.ts';
import { LEAVE_NOTHING, mayReach } from '../protection/index.ts';
import { record, unopened } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { TellView, ToldInput } from './contract.ts';
import { draftsOf } from './drafts.ts';
import { K_PUBLIC } from './notice.ts';
import { answersOf, factsOf, insertQuestion, insertTold, keyOf, owedBy, threadsOf } from './told.store.ts';

/** Workers of closed cases who have not heard what came of it: owed, until they are told. */
export const readOwed = (world: World, who: Member) =>
  caseReading(world, who, async (db) => ({ owed: await owedBy(db, who.orgId) }));

/** All that one act needs: first words from what was coded, the threads with their keys, and who must not be written to. */
export const readTelling = (
  world: World,
  who: Member,
  at: { docket: number; caseId: string },
): Promise<TellView | Refusal> =>
  caseOpening<TellView>(world, who, async (db, now) => {
    const facts = await factsOf(db, at.docket, at.caseId);
    if (!facts) return NOTHING;
    const rows = await threadsOf(db, at.docket, at.caseId);
    const threads = [];
    for (const row of rows) {
      const may = await mayReach(db, { docket: row.docket, threadId: row.threadId }, 'thread', now);
      threads.push({ ...row, held: may.may ? null : LEAVE_NOTHING.why });
    }
    const view = {
      case: { docket: at.docket, caseId: at.caseId, number: facts.number, closed: facts.state === 'closed' },
      drafts: draftsOf(facts),
      orgKey: await keyOf(db, who.orgId),
      threads,
    };
    return unopened(view, {
      what: 'case',
      n: threads.filter(({ envelope }) => envelope).length,
      key: `told ${at.docket} ${at.caseId}`,
      caseId: at.caseId,
      threads: threads
        .filter(({ envelope }) => envelope)
        .map(({ docket, threadId }) => ({ docket, threadId })),
    });
  });

const OTHER = refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');

/** Tells one worker what changed, and asks how well they were served. A campaign's threads need not be in one case. */
export function tell(
  world: World,
  who: Member,
  input: ToldInput,
): Promise<{ statementId: string } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const key = { docket: input.docket, threadId: input.threadId };
    const t = await lockThread(tx, key, input.statementId);
    if (!t) return NOTHING;
    if (t.before !== null) return t.before === input.envelope ? { statementId: input.statementId } : OTHER;
    if (t.erasing || t.withdrawn)
      return refuse('wrong_state', 'This worker took it back. Nothing more is sent.', [
        { path: 'threadId', why: 'taken back' },
      ]);
    if (input.subjectKind === 'case' && t.case_id !== input.subjectId)
      return refuse('wrong_state', 'This report is not filed in this case.', [
        { path: 'subjectId', why: 'not in this case' },
      ]);
    if (!(await mayReach(tx, key, 'thread', now)).may) return LEAVE_NOTHING;
    const unsealed = sealedTo(input.envelope, threadReaders(t));
    if (unsealed) return unsealed;
    const caseId = input.subjectKind === 'case' ? input.subjectId : null;
    await record(tx, world, {
      ...threadStatement(t, who, now),
      kind: 'what_changed',
      content: input.envelope,
      statementId: input.statementId,
      ...(caseId ? { caseId } : {}),
      fields: {
        about: `${input.subjectKind} ${input.subjectId}`,
        ...(input.askId ? { ask: input.askId } : {}),
      },
    });
    const at = { docket: t.docket_id, threadId: t.thread_id, org: who.orgId, caseId, at: now };
    const { subjectKind, subjectId, statementId, askId } = input;
    await insertTold(tx, { ...at, subjectKind, subjectId, statementId });
    // The question stands where its case is, as every question does.
    const docket = t.case_docket ?? t.docket_id;
    if (askId) await insertQuestion(tx, { ...at, docket, askId, threadDocket: t.docket_id });
    await markAnswered(tx, key, now);
    return { statementId };
  });
}

/** How well workers say they were served: for the team, and only where k of them spoke. */
export const readSatisfaction = (world: World, who: Member) =>
  caseReading(world, who, async (db) => {
    const { n, sum, well } = await answersOf(db, who.orgId);
    if (n < K_PUBLIC) return { shown: false, answers: null, mean: null, wellPercent: null };
    // Rounded: two readings a day apart must not give the answer that came between.
    const tens = Math.floor(n / K_PUBLIC) * K_PUBLIC;
    return { shown: true, answers: tens, mean: Math.round((sum / n) * 2) / 2, wellPercent: Math.round((well / n) * 10) * 10 }; // prettier-ignore
  });

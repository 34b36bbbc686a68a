import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type LockedCase, lockCase } from '../cases/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import { answeredFrom } from './batch.ts';
import type { AnswerInput, EvidenceInput, WordInput } from './contract.ts';
import { dayOf } from './days.ts';
import { judgeGuard } from './go-ahead.actions.ts';
import { answersFor, goAheadsOf } from './go-ahead.store.ts';
import { lockAction } from './plan.store.ts';
import { OTHER, type Speaker, missingFile, speaking, statementOf, unsealed } from './speaker.actions.ts';
import { ruleOf } from './telling.store.ts';
import { type DisclosureRow, disclosureOfCase } from './told.store.ts';
import { countWords, insertFiles, insertWord, wordBy } from './words.store.ts';

export type Said = { done: true };
const DONE: Said = { done: true };
const MOST_WORDS = 200;

type Word = WordInput & { actionId?: string };

async function sayWord(
  world: World,
  { tx, s }: { tx: Tx; s: Speaker },
  input: Word,
  kind: 'question' | 'evidence',
): Promise<Said | Refusal> {
  const { d, now } = s;
  const before = await wordBy(tx, d.docket_id, input.wordId);
  if (before)
    return before.kind === kind &&
      before.disclosure_id === d.disclosure_id &&
      before.envelope === input.envelope
      ? DONE
      : OTHER;
  if (input.actionId && !(await lockAction(tx, d.to_org, { ...input, actionId: input.actionId })))
    return NOTHING;
  if ((await countWords(tx, d)) >= MOST_WORDS)
    return refuse('wrong_state', 'There is enough here. Wait for an answer, or talk to each other.');
  const wrong = unsealed(s, input.envelope);
  if (wrong) return wrong;
  const files = input.attachments.map((file) => file.sha256).join(' ');
  await record(tx, world, {
    ...statementOf(s, {
      ...(input.actionId ? { action: input.actionId } : {}),
      ...(files ? { files } : {}),
    }),
    kind: kind === 'question' ? 'business_question' : 'action_evidence',
    ...(input.actionId ? { re: input.actionId } : { re: d.disclosure_id }),
    content: input.envelope,
    statementId: input.wordId,
  });
  await insertWord(tx, d, {
    wordId: input.wordId,
    kind,
    ...(input.actionId ? { actionId: input.actionId } : {}),
    by: s.who.orgId,
    how: s.how,
    visibleFrom: now,
    at: now,
  });
  if (files) await insertFiles(tx, d, { statementId: input.wordId }, input.attachments);
  return DONE;
}

const says = (world: World, who: Member, input: Word, kind: 'question' | 'evidence') => {
  const missing = missingFile(world, input.attachments);
  // Nobody learns from a missing file that there is something here.
  return speaking(
    world,
    who,
    input,
    async (tx, s) => missing ?? (await sayWord(world, { tx, s }, input, kind)),
  );
};

/** What a business wants to know before it plans. */
export const askQuestion = (world: World, who: Member, input: WordInput): Promise<Said | Refusal> =>
  says(world, who, input, 'question');

/** What shows that an action goes on, or is done. */
export const addEvidence = (world: World, who: Member, input: EvidenceInput): Promise<Said | Refusal> =>
  says(world, who, input, 'evidence');

/** A statement of the organisation on the case towards a business. */
export const towards = (d: DisclosureRow, who: Member, at: Date) => ({
  docketId: d.docket_id,
  by: who.orgId,
  member: who.memberId,
  csoOrg: who.orgId,
  toOrg: d.to_org,
  caseId: d.case_id,
  at,
});

/** What an answer names may show who spoke: then it needs what a disclosure needs. */
async function judgeAnswer(
  tx: Tx,
  { c, d }: { c: LockedCase; d: DisclosureRow },
  input: AnswerInput,
): Promise<{ guarded: boolean } | Refusal> {
  if (input.names.length === 0) return { guarded: false };
  const about = { draftId: input.wordId, issueId: d.issue_id, toOrg: d.to_org };
  const goAhead = answersFor(await goAheadsOf(tx, c.docket_id, c.case_id), about);
  return judgeGuard(c, { circle: input.circle, goAhead, understood: input.understood });
}

/** An answer to a business's question. It is read on a batch day, like everything a business is told. */
export const answerQuestion = (world: World, who: Member, input: AnswerInput): Promise<Said | Refusal> =>
  caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const d = c && (await disclosureOfCase(tx, who.orgId, { ...input, today: dayOf(now) }));
    if (!c || !d) return NOTHING;
    const before = await wordBy(tx, d.docket_id, input.wordId);
    if (before) return before.kind === 'answer' && before.envelope === input.envelope ? DONE : OTHER;
    const asked = await wordBy(tx, d.docket_id, input.re);
    if (asked?.kind !== 'question' || asked.disclosure_id !== d.disclosure_id)
      return refuse('invalid', 'There is no such question here.', [{ path: 're', why: 'unknown' }]);
    const wrong = unsealed({ d, who, how: null, now }, input.envelope);
    if (wrong) return wrong;
    const judged = await judgeAnswer(tx, { c, d }, input);
    if (isRefusal(judged)) return judged;
    const from = answeredFrom(now, await ruleOf(tx, who.orgId));
    await record(tx, world, {
      ...towards(d, who, now),
      kind: 'business_answer',
      re: input.re,
      content: input.envelope,
      statementId: input.wordId,
      fields: {
        disclosure: d.disclosure_id,
        issue: d.issue_id,
        visible: dayOf(from),
        ...(input.names.length > 0 ? { names: [...input.names].sort().join(' ') } : {}),
        ...(input.names.length > 0
          ? { circle: input.circle === null ? 'unknown' : String(input.circle) }
          : {}),
        ...(judged.guarded ? { go_ahead: '1' } : {}),
      },
    });
    const word = { wordId: input.wordId, kind: 'answer' as const, re: input.re, by: who.orgId, how: null };
    await insertWord(tx, d, { ...word, visibleFrom: from, at: now });
    return DONE;
  });

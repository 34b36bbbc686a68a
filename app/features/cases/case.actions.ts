import { randomUUID } from 'node:crypto';
import type { World } from '../../platform/world.ts';
import { record } from '../record/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { stopStands } from '../protection/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { CaseState } from './case-states.ts';
import { SHARING } from './case-states.ts';
import { type LockedCase, insertCase, lockCase, saveFiling, saveTransition } from './case.store.ts';
import type { FileInCaseInput, TransitionInput } from './contract.ts';
import { EMPLOYER_SCOPES, REFER_SCOPES, judgeTransition } from './guards.ts';
import { keepClocks } from './case-duty.actions.ts';
import { judgeReview } from './case-duties.ts';
import { quietStatement } from './thread.actions.ts';
import { type LockedThread, lockThread } from './thread.store.ts';
import { sealedReason } from './reason.actions.ts';

export type CaseRef = { docket: number; caseId: string; number: number; state: CaseState };

/** Which worker's consent a step rests on; null where it shares nothing, or rests on vital interests. */
function consentBehind(c: LockedCase, to: CaseState): string | null {
  if (!SHARING[to]) return null;
  const scopes: readonly string[] = to === 'referred' ? REFER_SCOPES : EMPLOYER_SCOPES;
  return c.consents.find((s) => s.state === 'given' && scopes.includes(s.scope))?.id ?? null;
}

/** One step of a case: an event that is never changed, numbered without a gap. */
export function moveCase(
  world: World,
  who: Member,
  input: TransitionInput,
): Promise<{ seq: number; state: CaseState } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    if (!c) return NOTHING;
    if (input.seq !== c.seq)
      return refuse(
        'conflict',
        `${c.last_by ?? 'A colleague'} moved this case meanwhile: it is ${c.state}.`,
        [{ path: 'seq', why: String(c.seq) }],
      );
    const refused =
      judgeTransition({ from: c.state, to: input.to, closure: input.closure }, who, c.facts) ??
      judgeReview(input, now);
    if (refused) return refused;
    const unjudged =
      input.closure === 'unsafe_to_proceed' &&
      (await stopStands(tx, { ...input, reviewOn: input.reviewDate ?? null }));
    if (unjudged) return unjudged;
    const seq = c.seq + 1;
    const statementId = randomUUID();
    const consentRef = consentBehind(c, input.to);
    await record(tx, world, {
      docketId: c.docket_id,
      kind: 'transition',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      caseId: c.case_id,
      at: now,
      statementId,
      content: await sealedReason(tx, who.orgId, input.reason),
      fields: {
        from: c.state,
        to: input.to,
        seq: String(seq),
        role: who.role,
        ...(input.closure ? { closure: input.closure } : {}),
        ...(input.reviewDate ? { review: input.reviewDate } : {}),
        ...(consentRef ? { consent: consentRef } : {}),
      },
    });
    await saveTransition(tx, {
      ...input,
      reason: '',
      seq,
      org: who.orgId,
      from: c.state,
      role: who.role,
      member: who.memberId,
      at: now,
      closure: input.closure ?? null,
      consentRef,
      statementId,
      reviewOn: input.reviewDate,
    });
    const stepped = { ...input, org: who.orgId, seq, from: c.state, firstReceived: c.first_received };
    await keepClocks(tx, stepped, now);
    return { seq, state: input.to };
  });
}

/** Opens a case with a report, or files the report in one that is open. */
export const fileInCase = (world: World, who: Member, input: FileInCaseInput): Promise<CaseRef | Refusal> =>
  input.caseDocket === undefined
    ? openCase(world, who, input)
    : attachToCase(world, who, { ...input, caseDocket: input.caseDocket });

const filedElsewhere = (t: LockedThread): Refusal =>
  refuse('conflict', `A colleague filed it meanwhile: it is in case ${t.case_number}.`, [
    { path: 'caseId', why: 'filed in another case' },
  ]);

function openCase(world: World, who: Member, input: FileInCaseInput): Promise<CaseRef | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const t = await lockThread(tx, input);
    if (!t) return NOTHING;
    const ref = (number: number): CaseRef => ({
      docket: t.placed_in,
      caseId: input.caseId,
      number,
      state: 'received',
    });
    if (t.case_id !== null) return t.case_id === input.caseId ? ref(t.case_number ?? 0) : filedElsewhere(t);
    if (t.placed_kind === 'unplaced')
      return refuse(
        'wrong_state',
        'Say first which workplace this report is about: a case belongs to one. Answering needs no case.',
      );
    const key = { docket: t.placed_in, caseId: input.caseId };
    const statementId = randomUUID();
    const number = await insertCase(tx, {
      ...key,
      org: who.orgId,
      urgency: t.urgency,
      at: now,
      firstReceived: t.first_received,
    });
    await record(tx, world, {
      ...quietStatement(t, who, now),
      kind: 'transition',
      caseId: input.caseId,
      statementId,
      fields: { from: 'none', to: 'received', seq: '0', role: who.role, ...filedField(input) },
    });
    await saveFiling(tx, filing(t, key, input));
    await saveTransition(tx, {
      ...key,
      seq: 0,
      org: who.orgId,
      from: 'none',
      to: 'received',
      role: who.role,
      member: who.memberId,
      at: now,
      reason: '',
      closure: null,
      consentRef: null,
      statementId,
    });
    const opened = { from: 'none', to: 'received', seq: 0, firstReceived: t.first_received } as const;
    await keepClocks(tx, { ...key, org: who.orgId, ...opened }, now);
    return ref(number);
  });
}

const filedField = (input: FileInCaseInput): Record<string, string> => ({
  thread: input.threadId,
  ...(input.distinct ? { distinct: input.distinct } : {}),
});
const filing = (t: LockedThread, key: { docket: number; caseId: string }, input: FileInCaseInput) => ({
  ...key,
  threadDocket: t.docket_id,
  threadId: t.thread_id,
  distinct: input.distinct ?? t.distinct_worker,
  urgency: t.urgency,
  firstReceived: t.first_received,
});

function attachToCase(
  world: World,
  who: Member,
  input: FileInCaseInput & { caseDocket: number },
): Promise<CaseRef | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, { docket: input.caseDocket, caseId: input.caseId });
    const t = await lockThread(tx, input);
    if (!c || !t) return NOTHING;
    const ref: CaseRef = { docket: c.docket_id, caseId: c.case_id, number: c.number, state: c.state };
    if (t.case_id !== null) return t.case_id === c.case_id ? ref : filedElsewhere(t);
    if (c.state === 'closed')
      return refuse('wrong_state', 'This case is closed. Reopen it first, or open a new one.');
    if (t.placed_in !== c.placed_in)
      return refuse('wrong_state', 'This report is about another workplace than the case.');
    await record(tx, world, {
      ...quietStatement(t, who, now),
      kind: 'filing',
      caseId: c.case_id,
      fields: filedField(input),
    });
    await saveFiling(tx, filing(t, { docket: c.docket_id, caseId: c.case_id }, input));
    return ref;
  });
}

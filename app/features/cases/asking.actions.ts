import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { type Sending, mayReach } from '../protection/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import { insertAsk, lockAsk } from './ask.store.ts';
import { type LockedCase, lockCase } from './case.store.ts';
import { lockIssue } from './issue.store.ts';
import { judgeOutcome } from './judge.actions.ts';
import { ANSWER_DAYS } from './outcome.ts';
import { dayAfter } from './round.actions.ts';
import type { AskDrawnInput, AttemptInput } from './round.contract.ts';
import { type RoundRow, inFrame, lockRound, saveAttempt, tieToRound } from './round.store.ts';
import { sealedTo } from './sealed.actions.ts';
import { OTHER_WORDS, quietStatement, threadReaders, threadStatement } from './thread.actions.ts';
import { lockThread, markAnswered } from './thread.store.ts';

type One = AskDrawnInput['asks'][number];
type Round = { c: LockedCase; round: RoundRow; drawn: ReadonlySet<string> };

/** Puts the question to many of those who were drawn, in one transaction; whoever has it already is passed over. */
export function askDrawn(
  world: World,
  who: Member,
  input: AskDrawnInput,
): Promise<{ asked: number } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const issue = c && (await lockIssue(tx, input));
    const round = issue && (await lockRound(tx, input));
    if (!c || issue?.case_id !== c.case_id || round?.issue_id !== issue.issue_id) return NOTHING;
    if (round.closed_at) return refuse('wrong_state', 'This round is over. Begin another.');
    if (!round.drawn_at) return refuse('wrong_state', 'Nobody was drawn yet.');
    const drawn = new Set((await inFrame(tx, input)).filter((one) => one.drawn).map((one) => one.threadId));
    let asked = 0;
    // Locks of many threads are taken in one order, by everybody.
    const inOrder = [...input.asks].sort((a, b) => (a.threadId < b.threadId ? -1 : 1));
    for (const one of inOrder) {
      const done = await askOne(tx, world, who, { one, of: { c, round, drawn }, now });
      if (isRefusal(done)) return done;
      if (done) asked++;
    }
    await judgeOutcome(tx, { ...input, claimed: issue.claimed_at !== null }, now);
    return { asked };
  });
}

async function askOne(
  tx: Tx,
  world: World,
  who: Member,
  { one, of: { c, round, drawn }, now }: { one: One; of: Round; now: Date },
): Promise<boolean | Refusal> {
  if (!drawn.has(one.threadId))
    return refuse('wrong_state', 'This worker was not drawn: who is asked is nobody’s choice.', [
      { path: 'threadId', why: 'not drawn' },
    ]);
  const thread = { docket: one.threadDocket, threadId: one.threadId };
  const t = await lockThread(tx, thread, one.statementId);
  if (!t || t.case_id !== c.case_id) return NOTHING;
  if (t.before !== null) return t.before === one.envelope ? false : OTHER_WORDS;
  // Who took the report back since the draw is not asked; the others still are.
  if (t.withdrawn || t.erasing) return false;
  // Nor who asked that nothing be left: a question would stand on the phone.
  if (!(await mayReach(tx, thread, 'thread', now)).may) return false;
  const unsealed = sealedTo(one.envelope, threadReaders(t));
  if (unsealed) return unsealed;
  await record(tx, world, {
    ...threadStatement(t, who, now),
    kind: `${round.about}_asked`,
    caseId: c.case_id,
    content: one.envelope,
    statementId: one.statementId,
    fields: { ask: one.askId, issue: round.issue_id, round: round.round_id },
  });
  await insertAsk(tx, {
    ...one,
    docket: c.docket_id,
    caseId: c.case_id,
    org: who.orgId,
    issueId: round.issue_id,
    kind: round.about,
    scopes: [],
    at: now,
  });
  const { tranche, round_id: roundId } = round;
  const endsOn = dayAfter(now, ANSWER_DAYS);
  await tieToRound(tx, { docket: c.docket_id, askId: one.askId, roundId, tranche, endsOn });
  await markAnswered(tx, thread, now);
  return true;
}

/** A try by a way that the worker does not call safe is none, and must not be made. */
const NOT_SAFE: Readonly<Record<Extract<Sending, { may: false }>['why'], string>> = {
  no_wish: 'This worker named no way but the thread.',
  other_way: 'This worker named another way as the safe one.',
  never_call_back: 'This worker asked never to be called back.',
  leave_nothing: 'This worker asked that no message be left.',
  not_now: 'This is not a time at which this worker can safely be reached.',
};

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Somebody tried again to reach a worker who was asked. Two tries of one day are one: silence is shown by days. */
export function tryAgain(
  world: World,
  who: Member,
  input: AttemptInput,
): Promise<{ attempts: number } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const ask = c && (await lockAsk(tx, input.docket, input.askId));
    if (!c || !ask?.issue_id || ask.case_id !== c.case_id) return NOTHING;
    const issue = await lockIssue(tx, { docket: input.docket, issueId: ask.issue_id });
    const t = await lockThread(tx, { docket: ask.thread_docket, threadId: ask.thread_id });
    if (!issue || !t) return NOTHING;
    if (t.withdrawn || t.erasing) return refuse('wrong_state', 'This worker withdrew. Do not try again.');
    if (ask.coded !== null && ask.coded !== 'no_answer')
      return refuse('wrong_state', 'The worker has answered already.');
    const sending = await mayReach(
      tx,
      { docket: ask.thread_docket, threadId: ask.thread_id },
      input.channel,
      now,
    );
    if (!sending.may)
      return refuse('wrong_state', NOT_SAFE[sending.why], [{ path: 'channel', why: sending.why }]);
    if (dayOf(ask.attempted_at ?? ask.asked_at) >= dayOf(now))
      return refuse('wrong_state', 'This worker was tried today. Try on another day.', [
        { path: 'attemptId', why: 'once a day' },
      ]);
    await record(tx, world, {
      ...quietStatement(t, who, now),
      kind: 'attempt',
      caseId: c.case_id,
      statementId: input.attemptId,
      fields: { thread: t.thread_id, ask: ask.ask_id, channel: input.channel },
    });
    await saveAttempt(tx, { docket: input.docket, askId: ask.ask_id, at: now });
    const key = { docket: input.docket, issueId: issue.issue_id };
    await judgeOutcome(tx, { ...key, claimed: issue.claimed_at !== null }, now);
    return { attempts: ask.attempts + 1 };
  });
}

import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { record } from '../record/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { LEAVE_NOTHING, mayReach } from '../protection/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { expectedOf, judgeAmount } from './amount.ts';
import { fits } from './answers.ts';
import {
  type AskRow,
  insertAsk,
  insertConsents,
  lockAsk,
  owedFor,
  saveCoded,
  workerStatement,
} from './ask.store.ts';
import { type LockedCase, lockCase } from './case.store.ts';
import type { AskInput, CodeInput, ConsentInput } from './contract.ts';
import { judgeOutcome } from './judge.actions.ts';
import { type IssueRow, lockIssue } from './issue.store.ts';
import type { Money } from './money.ts';
import type { Outcome } from './outcome.ts';
import { sealedTo } from './sealed.actions.ts';
import { OTHER_WORDS, threadReaders, threadStatement } from './thread.actions.ts';
import { type LockedThread, lockThread, markAnswered, markRead } from './thread.store.ts';

const NOT_HERE = refuse('wrong_state', 'This report is not filed in this case.', [
  { path: 'threadId', why: 'not in this case' },
]);
const inCase = (t: LockedThread, c: LockedCase): boolean =>
  t.case_id === c.case_id && t.case_docket === c.docket_id;

function mayAsk(t: LockedThread, input: AskInput, issue: IssueRow | undefined): Refusal | undefined {
  if (t.withdrawn) return refuse('wrong_state', 'This worker withdrew. Do not ask again.');
  if (input.kind === 'consent') return undefined;
  if (!issue)
    return refuse('invalid', 'There is no such issue in this case.', [{ path: 'issueId', why: 'unknown' }]);
  // An answer given before the claim would be no answer to it.
  if (!issue.claimed_at)
    return refuse(
      'wrong_state',
      'No business has reported this issue as remedied yet, so there is nothing to confirm.',
    );
  if (t.distinct_worker === 'unconfirmed')
    return refuse(
      'wrong_state',
      'Say first whether this report comes from a worker of its own: the answer will count.',
      [{ path: 'threadId', why: 'unconfirmed' }],
    );
  return undefined;
}

/** Puts a question with fixed answers into a worker's thread. The words go sealed, the kind of question plain. */
export function askWorker(world: World, who: Member, input: AskInput): Promise<{ done: true } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const issue = c && input.issueId ? await lockIssue(tx, { ...input, issueId: input.issueId }) : undefined;
    const thread = { docket: input.threadDocket, threadId: input.threadId };
    const t = c && (await lockThread(tx, thread, input.statementId));
    if (!c || !t) return NOTHING;
    if (!inCase(t, c)) return NOT_HERE;
    if (t.before !== null) return t.before === input.envelope ? { done: true } : OTHER_WORDS;
    const ours = issue?.case_id === c.case_id ? issue : undefined;
    const refused = mayAsk(t, input, ours) ?? sealedTo(input.envelope, threadReaders(t));
    if (refused) return refused;
    if (!(await mayReach(tx, thread, 'thread', now)).may) return LEAVE_NOTHING;
    await record(tx, world, {
      ...threadStatement(t, who, now),
      kind: `${input.kind}_asked`,
      caseId: c.case_id,
      content: input.envelope,
      statementId: input.statementId,
      fields: {
        ask: input.askId,
        ...(input.kind === 'consent' ? { scopes: input.scopes.join(' ') } : { issue: input.issueId ?? '' }),
        ...(input.forOrg ? { for: `organisation ${input.forOrg}` } : {}),
      },
    });
    const scopes = input.kind === 'consent' ? input.scopes : [];
    await insertAsk(tx, { ...input, org: who.orgId, issueId: ours?.issue_id ?? null, scopes, at: now });
    await markAnswered(tx, thread, now);
    if (ours) await judgeOutcome(tx, { docket: c.docket_id, issueId: ours.issue_id, claimed: true }, now);
    return { done: true };
  });
}

export type Coded = { askId: string; coded: CodeInput['value']; outcome: Outcome | null };

/** Why this answer can't stand for that question; else the worker's statement that it rests on (null: no answer). */
async function groundOf(
  tx: Tx,
  ask: AskRow,
  input: CodeInput,
): Promise<{ statementId: string; at: Date } | null | Refusal> {
  if (!fits(ask.kind, input.value, input.quality))
    return refuse('invalid', `A question about ${ask.kind} is not answered so.`, [
      { path: 'value', why: `not an answer to a question about ${ask.kind}` },
    ]);
  const statementId = input.answerStatement ?? ask.answer_statement;
  if (input.value === 'no_answer')
    return statementId
      ? refuse('wrong_state', 'The worker has answered. Read it and say what it says.')
      : null;
  if (!statementId)
    return refuse(
      'wrong_state',
      'The worker has not answered yet. Only the worker’s own words can be coded.',
      [{ path: 'answerStatement', why: 'missing' }],
    );
  const spoken = await workerStatement(
    tx,
    { docket: ask.thread_docket, threadId: ask.thread_id },
    statementId,
  );
  if (!spoken || spoken.recorded_at < ask.asked_at)
    return refuse('wrong_state', 'That is not something the worker said after being asked.', [
      { path: 'answerStatement', why: 'not the worker’s answer' },
    ]);
  return { statementId, at: spoken.recorded_at };
}

/** What the worker's sealed answer says, as the case worker read it: the only thing that moves consent and outcome. */
export function codeAnswer(world: World, who: Member, input: CodeInput): Promise<Coded | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const ask = c && (await lockAsk(tx, input.docket, input.askId));
    if (!c || !ask || ask.case_id !== c.case_id) return NOTHING;
    const key = ask.issue_id ? { docket: c.docket_id, issueId: ask.issue_id } : undefined;
    const issue = key && (await lockIssue(tx, key));
    const ground = await groundOf(tx, ask, input);
    if (ground && 'refused' in ground) return ground;
    const money = await moneyOf(tx, ask, input);
    if (money && 'refused' in money) return money;
    const same =
      ask.coded === input.value &&
      ask.quality === (input.quality ?? null) &&
      ask.amount === (money?.amount ?? null);
    if (same && ask.answer_statement === (ground?.statementId ?? null))
      return { askId: ask.ask_id, coded: input.value, outcome: issue?.outcome ?? null };
    const newer = ground !== null && ground.statementId !== ask.answer_statement;
    if (ask.coded !== null && ask.coded !== 'no_answer' && !newer && input.was !== ask.coded)
      return refuse('conflict', `A colleague coded this answer meanwhile: ${ask.coded}.`, [
        { path: 'was', why: ask.coded },
      ]);
    await record(tx, world, answerCoded(ask, c, who, { input, now, re: ground?.statementId }));
    await saveCoded(tx, {
      ...input,
      quality: input.quality ?? null,
      money,
      answer: ground?.statementId ?? null,
      at: now,
    });
    if (ground)
      await markRead(tx, { docket: ask.thread_docket, threadId: ask.thread_id }, ground.statementId);
    if (ask.kind === 'consent' && ground && input.value !== 'no_answer')
      for (const [state, scopes] of answered(ask.scopes, input))
        await insertConsents(tx, {
          docket: c.docket_id,
          threadId: ask.thread_id,
          org: who.orgId,
          caseId: c.case_id,
          scopes,
          forOrg: ask.for_org,
          state,
          answer: ground.statementId,
          at: ground.at,
        });
    const outcome =
      key && issue ? await judgeOutcome(tx, { ...key, claimed: issue.claimed_at !== null }, now) : null;
    return { askId: ask.ask_id, coded: input.value, outcome };
  });
}

/** How much came, as the worker says; it stands in this organisation's rows and in no statement. */
async function moneyOf(tx: Tx, ask: AskRow, input: CodeInput): Promise<Money | null | Refusal> {
  if (ask.kind !== 'payment' || ask.issue_id === null)
    return input.amount === undefined
      ? null
      : refuse('invalid', 'How much is asked about money only.', [
          { path: 'amount', why: 'not about money' },
        ]);
  const of = { docket: input.docket, issueId: ask.issue_id, threadId: ask.thread_id };
  const { owed, planned } = await owedFor(tx, of);
  const { value, amount, currency } = input;
  return judgeAmount({ value, amount, currency }, expectedOf(owed, ask.tranche, planned));
}

/** The scopes that this coding says yes, or no, to. */
const yes = (asked: readonly string[], { value, given }: CodeInput): string[] =>
  asked.filter((scope) => value === 'given' && (given === undefined || given.some((one) => one === scope)));
function answered(asked: readonly string[], input: CodeInput): ['given' | 'refused', string[]][] {
  const said = yes(asked, input);
  const no = asked.filter((scope) => !said.includes(scope));
  return [
    ['given', said],
    ['refused', no],
  ];
}

type Coding = { input: CodeInput; now: Date; re: string | undefined };
const answerCoded = (ask: AskRow, c: LockedCase, who: Member, { input, now, re }: Coding) => ({
  docketId: c.docket_id,
  kind: 'answer_coded',
  by: who.orgId,
  member: who.memberId,
  csoOrg: who.orgId,
  threadId: ask.thread_id,
  threadDocket: ask.thread_docket,
  caseId: c.case_id,
  at: now,
  ...(re ? { re } : {}),
  fields: {
    ask: ask.ask_id,
    about: ask.kind,
    value: input.value,
    ...(re ? { answer: re } : {}),
    ...(input.quality ? { quality: String(input.quality) } : {}),
    ...(ask.kind === 'consent'
      ? { scopes: yes(ask.scopes, input).join(' ') }
      : { issue: ask.issue_id ?? '' }),
  },
});

/** What a worker said about a scope without being asked: in the report itself, or later in a message. */
export function recordConsent(
  world: World,
  who: Member,
  input: ConsentInput,
): Promise<{ recorded: number } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const c = await lockCase(tx, input);
    const thread = { docket: input.threadDocket, threadId: input.threadId };
    const t = c && (await lockThread(tx, thread));
    if (!c || !t) return NOTHING;
    if (!inCase(t, c)) return NOT_HERE;
    const spoken = await workerStatement(tx, thread, input.answerStatement);
    if (!spoken)
      return refuse('wrong_state', 'That is not something this worker said.', [
        { path: 'answerStatement', why: 'not the worker’s' },
      ]);
    await record(tx, world, {
      ...threadStatement(t, who, now),
      kind: 'answer_coded',
      caseId: c.case_id,
      re: spoken.statement_id,
      fields: {
        about: 'consent',
        value: input.value,
        answer: spoken.statement_id,
        scopes: input.scopes.join(' '),
        ...(input.forOrg ? { for: `organisation ${input.forOrg}` } : {}),
      },
    });
    await insertConsents(tx, {
      docket: c.docket_id,
      threadId: t.thread_id,
      org: who.orgId,
      caseId: c.case_id,
      scopes: input.scopes,
      forOrg: input.forOrg,
      state: input.value,
      answer: spoken.statement_id,
      at: spoken.recorded_at,
    });
    return { recorded: input.scopes.length };
  });
}
